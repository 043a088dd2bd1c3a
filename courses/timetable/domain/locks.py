"""Weekly times that a search leaves where a person has put them."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from courses.timetable.domain.demands import TermDemands
from courses.timetable.domain.refusal import TimetableRefused
from courses.timetable.models import Slot
from courses.timetable.solver.checker import Violation, ViolationKind, check_placements
from courses.timetable.solver.placement import Placement
from courses.timetable.solver.problem import Demand, Instructor, Problem
from courses.timetable.weeks import weeks_in
from courses.timetable.wording import periods_text, weekday_text

CLASHES = frozenset(
    {ViolationKind.INSTRUCTOR_CLASH, ViolationKind.GROUP_CLASH, ViolationKind.ROOM_CLASH}
)
ROOMS = frozenset(
    {
        ViolationKind.ROOM_CLASH,
        ViolationKind.ROOM_UNAVAILABLE,
        ViolationKind.ROOM_TOO_SMALL,
        ViolationKind.WRONG_CAMPUS,
        ViolationKind.WRONG_KIND_OF_ROOM,
        ViolationKind.EQUIPMENT_MISSING,
    }
)

TOO_MUCH = frozenset({ViolationKind.OVER_DAILY_LIMIT, ViolationKind.OVER_WEEKLY_LIMIT})
WRONG_ROOMS = frozenset({ViolationKind.WRONG_KIND_OF_ROOM, ViolationKind.EQUIPMENT_MISSING})


def lock(demands: TermDemands, slots: Collection[Slot]) -> None:
    """Put locked slots into the problem, each as the demand of its class whose weeks it shares
    most. They may lie in times that are kept free from the others, and begin where others don't.

    Raises TimetableRefused where locks contradict each other or what is known by now.
    """
    by_class: dict[str, list[str]] = {}
    for demand in demands.problem.demands:
        by_class.setdefault(demand.teaching_class, []).append(demand.id)
    placements: dict[str, Placement] = {}
    closed = set(demands.problem.grid.closed)
    for slot in sorted(slots, key=lambda slot: slot.pk):
        left = [
            key
            for key in by_class.get(str(slot.teaching_class_id), ())
            if key not in placements and demands.problem.demand_by_id[key].periods == slot.periods
        ]
        if not left:
            raise TimetableRefused(_no_demand(slot))
        key = max(left, key=lambda one: _shared_weeks(demands, one, slot))
        placements[key] = Placement(key, slot.weekday, slot.first_period, str(slot.room_id))
        for period in range(slot.first_period, slot.first_period + slot.periods):
            closed.discard((slot.weekday, period))
    problem = demands.problem
    demands.problem = replace(
        problem,
        instructors=_excused(problem, placements.values(), slots),
        grid=replace(problem.grid, closed=frozenset(closed)),
        demands=tuple(_allowing(demand, placements.get(demand.id)) for demand in problem.demands),
        locked=tuple(placements.values()),
    )
    violations = check_placements(demands.problem, demands.problem.locked)
    if violations:
        raise TimetableRefused(
            " ".join(dict.fromkeys(_sentence(found, demands) for found in violations))
        )


def _excused(
    problem: Problem, placements: Iterable[Placement], slots: Collection[Slot]
) -> tuple[Instructor, ...]:
    """Where the office put an instructor above a limit with a reason, the limit is what the locks
    take; the search adds nothing on top of it."""
    people = {str(slot.instructor_id) for slot in slots if slot.limit_reason}
    day: Counter[tuple[str, int, int]] = Counter()
    week: Counter[tuple[str, int]] = Counter()
    for place in placements:
        demand = problem.demand_by_id[place.demand]
        if demand.instructor in people:
            for number in weeks_in(demand.weeks):
                day[demand.instructor, number, place.day] += demand.periods
                week[demand.instructor, number] += demand.periods
    return tuple(
        replace(
            one,
            most_per_day=_at_least(one.most_per_day, day, one.id),
            most_per_week=_at_least(one.most_per_week, week, one.id),
        )
        if one.id in people
        else one
        for one in problem.instructors
    )


def _at_least(most: int | None, taken: Counter[Any], person: str) -> int | None:
    if most is None:
        return None
    return max([most, *(count for key, count in taken.items() if key[0] == person)])


def _allowing(demand: Demand, placement: Placement | None) -> Demand:
    """The day and the period at which a person has put it are among its own; empty is any. It stays
    there though its instructor may not teach all of its meetings."""
    if placement is None:
        return demand
    return replace(
        demand,
        allowed_starts=demand.allowed_starts and demand.allowed_starts | {placement.start},
        allowed_days=demand.allowed_days and demand.allowed_days | {placement.day},
        meetings=0,
    )


def _shared_weeks(demands: TermDemands, key: str, slot: Slot) -> int:
    return (demands.problem.demand_by_id[key].weeks & slot.weeks).bit_count()


def _no_demand(slot: Slot) -> str:
    return _(
        "%(class)s is locked on %(weekday)s %(periods)s, but the class no longer has such a "
        "weekly time, or no instructor. Unlock it."
    ) % {
        "class": slot.teaching_class.code,
        "weekday": weekday_text(slot.weekday),
        "periods": periods_text(slot.first_period, slot.periods),
    }


def _sentence(found: Violation, demands: TermDemands) -> str:
    codes = _(", ").join(sorted({demands.classes[key].code for key in found.demands}))
    values = {"classes": codes, "who": _name(found, demands)}
    if found.kind in CLASHES:
        return _("The locks of %(classes)s contradict each other: %(who)s.") % values
    if found.kind == ViolationKind.SAME_DAY:
        return _("The locks of %(classes)s put both weekly times on one day.") % values
    if found.kind == ViolationKind.ROOM_TOO_SMALL:
        return _("%(classes)s is locked in %(who)s, which is too small by now.") % values
    if found.kind == ViolationKind.WRONG_CAMPUS:
        return _("%(classes)s is locked in %(who)s, on another campus.") % values
    if found.kind in TOO_MUCH:
        return _("The locks of %(classes)s give %(who)s more periods than the limit.") % values
    if found.kind == ViolationKind.TOO_FEW_DAYS_APART:
        return _("The locks of %(classes)s put its weekly times on days too close.") % values
    if found.kind == ViolationKind.NO_TIME_TO_TRAVEL:
        return (
            _("The locks of %(classes)s leave %(who)s no time to get from campus to campus.")
            % values
        )
    if found.kind in WRONG_ROOMS:
        return (
            _(
                "%(classes)s is locked in %(who)s, which isn't of the kind or lacks the equipment "
                "that it needs by now."
            )
            % values
        )
    if found.kind == ViolationKind.DAY_NOT_ALLOWED:
        return _("%(classes)s is locked on a day of the week that it may not have.") % values
    if found.kind == ViolationKind.OUTSIDE_GRID:
        return _("%(classes)s is locked outside the teaching week.") % values
    return _("%(classes)s is locked at a time at which %(who)s is taken.") % values


def _name(found: Violation, demands: TermDemands) -> str:
    """Keys of people, classes and rooms are numbers that may be the same: the kind tells."""
    known: Mapping[str, Any] = demands.instructors
    if found.kind in ROOMS:
        known = demands.rooms
    elif found.kind in (ViolationKind.GROUP_CLASH, ViolationKind.GROUP_BUSY):
        known = demands.groups
    return str(known[found.resource].name) if found.resource in known else found.resource
