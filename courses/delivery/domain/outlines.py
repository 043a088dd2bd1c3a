"""Moving a class to another outline of its course: an explicit act that keeps what was taught."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.curriculum.domain import Differences, compare_units, lines_of_outline
from courses.curriculum.models import Outline, OutlineUnit
from courses.delivery.domain.hours import ClassHours, hours_of
from courses.delivery.models import OutlineMove
from courses.teaching.models import TeachingClass
from courses.timetable.enums import MeetingStatus
from courses.timetable.models import Meeting


@dataclass(frozen=True)
class PlannedUnit:
    """A coming meeting with its unit now and after the move."""

    meeting: Meeting
    unit: OutlineUnit | None

    @property
    def changes(self) -> bool:
        return self.meeting.unit_id != (self.unit.pk if self.unit else None)


@dataclass(frozen=True)
class MovePreview:
    """What a move will do. `kept`: meetings already taught or past, which keep their unit."""

    target: Outline
    differences: Differences
    kept: int
    coming: list[PlannedUnit]
    before: ClassHours
    after: ClassHours
    # Hours of new units for which no meeting is left on the calendar.
    unplaced: int


def preview_move(
    teaching_class: TeachingClass, outline: Outline, *, on: datetime.date | None = None
) -> MovePreview:
    """What `move_to_outline` will do from the day `on` (today); changes nothing.

    Raises ValidationError as it does.
    """
    _check(teaching_class, outline)
    on = on or timezone.localdate()
    old_units = list(teaching_class.outline.units.all())
    new_units = list(outline.units.all())
    meetings = list(
        Meeting.objects.filter(teaching_class=teaching_class)
        .exclude(status=MeetingStatus.CANCELLED)
        .select_related("unit", "delivery__unit")
        .order_by("starts_at", "pk")
    )
    # A meeting of an earlier day that nobody recorded yet was taught by the outline of that day.
    taught = [one for one in meetings if one.status == MeetingStatus.HELD or one.date < on]
    coming = [one for one in meetings if one not in taught]
    left = _hours_left(new_units, taught)
    planned = [PlannedUnit(one, _take(left, one.periods)) for one in coming]
    before = hours_of(teaching_class)
    return MovePreview(
        target=outline,
        differences=compare_units(lines_of_outline(old_units), lines_of_outline(new_units)),
        kept=len(taught),
        coming=planned,
        before=before,
        after=ClassHours(outline.classroom_hours, before.scheduled, before.delivered),
        unplaced=sum(hours for _unit, hours in left),
    )


@transaction.atomic
def move_to_outline(
    teaching_class: TeachingClass, outline: Outline, *, by: Any, on: datetime.date | None = None
) -> OutlineMove:
    """Teach the class by another outline of its course from the day `on` (today).

    Meetings already taught keep their unit; coming ones get, in order, the units of the new outline
    less the hours that were taught of them. Hours owed follow: planned ones are the new outline's.
    Raises ValidationError for an outline of another course and for the one the class has.
    """
    # One at a time, and none while a roll call of the class is being recorded on its meetings.
    # Not the key: whoever makes a meeting up holds that one, and writes another of the class.
    locked = TeachingClass.objects.select_for_update(no_key=True).get(pk=teaching_class.pk)
    list(Meeting.objects.select_for_update().filter(teaching_class=locked).order_by("pk"))
    preview = preview_move(locked, outline, on=on)
    changed = [one for one in preview.coming if one.changes]
    for one in changed:
        one.meeting.unit = one.unit
    Meeting.objects.bulk_update([one.meeting for one in changed], ["unit"], batch_size=500)
    source = locked.outline
    locked.outline = outline
    locked.save(update_fields=["outline"])
    teaching_class.outline = outline
    return OutlineMove.objects.create(
        teaching_class=locked,
        institution_id=locked.institution_id,
        source=source,
        target=outline,
        kept=preview.kept,
        changed=len(changed),
        moved_by=by,
    )


def _check(teaching_class: TeachingClass, outline: Outline) -> None:
    if outline.course_id != teaching_class.course_id:
        raise ValidationError(_("The outline is of another course."))
    if outline.pk == teaching_class.outline_id:
        raise ValidationError(_("The class is taught by this outline already."))


def _hours_left(new: list[OutlineUnit], taught: list[Meeting]) -> list[tuple[OutlineUnit, int]]:
    """Classroom hours of each new unit that were not taught yet, by whatever outline of the course.
    Hours of a unit that the new outline no longer has, or of no unit, count for none."""
    done: dict[int, int] = {}
    for meeting in taught:
        delivery = getattr(meeting, "delivery", None)
        unit = (delivery.unit if delivery else None) or meeting.unit
        same = _same_unit(unit, new)
        if same is not None:
            hours = delivery.hours if delivery else meeting.periods
            done[same.pk] = done.get(same.pk, 0) + hours
    left = [(unit, unit.classroom_hours - done.get(unit.pk, 0)) for unit in new]
    return [(unit, hours) for unit, hours in left if hours > 0]


def _same_unit(unit: OutlineUnit | None, units: list[OutlineUnit]) -> OutlineUnit | None:
    """By key, else by title, as two outlines are compared."""
    if unit is None:
        return None
    by_key = (one for one in units if one.key is not None and one.key == unit.key)
    by_title = (one for one in units if one.title.strip() == unit.title.strip())
    return next(by_key, None) or next(by_title, None)


def _take(left: list[tuple[OutlineUnit, int]], periods: int) -> OutlineUnit | None:
    """The unit with which a meeting of so many hours begins; takes those hours away."""
    unit = left[0][0] if left else None
    while periods and left:
        first, hours = left[0]
        if hours > periods:
            left[0] = (first, hours - periods)
            break
        periods -= hours
        left.pop(0)
    return unit
