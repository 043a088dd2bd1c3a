"""Places that a search begins with, instead of with nothing."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable
from dataclasses import replace

from courses.teaching.models import Term
from courses.timetable.domain.demands import TermDemands
from courses.timetable.enums import VersionState
from courses.timetable.models import Slot, TimetableVersion
from courses.timetable.solver.placement import Placement
from courses.timetable.solver.problem import Demand


def begin_with(demands: TermDemands, slots: Iterable[Slot]) -> None:
    """Let the search begin with these places of the term's own classes."""
    _begin(
        demands,
        slots,
        of_slot=lambda slot: slot.teaching_class_id,
        of_demand=lambda demand: demands.classes[demand.id].pk,
    )


def begin_with_last_term(demands: TermDemands, term: Term) -> None:
    """Let the search begin with the places of the newest earlier term that has a published
    timetable: those that the same instructor had for classes of the same course, in the order of
    the week. Two queries."""
    version = (
        TimetableVersion.objects.filter(
            term__institution=term.institution_id,
            term__first_monday__lt=term.first_monday,
            state=VersionState.PUBLISHED,
        )
        .order_by("-term__first_monday")
        .first()
    )
    if version is None:
        return
    _begin(
        demands,
        version.slots.select_related("teaching_class"),
        of_slot=lambda slot: (slot.teaching_class.course_id, str(slot.instructor_id)),
        of_demand=lambda demand: (demands.classes[demand.id].course_id, demand.instructor),
    )


def _begin(
    demands: TermDemands,
    slots: Iterable[Slot],
    *,
    of_slot: Callable[[Slot], Hashable],
    of_demand: Callable[[Demand], Hashable],
) -> None:
    places: dict[Hashable, list[Slot]] = defaultdict(list)
    for slot in slots:
        places[of_slot(slot)].append(slot)
    wanted: dict[Hashable, list[Demand]] = defaultdict(list)
    for demand in demands.problem.demands:
        wanted[of_demand(demand)].append(demand)
    near = [
        Placement(demand.id, slot.weekday, slot.first_period, str(slot.room_id))
        for key, mine in wanted.items()
        for demand, slot in _pairs(mine, places[key])
    ]
    demands.problem = replace(demands.problem, near=tuple(near))


def _pairs(demands: list[Demand], slots: list[Slot]) -> Iterable[tuple[Demand, Slot]]:
    """Each demand with the slot, of as many periods, whose weeks it shares most of those left."""
    left = sorted(slots, key=lambda slot: (slot.weekday, slot.first_period, slot.pk))
    for demand in demands:
        fitting = [slot for slot in left if slot.periods == demand.periods]
        if fitting:
            best = max(fitting, key=lambda slot: (slot.weeks & demand.weeks).bit_count())
            left.remove(best)
            yield demand, best
