"""Students who have another class at a time, by name for those who may see them."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from courses.changes.domain.other_classes import (
    Placed,
    StudentElsewhere,
    is_ahead,
    missed_by,
    students_elsewhere_said,
)
from courses.changes.domain.snapshot import Snapshot
from courses.changes.enums import RequestState
from courses.changes.models import ChangeRequest, MeetingChange
from courses.institutions.models import Student
from courses.teaching.models import Term

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
    """By the meeting's primary key; `students`: how many different ones."""

    by_meeting: Mapping[int, Missing] = field(default_factory=dict)
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


def missing_of_acts(user: Any, term: Term, acts: Sequence[Sequence[Placed]]) -> list[MissingOfAct]:
    """For each of the acts, as far as the new times are still to come. Six queries at most and
    those of times taken, whatever the sizes."""
    now = timezone.now()
    ahead = [
        {
            change.meeting: missed[change.meeting]
            for change in changes
            if change.meeting in missed and is_ahead(change.after, now=now)
        }
        for changes, missed in zip(acts, missed_by(term, *acts), strict=True)
    ]
    named = iter(missing_for(user, (students for each in ahead for students in each.values())))
    return [
        MissingOfAct(
            {meeting: next(named) for meeting in each},
            len({one.student_id for students in each.values() for one in students}),
        )
        for each in ahead
    ]


def missing_at_new_times(
    user: Any, request: ChangeRequest, changes: list[MeetingChange]
) -> list[tuple[Snapshot, Missing]]:
    """While it waits, and until the new time where it was carried out."""
    if request.state not in (RequestState.WAITING, RequestState.APPLIED):
        return []
    placed = [Placed.by(change) for change in changes]
    (missing,) = missing_of_acts(user, request.term, [placed])
    return [
        (one.after, missing.by_meeting[one.meeting])
        for one in placed
        if one.meeting in missing.by_meeting
    ]
