"""Where a slot of a draft could go: what would clash there, and what it would cost."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from courses.timetable.domain.slot_advice import advice_on
from courses.timetable.domain.slot_instructor import InstructorElsewhere
from courses.timetable.domain.version_problem import VersionProblem
from courses.timetable.domain.weeks_needed import Pattern, moved_weeks
from courses.timetable.models import Room, Slot
from courses.timetable.solver.cost import Costing, load, total
from courses.timetable.solver.placement import Placement
from courses.timetable.solver.problem import BusyTime, Demand
from courses.timetable.weeks import WeekSet, every_week, format_weeks


@dataclass(frozen=True)
class Place:
    """A weekday and first period for a slot. `clashes` are sentences, empty where it can go;
    `above_limit` are those that the office may override with a reason; `advice` stops nobody;
    `rooms` are those that are free and large enough, the present one first, then the smallest.
    `weeks` are those in which it would meet as often as now. `cost` is the difference to now:
    below 0 the timetable gets better."""

    weekday: int
    first_period: int
    weeks: WeekSet
    clashes: list[str]
    above_limit: list[str]
    advice: list[str]
    rooms: list[Room]
    cost: int
    is_present: bool

    @property
    def is_possible(self) -> bool:
        return self.needs_only_a_reason and not self.above_limit

    @property
    def needs_only_a_reason(self) -> bool:
        """It could go there, but for the instructor's limits perhaps."""
        return not self.clashes and bool(self.rooms)

    @property
    def weeks_said(self) -> str:
        return format_weeks(self.weeks)


def places_of(slot: Slot, version: VersionProblem) -> list[Place]:
    """Every place of the week, by weekday and period."""
    return list(_places(str(slot.pk), version))


def place_at(
    slot: Slot, version: VersionProblem, *, weekday: int, first_period: int
) -> Place | None:
    """The place that is asked for; None outside the week."""
    return next(
        (
            place
            for place in _places(str(slot.pk), version)
            if (place.weekday, place.first_period) == (weekday, first_period)
        ),
        None,
    )


def _places(key: str, version: VersionProblem) -> Iterator[Place]:
    problem, slot = version.problem, version.slots[key]
    present = version.placements[key]
    taken = _taken(key, version)
    costing, elsewhere = Costing.of(problem), InstructorElsewhere(key, version)
    for weekday in range(1, problem.grid.days + 1):
        demand = replace(problem.demand_by_id[key], weeks=weeks_on(slot, weekday, version))
        costs = _Costs(costing, version.placements, demand)
        for first in range(1, problem.grid.periods_per_day - demand.periods + 2):
            clashes = _people(demand, weekday, first, version, taken)
            clashes += _siblings(demand, weekday, version)
            rooms = [] if clashes else _rooms(demand, weekday, first, version, taken)
            rooms, too_far = elsewhere.reachable(demand, weekday, first, rooms)
            clashes += too_far
            cost = 0
            if rooms:
                cost = costs.at(Placement(key, weekday, first, str(rooms[0].pk)))
            elif not clashes:
                clashes = [_("No room that it could use is free.")]
            yield Place(
                weekday=weekday,
                first_period=first,
                weeks=demand.weeks,
                clashes=clashes,
                above_limit=elsewhere.too_much(demand, weekday),
                advice=advice_on(demand, weekday, first, version),
                rooms=rooms,
                cost=cost,
                is_present=(weekday, first) == (present.day, present.start),
            )


class _Costs:
    """What putting one demand elsewhere, perhaps in other weeks, adds to the cost of a plan."""

    def __init__(self, costing: Costing, placements: dict[str, Placement], demand: Demand) -> None:
        problem = costing.problem
        before = costing.around(problem.demand_by_id[demand.id])
        self._after = costing.around(demand)
        self._others = [placements[one.id] for one in before.problem.demands if one.id != demand.id]
        near = {one.id for one in before.problem.demands}
        self._elsewhere: dict[int, int] = defaultdict(int)
        for key, place in placements.items():
            if key not in near:
                self._elsewhere[place.day] += load(problem.demand_by_id[key])
        self._before = self._total(before, placements[demand.id])

    def at(self, place: Placement) -> int:
        return self._total(self._after, place) - self._before

    def _total(self, costing: Costing, place: Placement) -> int:
        cost = costing.measure((*self._others, place), elsewhere=self._elsewhere)
        return total(cost, costing.problem.weights)


