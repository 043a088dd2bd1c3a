"""What one teaching class wants of the week: how often, when, where."""

from dataclasses import dataclass
from math import ceil

from django.utils.translation import gettext as _

from courses.institutions.models import AdministrativeClass, StaffMember
from courses.teaching.enums import WeeklyPattern
from courses.teaching.models import TeachingAssignment, TeachingClass, Term
from courses.timetable.domain.day_layout import DayLayout
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
class ClassNeeds:
    """What is known of a class before its demands are made. `weeks` are those in which its
    students have classes at all."""

    teaching_class: TeachingClass
    staff: StaffMember
    groups: list[AdministrativeClass]
    weeks: WeekSet
    size: int
    meetings: int


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
    return ClassNeeds(
        teaching_class=teaching_class,
        staff=assignments[0].staff,
        groups=list(teaching_class.administrative_classes.all()),
        weeks=weeks,
        size=size,
        meetings=ceil(hours / periods),
    )


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
    needs: ClassNeeds, *, layout: DayLayout, grid_days: int
) -> list[solver_problem.Demand]:
    """One demand for each weekly time; their ids are the class's key with a number."""
    teaching_class = needs.teaching_class
    periods = teaching_class.periods_per_meeting
    patterns = _patterns(teaching_class, needs.weeks)
    ids = [f"{teaching_class.pk}-{index}" for index in range(1, len(patterns) + 1)]
    days = days_of(teaching_class)
    return [
        solver_problem.Demand(
            id=own,
            teaching_class=str(teaching_class.pk),
            groups=tuple(str(group.pk) for group in needs.groups),
            instructor=str(needs.staff.pk),
            periods=periods,
            weeks=weeks,
            size=needs.size,
            campus=str(teaching_class.campus_id) if teaching_class.campus_id else None,
            allowed_starts=layout.starts(periods),
            apart_from=tuple(other for other in ids if other != own),
            # Empty is any day: the question stays what it was where nobody teaches at weekends.
            allowed_days=days if days != frozenset(range(1, grid_days + 1)) else frozenset(),
            days_apart=teaching_class.days_apart,
            room_kind=teaching_class.room_kind or None,
            equipment=frozenset(teaching_class.equipment),
        )
        for own, weeks in zip(ids, patterns, strict=True)
    ]


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
