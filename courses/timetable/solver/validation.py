"""What is wrong with a problem before anything is searched."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from enum import StrEnum

from courses.timetable.solver.checker import Violation, check_placements
from courses.timetable.solver.problem import LONGEST_RUN, BusyTime, Demand, Problem


class DefectKind(StrEnum):
    EMPTY_GRID = "empty_grid"
    CLOSED_OUTSIDE_GRID = "closed_outside_grid"
    TRAVEL_OUTSIDE_GRID = "travel_outside_grid"
    DUPLICATE_ID = "duplicate_id"
    BUSY_OUTSIDE_GRID = "busy_outside_grid"
    UNKNOWN_INSTRUCTOR = "unknown_instructor"
    UNKNOWN_GROUP = "unknown_group"
    UNKNOWN_SIBLING = "unknown_sibling"
    APART_FROM_ITSELF = "apart_from_itself"
    DAYS_APART_OUT_OF_RANGE = "days_apart_out_of_range"
    PERIODS_OUT_OF_RANGE = "periods_out_of_range"
    NO_WEEKS = "no_weeks"
    WEEKS_PAST_TERM = "weeks_past_term"
    NEGATIVE_SIZE = "negative_size"
    NEGATIVE_MEETINGS = "negative_meetings"
    NEGATIVE_WEIGHT = "negative_weight"
    WRONG_LOCK = "wrong_lock"
    """A lock that breaks a rule, alone or together with other locks; see ``violation``."""


@dataclass(frozen=True, slots=True)
class Defect:
    """``subject`` is the id of what is wrong, ``detail`` the id or number at fault."""

    kind: DefectKind
    subject: str
    detail: str = ""
    violation: Violation | None = None


class InvalidProblem(ValueError):
    def __init__(self, defects: list[Defect]) -> None:
        super().__init__("; ".join(f"{d.kind} {d.subject} {d.detail}".strip() for d in defects))
        self.defects = defects


def defects(problem: Problem) -> list[Defect]:
    """Everything wrong with the problem; empty when it can be searched.

    A demand that can't be placed is no defect: the search says why.
    """
    found = [*_grid(problem), *_duplicates(problem), *_busy_times(problem), *_weights(problem)]
    for demand in problem.demands:
        found += _demand(problem, demand)
    if not found:
        for violation in check_placements(problem, problem.locked):
            subject = ", ".join(violation.demands)
            found.append(Defect(DefectKind.WRONG_LOCK, subject, violation.kind, violation))
    return found


def _grid(problem: Problem) -> Iterator[Defect]:
    grid = problem.grid
    if grid.days < 1 or grid.periods_per_day < 1 or grid.weeks < 1:
        yield Defect(DefectKind.EMPTY_GRID, "grid")
    for day, period in sorted(grid.closed):
        if not (1 <= day <= grid.days and 1 <= period <= grid.periods_per_day):
            yield Defect(DefectKind.CLOSED_OUTSIDE_GRID, "grid", f"{day}/{period}")
    for travel in problem.travel:
        for last, then in sorted(travel.too_short):
            if not 1 <= last < then <= grid.periods_per_day:
                way = "/".join(sorted(travel.campuses))
                yield Defect(DefectKind.TRAVEL_OUTSIDE_GRID, way, f"{last}-{then}")


def _duplicates(problem: Problem) -> Iterator[Defect]:
    kinds: tuple[Iterable[str], ...] = (
        [demand.id for demand in problem.demands],
        [room.id for room in problem.rooms],
        [instructor.id for instructor in problem.instructors],
        [group.id for group in problem.groups],
    )
    for ids in kinds:
        for subject, count in Counter(ids).items():
            if count > 1:
                yield Defect(DefectKind.DUPLICATE_ID, subject, str(count))


def _weights(problem: Problem) -> Iterator[Defect]:
    for part, weight in asdict(problem.weights).items():
        if weight < 0:
            yield Defect(DefectKind.NEGATIVE_WEIGHT, part, str(weight))


def _busy_times(problem: Problem) -> Iterator[Defect]:
    grid = problem.grid
    owners: list[tuple[str, tuple[BusyTime, ...]]] = [
        *((room.id, room.unavailable) for room in problem.rooms),
        *((instructor.id, instructor.unavailable) for instructor in problem.instructors),
        *((instructor.id, instructor.unwanted) for instructor in problem.instructors),
        *((group.id, group.busy) for group in problem.groups),
    ]
    for owner, times in owners:
        for time in times:
            if not (1 <= time.day <= grid.days and 1 <= time.period <= grid.periods_per_day):
                yield Defect(DefectKind.BUSY_OUTSIDE_GRID, owner, f"{time.day}/{time.period}")
    for owner, days in (
        ("grid", grid.untaught),
        *((instructor.id, instructor.unauthorised) for instructor in problem.instructors),
    ):
        for one in days:
            if not 1 <= one.day <= grid.days:
                yield Defect(DefectKind.BUSY_OUTSIDE_GRID, owner, str(one.day))


def _demand(problem: Problem, demand: Demand) -> Iterator[Defect]:
    grid, kind = problem.grid, DefectKind
    if demand.days_apart < 1 or demand.days_apart >= max(2, grid.days):
        yield Defect(kind.DAYS_APART_OUT_OF_RANGE, demand.id, str(demand.days_apart))
    if not 1 <= demand.periods <= LONGEST_RUN:
        yield Defect(kind.PERIODS_OUT_OF_RANGE, demand.id, str(demand.periods))
    if demand.weeks <= 0:
        yield Defect(kind.NO_WEEKS, demand.id)
    elif demand.weeks.bit_length() > grid.weeks:
        yield Defect(kind.WEEKS_PAST_TERM, demand.id, str(demand.weeks.bit_length()))
    if demand.size < 0:
        yield Defect(kind.NEGATIVE_SIZE, demand.id, str(demand.size))
    if demand.meetings < 0:
        yield Defect(kind.NEGATIVE_MEETINGS, demand.id, str(demand.meetings))
    if demand.instructor is not None and demand.instructor not in problem.instructor_by_id:
        yield Defect(kind.UNKNOWN_INSTRUCTOR, demand.id, demand.instructor)
    for group in demand.groups:
        if group not in problem.group_by_id:
            yield Defect(kind.UNKNOWN_GROUP, demand.id, group)
    for other in demand.apart_from:
        if other == demand.id:
            yield Defect(kind.APART_FROM_ITSELF, demand.id)
        elif other not in problem.demand_by_id:
            yield Defect(kind.UNKNOWN_SIBLING, demand.id, other)
