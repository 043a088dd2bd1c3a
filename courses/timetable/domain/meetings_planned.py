"""From slots to the meetings they mean: dates, clock times, units."""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from courses.curriculum.models import OutlineUnit
from courses.teaching.models import Term
from courses.timetable.domain.bells import Bells
from courses.timetable.domain.calendar import place_of, resolve
from courses.timetable.domain.refusal import TimetableRefused
from courses.timetable.domain.weeks_needed import Pattern, meetings_of
from courses.timetable.models import Slot


@dataclass(frozen=True)
class PlannedMeeting:
    """One date of a slot."""

    slot: Slot
    date: datetime.date
    week: int
    weekday: int
    starts_at: datetime.datetime
    ends_at: datetime.datetime
    unit_id: int | None

    def identity(self) -> tuple[object, ...]:
        """What two plans must agree in to be the same."""
        slot = self.slot
        return (
            slot.teaching_class_id,
            self.starts_at,
            self.ends_at,
            slot.first_period,
            slot.periods,
            slot.room_id,
            slot.instructor_id,
        )


def plan_meetings(term: Term, slots: Iterable[Slot]) -> list[PlannedMeeting]:
    """The meetings of all slots, by class and time. Slots come with room and teaching class.

    Raises TimetableRefused where the bell schedule of a date lacks one of the periods.
    """
    dates = {day: on for on, day in resolve(term).items()}
    bells = Bells(term.institution_id)
    by_class: dict[int, list[tuple[datetime.datetime, datetime.datetime, Slot]]] = defaultdict(list)
    for slot in slots:
        for day in meetings_of(Pattern(slot.weekday, slot.weeks), taught=dates):
            starts_at, ends_at = _clock(bells, slot, dates[day])
            by_class[slot.teaching_class_id].append((starts_at, ends_at, slot))
    units = units_of({found[0][2].teaching_class.outline_id for found in by_class.values()})
    planned: list[PlannedMeeting] = []
    for found in by_class.values():
        found.sort(key=lambda item: item[0])
        hour = 0
        for starts_at, ends_at, slot in found:
            date = timezone.localtime(starts_at).date()
            place = place_of(term, date)
            planned.append(
                PlannedMeeting(
                    slot=slot,
                    date=date,
                    week=place.week,
                    weekday=place.weekday,
                    starts_at=starts_at,
                    ends_at=ends_at,
                    unit_id=unit_at(units[slot.teaching_class.outline_id], hour),
                )
            )
            hour += slot.periods
    return planned


def unit_at(units: Iterable[tuple[int, int]], hour: int) -> int | None:
    """The unit (pk, classroom hours) taught in an hour counted from 0; None past the last one."""
    for unit, hours in units:
        if hour < hours:
            return unit
        hour -= hours
    return None


def units_of(outlines: set[int]) -> dict[int, list[tuple[int, int]]]:
    """The units (pk, classroom hours) of outlines in their order, by the outline's primary key."""
    found: dict[int, list[tuple[int, int]]] = {outline: [] for outline in outlines}
    for unit in OutlineUnit.objects.filter(outline__in=outlines).order_by("outline", "position"):
        found[unit.outline_id].append((unit.pk, unit.classroom_hours))
    return found


def _clock(
    bells: Bells, slot: Slot, date: datetime.date
) -> tuple[datetime.datetime, datetime.datetime]:
    times = bells.on(date, slot.room.campus_id)
    last = slot.first_period + slot.periods - 1
    if slot.first_period not in times or last not in times:
        raise TimetableRefused(
            _("The bell schedule of %(date)s has no period %(period)d.")
            % {
                "date": date.isoformat(),
                "period": slot.first_period if slot.first_period not in times else last,
            }
        )
    return (
        timezone.make_aware(datetime.datetime.combine(date, times[slot.first_period][0])),
        timezone.make_aware(datetime.datetime.combine(date, times[last][1])),
    )
