"""Students who have another class at a time, by name for those who may see them."""

from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from courses.institutions.models import Student
from courses.teaching.domain.single_students import StudentElsewhere, students_elsewhere_said

FEW = 5


@dataclass(frozen=True)
class Missing:
    """`others`: how many the person may not see by name."""

    named: list[StudentElsewhere]
    others: int

    @property
    def count(self) -> int:
        return len(self.named) + self.others

    @property
    def said(self) -> str:
        return students_elsewhere_said(self.count)

    @property
    def few(self) -> list[StudentElsewhere]:
        """Those who are named where many lines stand one below the other."""
        return self.named[:FEW]

    @property
    def further(self) -> int:
        """Who isn't among these few but could be named."""
        return len(self.named) - len(self.few)


@dataclass(frozen=True)
class MissingOfAct:
    """`by_line`: under the key of each line at whose new time somebody is missing, such as the
    meeting's primary key; `students`: how many different ones."""

    by_line: Mapping[Hashable, Missing] = field(default_factory=dict)
    students: int = 0


def missing_for(user: Any, times: Iterable[Collection[StudentElsewhere]]) -> list[Missing]:
    """For each of the times; one query, none where nobody is missing."""
    times = list(times)
    concerned = {one.student_id for students in times for one in students}
    seen: set[int] = set()
    if concerned:
        visible = Student.objects.visible_to(user).filter(pk__in=concerned)
        seen = set(visible.values_list("pk", flat=True))
    return [
        Missing(
            [one for one in students if one.student_id in seen],
            sum(one.student_id not in seen for one in students),
        )
        for students in times
    ]


def missing_of_acts(
    user: Any, acts: Sequence[Mapping[Any, Collection[StudentElsewhere]]]
) -> list[MissingOfAct]:
    """For each of the acts, in which somebody is missing at every line. One query, none where
    nobody is missing."""
    named = iter(missing_for(user, (students for lines in acts for students in lines.values())))
    return [
        MissingOfAct(
            {key: next(named) for key in lines},
            len({one.student_id for students in lines.values() for one in students}),
        )
        for lines in acts
    ]