def weeks_on(slot: Slot, weekday: int, version: VersionProblem) -> WeekSet:
    """The weeks in which a slot would meet as often on that weekday as it does now."""
    if weekday == slot.weekday:
        return slot.weeks
    return moved_weeks(
        Pattern(slot.weekday, slot.weeks),
        weekday=weekday,
        allowed=version.demands.weeks.get(
            (slot.teaching_class_id, str(slot.instructor_id)),
            every_week(1, version.problem.grid.weeks),
        ),
        taught=version.demands.taught,
    )


_Taken = dict[tuple[str, str, int, int], list[tuple[int, Slot]]]


def _taken(key: str, version: VersionProblem) -> _Taken:
    """Who holds a resource in a period of a weekday, and in which weeks; without the slot."""
    found: _Taken = defaultdict(list)
    for other, placement in version.placements.items():
        if other == key:
            continue
        demand = version.problem.demand_by_id[other]
        resources = [("room", placement.room), ("staff", demand.instructor or "")]
        resources += [("class", group) for group in demand.groups]
        for period in range(placement.start, placement.start + demand.periods):
            for kind, resource in resources:
                found[kind, resource, placement.day, period].append(
                    (demand.weeks, version.slots[other])
                )
    return found


def _people(
    demand: Demand, weekday: int, first: int, version: VersionProblem, taken: _Taken
) -> list[str]:
    slot = version.slots[demand.id]
    names = {("staff", str(slot.instructor_id)): slot.instructor.name}
    for group in slot.teaching_class.administrative_classes.all():
        names["class", str(group.pk)] = group.name
    busy = {("staff", person.id): person.unavailable for person in version.problem.instructors}
    busy |= {("class", group.id): group.busy for group in version.problem.groups}
    found: dict[str, None] = {}
    periods = range(first, first + demand.periods)
    for who, name in names.items():
        for period in periods:
            for weeks, other in taken.get((*who, weekday, period), ()):
                if both := weeks & demand.weeks:
                    found[_clash(name, other, both)] = None
        if both := _busy_weeks(busy.get(who, ()), weekday, periods) & demand.weeks:
            found[
                _("%(name)s has something else in %(weeks)s.")
                % {"name": name, "weeks": format_weeks(both)}
            ] = None
    return list(found)


def _siblings(demand: Demand, weekday: int, version: VersionProblem) -> list[str]:
    """Another weekly time of the class on the same day, or too near."""
    distances = [abs(version.placements[other].day - weekday) for other in demand.apart_from]
    if 0 in distances:
        return [_("The class has its other weekly time on this day.")]
    if any(distance < demand.days_apart for distance in distances):
        return [
            _("The weekly times of the class must lie %(days)d days apart.")
            % {"days": demand.days_apart}
        ]
    return []


def _rooms(
    demand: Demand, weekday: int, first: int, version: VersionProblem, taken: _Taken
) -> list[Room]:
    present = version.placements[demand.id].room
    periods = range(first, first + demand.periods)
    free = [
        room
        for room in version.problem.rooms
        if room.capacity >= demand.size
        and demand.campus in (None, room.campus)
        and demand.room_kind in (None, room.kind)
        and demand.equipment <= room.equipment
        and not _busy_weeks(room.unavailable, weekday, periods) & demand.weeks
        and not any(
            weeks & demand.weeks
            for period in periods
            for weeks, _slot in taken.get(("room", room.id, weekday, period), ())
        )
    ]
    free.sort(key=lambda room: (room.id != present, room.capacity, room.id))
    return [version.demands.rooms[room.id] for room in free]


def _busy_weeks(times: tuple[BusyTime, ...], weekday: int, periods: range) -> int:
    weeks = 0
    for time in times:
        if time.day == weekday and time.period in periods:
            weeks |= time.weeks
    return weeks


def _clash(name: str, other: Slot, weeks: int) -> str:
    return _("%(name)s has %(class)s in %(weeks)s.") % {
        "name": name,
        "class": f"{other.teaching_class.course.name} {other.teaching_class.code}",
        "weeks": format_weeks(weeks),
    }
