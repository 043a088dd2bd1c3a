"""A version as the solver sees it: every slot a demand that has its place."""

from collections import defaultdict
from dataclasses import dataclass, replace

from courses.timetable.domain.class_demands import days_of
from courses.timetable.domain.demands import WORKDAYS, TermDemands, read_demands
from courses.timetable.models import Slot, TimetableVersion
from courses.timetable.solver import problem as solver_problem
from courses.timetable.solver.placement import Placement


@dataclass(frozen=True)
class VersionProblem:
    """Demand ids are the primary keys of the slots as text. `kept_free`: weekdays and parts of the
    day that a search left free."""

    problem: solver_problem.Problem
    placements: dict[str, Placement]
    slots: dict[str, Slot]
    demands: TermDemands
    kept_free: frozenset[tuple[int, str]]


def problem_of(version: TimetableVersion) -> VersionProblem:
    """Read a version's slots with the people, rooms and taken times around them. A fixed number
    of queries. Raises TimetableRefused when no bell schedule is in force."""
    slots = {
        str(slot.pk): slot
        for slot in version.slots.select_related(
            "teaching_class__course", "room__campus", "instructor"
        )
        .prefetch_related("teaching_class__administrative_classes")
        .order_by("pk")
    }
    last_day = max((slot.weekday for slot in slots.values()), default=WORKDAYS)
    demands = read_demands(
        version.term,
        last_day=last_day,
        besides={slot.instructor_id for slot in slots.values()},
    )
    base = demands.problem
    # Of a class that is shared by weeks each instructor has weekly times of the own.
    siblings: dict[tuple[int, int], list[str]] = defaultdict(list)
    for key, slot in slots.items():
        siblings[slot.teaching_class_id, slot.instructor_id].append(key)
    sizes = {demand.teaching_class: demand.size for demand in base.demands}
    people = {person.id: person for person in base.instructors}
    groups = {group.id: group for group in base.groups}
    wanted: list[solver_problem.Demand] = []
    for key, slot in slots.items():
        own = tuple(str(group.pk) for group in slot.teaching_class.administrative_classes.all())
        staff = str(slot.instructor_id)
        people.setdefault(
            staff,
            solver_problem.Instructor(
                staff, unauthorised=demands.authorised.unauthorised(slot.instructor_id)
            ),
        )
        groups |= {group: solver_problem.Group(group) for group in own if group not in groups}
        wanted.append(
            solver_problem.Demand(
                id=key,
                teaching_class=str(slot.teaching_class_id),
                groups=own,
                instructor=staff,
                periods=slot.periods,
                weeks=slot.weeks,
                size=sizes.get(str(slot.teaching_class_id), 0),
                campus=(
                    str(slot.teaching_class.campus_id) if slot.teaching_class.campus_id else None
                ),
                apart_from=tuple(
                    other
                    for other in siblings[slot.teaching_class_id, slot.instructor_id]
                    if other != key
                ),
                # Where a person has put it, it may stay.
                allowed_days=days_of(slot.teaching_class) | {slot.weekday}
                if base.grid.days > WORKDAYS
                else frozenset(),
                days_apart=slot.teaching_class.days_apart,
                room_kind=slot.teaching_class.room_kind or None,
                equipment=frozenset(slot.teaching_class.equipment),
                # Moved by a search, it keeps as many meetings that may be taught as it has.
                meetings=_authorised_meetings(slot, demands),
            )
        )
    problem = replace(
        base,
        grid=replace(base.grid, closed=frozenset()),
        demands=tuple(wanted),
        instructors=tuple(people.values()),
        groups=tuple(groups.values()),
    )
    placements = {
        key: Placement(key, slot.weekday, slot.first_period, str(slot.room_id))
        for key, slot in slots.items()
    }
    # Of a version that no search made, what the rule says.
    kept_free = version.solver_report.get("keep_free", demands.usually_free)
    return VersionProblem(
        problem, placements, slots, demands, frozenset((day, part) for day, part in kept_free)
    )


def _authorised_meetings(slot: Slot, demands: TermDemands) -> int:
    known = demands.authorised
    lost = known.lost(slot.instructor_id, slot.weekday)
    return (slot.weeks & known.taught(slot.weekday) & ~lost).bit_count()
