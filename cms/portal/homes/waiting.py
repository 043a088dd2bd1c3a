"""What waits for a person: a number, words, and the page where it is done.

The questions of one home are asked together: each point notes its question, and gives its number
and words when it is called.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import ngettext

from cms.reviewing.listing import waiting_asked
from courses.changes.models import ChangeRequest
from courses.delivery.domain import ClassHours, hours_of_classes
from courses.institutions.asked_together import AskedTogether
from courses.institutions.models import Institution
from courses.institutions.scopes import Scope
from courses.teaching.models import TeachingClass
from courses.training.models import Nomination


@dataclass(frozen=True)
class Waiting:
    """`route` is a URL name without arguments, `query` what follows it in the address."""

    count: int
    text: str
    route: str
    query: str = ""


Point = Callable[[], Waiting]


def point(
    count: Callable[[], int], words: Callable[[int], str], route: str, query: str = ""
) -> Point:
    """A number that may still have to be asked, and what is said of it."""

    def waiting() -> Waiting:
        number = count()
        return Waiting(number, words(number), route, query)

    return waiting


def open_points(points: Iterable[Point]) -> list[Waiting]:
    """Those that are not done."""
    return [waiting for one in points if (waiting := one()).count]


def reviews_waiting(together: AskedTogether, user: Any) -> list[Point]:
    """Pages that the person has to read: those that are overdue, and the others."""
    count = waiting_asked(together, user)
    return [
        point(
            lambda: count().overdue,
            lambda n: ngettext("overdue review", "overdue reviews", n),
            "reviews:inbox",
        ),
        point(
            lambda: count().waiting - count().overdue,
            lambda n: ngettext("page to review", "pages to review", n),
            "reviews:inbox",
        ),
    ]


def changes_waiting(together: AskedTogether, user: Any, *steps: str, role: str) -> Point:
    """Requests for changes of meetings that the role decides."""
    visible = ChangeRequest.objects.visible_to(user, acting_as=(role,))
    return point(
        together.count(visible.waiting_for(*steps)),
        lambda n: ngettext("change of a meeting to decide", "changes of meetings to decide", n),
        "changes:list",
    )


def nominations_waiting(together: AskedTogether, user: Any, step: str, *, role: str) -> Point:
    """People nominated for a training whom the role answers."""
    visible = Nomination.objects.visible_to(user, acting_as=(role,))
    return point(
        together.count(visible.waiting_for(step).of_sessions_to_come()),
        lambda n: ngettext("nomination for a training", "nominations for trainings", n),
        "training:sessions",
    )


@dataclass(frozen=True)
class ClassLine:
    """A teaching class with its hours."""

    teaching_class: TeachingClass
    hours: ClassHours

    @property
    def owed(self) -> int:
        """Hours owed; none before the class has a timetable."""
        return self.hours.owed if self.hours.scheduled or self.hours.delivered else 0


def class_lines(classes: Sequence[TeachingClass]) -> list[ClassLine]:
    """Classes with their outline loaded, those that owe most first; one query."""
    hours = hours_of_classes(classes)
    lines = [ClassLine(one, hours[one.pk]) for one in classes]
    return sorted(lines, key=lambda line: (-line.owed, line.teaching_class.code))


def institution_as(scope: Scope, kind: str) -> Institution | None:
    """Where the person holds the role."""
    return next((role.institution for role in scope.roles if role.kind == kind), None)
