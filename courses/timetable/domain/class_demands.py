"""What one teaching class wants of the week: how often, when, where."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from django.utils.translation import gettext as _

from courses.institutions.models import AdministrativeClass, StaffMember
from courses.teaching.enums import WeeklyPattern
from courses.teaching.models import TeachingAssignment, TeachingClass, Term
from courses.timetable.domain.authorised_days import AuthorisedDays
from courses.timetable.domain.day_layout import DayLayout
from courses.timetable.domain.weeks_needed import meetings_of_each
from courses.timetable.models import Room
from courses.timetable.solver import problem as solver_problem
from courses.timetable.weeks import WeekSet, even_weeks, every_week, odd_weeks

WORKDAYS = frozenset(range(1, 6))
WEEKEND = frozenset({6, 7})
OPEN = "open_assignments"


@dataclass(frozen=True)
class Obstacle:
    """A class that can't even be asked for; `code` is worded in `reasons`."""

    teaching_class: TeachingClass
    code: str


@dataclass(frozen=True)
class Part:
    """What one instructor teaches of a class: in which weeks, and how many meetings."""

    staff: StaffMember
    weeks: WeekSet
    meetings: int


@dataclass(frozen=True)
class ClassNeeds:
    """What is known of a class before its demands are made. `weeks` are those in which its
    students have classes at all."""

    teaching_class: TeachingClass
    parts: tuple[Part, ...]
    groups: list[AdministrativeClass]
    weeks: WeekSet
    size: int


def days_of(teaching_class: TeachingClass) -> frozenset[int]:
    """The weekdays on which a search may put a class."""
    at_weekend = teaching_class.weekly_pattern == WeeklyPattern.WEEKEND
    return WEEKEND if at_weekend else WORKDAYS


def weeks_allowed(teaching_class: TeachingClass, term: Term, free: WeekSet) -> WeekSet:
    """The weeks in which it may meet: its own, or all of the term, without those kept free."""
    own = every_week(1, term.weeks) if teaching_class.weeks is None else teaching_class.weeks
    return own & ~free


def needs_of(
    teaching_class: TeachingClass,
    term: Term,
    *,
    layout: DayLayout,
    free: WeekSet,
    size: int,
    rooms: list[Room],
    authorised: AuthorisedDays,
) -> ClassNeeds | Obstacle | None:
    """None for a class without classroom hours."""
    periods = teaching_class.periods_per_meeting
    hours = teaching_class.outline.classroom_hours
    if hours == 0:
        return None
    assignments: list[TeachingAssignment] = getattr(teaching_class, OPEN)
    if not assignments:
        return Obstacle(teaching_class, "no_instructor")
    if not 1 <= periods <= solver_problem.LONGEST_RUN or not layout.starts(periods):
        return Obstacle(teaching_class, "no_start")
    if (teaching_class.weeks or 0) & ~every_week(1, term.weeks):
        return Obstacle(teaching_class, "weeks_past_term")
    weeks = weeks_allowed(teaching_class, term, free)
    if not weeks:
        return Obstacle(teaching_class, "no_weeks")
    if not any(suits(room, teaching_class) for room in rooms) and asks_for_room(teaching_class):
        return Obstacle(teaching_class, "no_such_room")
    meetings = ceil(hours / periods)
    parts = _parts(teaching_class, weeks, meetings=meetings, authorised=authorised)
    if not all(part.weeks for part in parts):
        return Obstacle(teaching_class, "part_without_weeks")
    return ClassNeeds(
        teaching_class=teaching_class,
        parts=parts,
        groups=list(teaching_class.administrative_classes.all()),
        weeks=weeks,
        size=size,
    )


