"""Release of what is taught: numbered outlines that never change."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.curriculum.models import (
    Course,
    Outline,
    OutlineContribution,
    OutlineObjective,
    OutlineUnit,
)


@dataclass(frozen=True)
class Hours:
    """Contact hours (学时) by kind."""

    theory: int = 0
    practice: int = 0
    online: int = 0

    def __add__(self, other: "Hours") -> "Hours":
        return Hours(
            self.theory + other.theory, self.practice + other.practice, self.online + other.online
        )

    @property
    def total(self) -> int:
        return self.theory + self.practice + self.online


class UnitDraft(NamedTuple):
    """A unit as it is to be released; its place in the sequence is its position."""

    title: str
    content: str = ""
    theory: int = 0
    practice: int = 0
    online: int = 0
    # The same unit in the syllabus and in other outlines of it.
    key: uuid.UUID | None = None

    @property
    def hours(self) -> Hours:
        return Hours(self.theory, self.practice, self.online)


class ContributionDraft(NamedTuple):
    """A unit serves an objective; both by their positions, counted from 1."""

    objective: int
    unit: int
    assessment: str


@dataclass(frozen=True)
class HoursLine:
    """One kind of hours: what the course says and what the units add up to."""

    kind: str
    label: str
    expected: int
    actual: int

    @property
    def difference(self) -> int:
        return self.actual - self.expected


class OutlineRefused(Exception):
    """The syllabus can't be released; the message says why, in the person's language."""


class HoursMismatch(OutlineRefused):
    """`lines`: the kinds of hours whose units don't add up to the course's hours."""

    def __init__(self, lines: Sequence[HoursLine]) -> None:
        self.lines = tuple(lines)
        sums = _("; ").join(
            _("%(kind)s: the course has %(expected)d, its units %(actual)d")
            % {"kind": line.label, "expected": line.expected, "actual": line.actual}
            for line in self.lines
        )
        super().__init__(
            _("The hours of the units don't add up to the hours of the course. %(sums)s.")
            % {"sums": sums}
        )


def hours_of(course: Course) -> Hours:
    """The hours that the course has in the teaching plan."""
    return Hours(course.theory_hours, course.practice_hours, course.online_hours)


def compare_hours(expected: Hours, units: Iterable[UnitDraft]) -> list[HoursLine]:
    """One line each for theory, practice and online hours, equal or not."""
    actual = sum((unit.hours for unit in units), Hours())
    return [
        HoursLine("theory", _("theory hours"), expected.theory, actual.theory),
        HoursLine("practice", _("practice hours"), expected.practice, actual.practice),
        HoursLine("online", _("online hours"), expected.online, actual.online),
    ]


def release_outline(
    course: Course,
    *,
    title: str,
    objectives: Sequence[tuple[str, str]],
    units: Sequence[UnitDraft],
    hours: Hours,
    page_id: int,
    revision_id: int,
    by: Any,
    contributions: Sequence[ContributionDraft] = (),
) -> Outline:
    """The course's next outline; the same revision a second time gives the outline it already is.

    `objectives` are pairs of an ObjectiveKind and its text. Whether the revision was approved is
    asked by whoever calls: pages live above this slice. Raises HoursMismatch when the units
    don't add up to `hours` in each kind (the hours of a 教学大纲 are those of the teaching plan),
    OutlineRefused when there is no unit or a unit has no hours.
    """
    with transaction.atomic():
        # One release of a course at a time: numbers have no gaps and no doubles.
        locked = Course.objects.select_for_update().get(pk=course.pk)
        released = Outline.objects.filter(
            course=locked, page_id=page_id, revision_id=revision_id
        ).first()
        if released is not None:
            return released
        _check(units, hours)
        latest = Outline.objects.filter(course=locked).order_by("-number").first()
        outline = Outline.objects.create(
            course=locked,
            institution_id=locked.institution_id,
            number=latest.number + 1 if latest else 1,
            title=title,
            theory_hours=hours.theory,
            practice_hours=hours.practice,
            online_hours=hours.online,
            page_id=page_id,
            revision_id=revision_id,
            released_by=by,
            released_at=timezone.now(),
        )
        kept_objectives = OutlineObjective.objects.bulk_create(
            OutlineObjective(outline=outline, position=position, kind=kind, text=text)
            for position, (kind, text) in enumerate(objectives, start=1)
        )
        kept_units = OutlineUnit.objects.bulk_create(
            OutlineUnit(
                outline=outline,
                position=position,
                key=unit.key,
                title=unit.title,
                content=unit.content,
                theory_hours=unit.theory,
                practice_hours=unit.practice,
                online_hours=unit.online,
            )
            for position, unit in enumerate(units, start=1)
        )
        OutlineContribution.objects.bulk_create(
            OutlineContribution(
                outline=outline,
                objective=kept_objectives[line.objective - 1],
                unit=kept_units[line.unit - 1],
                assessment=line.assessment,
            )
            for line in contributions
        )
        return outline


def _check(units: Sequence[UnitDraft], hours: Hours) -> None:
    if not units:
        raise OutlineRefused(_("The syllabus has no units yet."))
    for position, unit in enumerate(units, start=1):
        if unit.hours.total == 0:
            raise OutlineRefused(
                _("Unit %(position)d “%(title)s” has no hours.")
                % {"position": position, "title": unit.title}
            )
    wrong = [line for line in compare_hours(hours, units) if line.difference]
    if wrong:
        raise HoursMismatch(wrong)
