"""What waits for a person: a number, words, and the page where it is done."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import ngettext

from cms.reviewing.listing import count_waiting
from courses.changes.models import ChangeRequest
from courses.delivery.domain import ClassHours, hours_of_classes
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


def open_points(points: Iterable[Waiting]) -> list[Waiting]:
    """Those that are not done."""
    return [point for point in points if point.count]


def reviews_waiting(user: Any) -> list[Waiting]:
    """Pages that the person has to read: those that are overdue, and the others; one query."""
    count = count_waiting(user)
    in_time = count.waiting - count.overdue
    return [
        Waiting(
            count.overdue,
            ngettext("overdue review", "overdue reviews", count.overdue),
            "reviews:inbox",
        ),
        Waiting(in_time, ngettext("page to review", "pages to review", in_time), "reviews:inbox"),
    ]


def changes_waiting(user: Any, *steps: str, role: str) -> Waiting:
    """Requests for changes of meetings that the role decides; one query."""
    visible = ChangeRequest.objects.visible_to(user, acting_as=(role,))
    count = visible.waiting_for(*steps).count()
    return Waiting(
        count,
        ngettext("change of a meeting to decide", "changes of meetings to decide", count),
        "changes:list",
    )


def nominations_waiting(user: Any, step: str, *, role: str) -> Waiting:
    """People nominated for a training whom the role answers; one query."""
    visible = Nomination.objects.visible_to(user, acting_as=(role,))
    count = visible.waiting_for(step).of_sessions_to_come().count()
    return Waiting(
        count,
        ngettext("nomination for a training", "nominations for trainings", count),
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