def _parts(
    teaching_class: TeachingClass, weeks: WeekSet, *, meetings: int, authorised: AuthorisedDays
) -> tuple[Part, ...]:
    """A part for each who has weeks of the own. Of people who teach together the timetable knows
    one: the first assigned who may teach all meetings, else who may teach on most dates."""
    assignments: list[TeachingAssignment] = getattr(teaching_class, OPEN)
    shared = [one for one in assignments if one.weeks is not None]
    if not shared:
        a_week = 2 if teaching_class.weekly_pattern == WeeklyPattern.TWICE else 1
        lead = min(
            assignments,
            key=lambda one: authorised.dates_lacking(
                one.staff_id, days_of(teaching_class), weeks, meetings=ceil(meetings / a_week)
            ),
        )
        return (Part(lead.staff, weeks, meetings),)
    shared.sort(key=lambda one: ((one.weeks or 0) & -(one.weeks or 0), one.pk))
    counts = _in_proportion(meetings, [one.share for one in shared])
    return tuple(
        Part(one.staff, weeks & (one.weeks or 0), count)
        for one, count in zip(shared, counts, strict=True)
    )


def _in_proportion(whole: int, shares: Sequence[int]) -> list[int]:
    """Whole numbers in proportion to the shares; the largest fractions are rounded up, of equal
    ones the first."""
    together = sum(shares)
    counts = [whole * share // together for share in shares]
    by_fraction = sorted(range(len(shares)), key=lambda index: -(whole * shares[index] % together))
    for index in by_fraction[: whole - sum(counts)]:
        counts[index] += 1
    return counts


def asks_for_room(teaching_class: TeachingClass) -> bool:
    return bool(teaching_class.room_kind or teaching_class.equipment)


def suits(room: Room, teaching_class: TeachingClass) -> bool:
    """Campus, kind and equipment; not the seats."""
    return (
        teaching_class.campus_id in (None, room.campus_id)
        and teaching_class.room_kind in ("", room.kind)
        and set(teaching_class.equipment) <= set(room.equipment)
    )


def room_asked(teaching_class: TeachingClass) -> str:
    """`机房`, `投影、白板`, `机房（投影）`: what a class asks of its room."""
    equipment = _(", ").join(teaching_class.equipment)
    if teaching_class.room_kind and equipment:
        return _("%(kind)s (%(equipment)s)") % {
            "kind": teaching_class.room_kind,
            "equipment": equipment,
        }
    return teaching_class.room_kind or equipment


def demands_of(
    needs: ClassNeeds, *, layout: DayLayout, grid_days: int, authorised: AuthorisedDays
) -> list[solver_problem.Demand]:
    """One demand for each weekly time of each part; their ids are the class's key with a number."""
    teaching_class = needs.teaching_class
    periods = teaching_class.periods_per_meeting
    days = days_of(teaching_class)
    found: list[solver_problem.Demand] = []
    for part in needs.parts:
        patterns = _patterns(teaching_class, part.weeks)
        each = meetings_of_each(part.meetings, patterns, days=days, taught=authorised.taught)
        first = len(found) + 1
        ids = [f"{teaching_class.pk}-{first + index}" for index in range(len(patterns))]
        found += [
            solver_problem.Demand(
                id=own,
                teaching_class=str(teaching_class.pk),
                groups=tuple(str(group.pk) for group in needs.groups),
                instructor=str(part.staff.pk),
                periods=periods,
                weeks=weeks,
                size=needs.size,
                campus=str(teaching_class.campus_id) if teaching_class.campus_id else None,
                allowed_starts=layout.starts(periods),
                # Parts lie in different weeks: they needn't keep away from each other.
                apart_from=tuple(other for other in ids if other != own),
                # Empty is any day: the question stays what it was where nobody teaches at weekends.
                allowed_days=days if days != frozenset(range(1, grid_days + 1)) else frozenset(),
                days_apart=teaching_class.days_apart,
                room_kind=teaching_class.room_kind or None,
                equipment=frozenset(teaching_class.equipment),
                meetings=meetings,
            )
            for own, weeks, meetings in zip(ids, patterns, each, strict=True)
        ]
    return found


def _patterns(teaching_class: TeachingClass, weeks: WeekSet) -> list[WeekSet]:
    """All weeks that are allowed: which of them are needed depends on the weekday, and is chosen
    later."""
    last = weeks.bit_length()
    if teaching_class.weekly_pattern == WeeklyPattern.ODD_AND_EVEN:
        halves = [weeks & odd_weeks(1, last), weeks & even_weeks(1, last)]
        return [half for half in halves if half]
    if teaching_class.weekly_pattern == WeeklyPattern.TWICE:
        return [weeks, weeks]
    return [weeks]
