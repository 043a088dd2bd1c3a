"""Made-up problems in the size and shape of a real school, for tests and measurements.

``python -m courses.timetable.solver.sample --classes 110 --seconds 60`` solves one and prints what
came of it.
"""

from __future__ import annotations

import argparse
import random
import sys

from courses.timetable.solver.problem import (
    BusyTime,
    Demand,
    Grid,
    Group,
    Instructor,
    Problem,
    Room,
    Travel,
)
from courses.timetable.weeks import WeekSet, even_weeks, every_week, odd_weeks

WEEKS = 16
PERIODS = 10
OPEN_STARTS = frozenset({1, 3, 5, 7, 9})
AFTERNOON, EVENING = range(5, 9), range(9, 11)
CLOSED = frozenset((day, period) for day in (2, 4) for period in AFTERNOON)
# From one campus to the other within the lunch break or a double period, not within a short break.
WAY = Travel(frozenset({"east", "west"}), frozenset({(2, 3), (6, 7)}))


def sample_problem(
    *,
    classes: int,
    instructors: int | None = None,
    rooms: int | None = None,
    seed: int = 1,
    demanding: bool = False,
    all_twice: bool = False,
) -> Problem:
    """Joint classes of two or three administrative classes on two campuses, double periods.

    Every class meets weekly; every second one, or each of them, once more, in odd or in even weeks.
    Tuesday and Thursday afternoons are closed. By default there are as many instructors and rooms
    for each class as a school of 110 classes, 60 instructors and 45 rooms has.

    In a ``demanding`` school administrative classes have other courses in a third of the week, on
    which a quarter of the instructors also have other duties and most have wishes, limits hold for
    days and weeks, instructors teach on both campuses, and some classes need computers.
    """
    rng = random.Random(seed)  # noqa: S311 — data for tests, not a secret
    instructors = instructors or max(2, classes * 60 // 110)
    rooms = rooms or max(3, classes * 45 // 110)
    campuses = ("east", "west")
    room_list = tuple(
        Room(
            f"R{number}",
            campuses[number % 3 == 0],
            (60, 90, 120, 150)[number % 4],
            kind="computers" if number % 5 == 0 else "",
        )
        for number in range(1, rooms + 1)
    )
    groups: list[Group] = []
    demands: list[Demand] = []
    for number in range(1, classes + 1):
        joined = tuple(f"G{number}-{index}" for index in range(1, rng.choice((2, 2, 3)) + 1))
        # Joint classes mostly belong to one year of one department, with the same other courses.
        busy = _taken(rng, blocks=8) if demanding else ()
        groups += [Group(group, busy) for group in joined]
        size = sum(rng.randint(32, 48) for _ in joined)
        campus = campuses[number % 3 == 0]
        largest = max(room.capacity for room in room_list if room.campus == campus)
        patterns: list[WeekSet] = [every_week(1, WEEKS)]
        if all_twice or number % 2:
            patterns.append((odd_weeks if number % 4 < 2 else even_weeks)(1, WEEKS))
        ids = [f"D{number}-{index}" for index in range(1, len(patterns) + 1)]
        for own, weeks in zip(ids, patterns, strict=True):
            demands.append(
                Demand(
                    id=own,
                    teaching_class=f"C{number}",
                    groups=joined,
                    instructor=f"T{(number // 2 if demanding else number) % instructors + 1}",
                    periods=2,
                    weeks=weeks,
                    size=min(size, largest),
                    campus=campus,
                    room_kind="computers" if demanding and number % 8 == 0 else None,
                    allowed_starts=OPEN_STARTS,
                    apart_from=tuple(other for other in ids if other != own),
                )
            )
    return Problem(
        grid=Grid(
            days=5,
            periods_per_day=PERIODS,
            weeks=WEEKS,
            closed=CLOSED,
            evening=frozenset(EVENING),
        ),
        demands=tuple(demands),
        rooms=room_list,
        instructors=tuple(
            _demanding_instructor(rng, number) if demanding else Instructor(f"T{number}")
            for number in range(1, instructors + 1)
        ),
        groups=tuple(groups),
        travel=(WAY,) if demanding else (),
    )


def _demanding_instructor(rng: random.Random, number: int) -> Instructor:
    return Instructor(
        f"T{number}",
        unavailable=_taken(rng, blocks=5) if number % 4 == 0 else (),
        unwanted=_taken(rng, blocks=4) if number % 3 else (),
        most_per_day=6,
        most_per_week=16,
    )


def _taken(rng: random.Random, *, blocks: int) -> tuple[BusyTime, ...]:
    """So many double periods of the week, in all weeks."""
    moments = [(day, start) for day in range(1, 6) for start in sorted(OPEN_STARTS)]
    weeks = every_week(1, WEEKS)
    return tuple(
        BusyTime(day, period, weeks)
        for day, start in rng.sample(moments, blocks)
        for period in (start, start + 1)
    )


def main() -> None:
    from courses.timetable.solver.cost import total
    from courses.timetable.solver.search import solve  # loads ortools

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--classes", type=int, default=110)
    parser.add_argument("--demanding", action="store_true")
    parser.add_argument("--instructors", type=int)
    parser.add_argument("--rooms", type=int)
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    problem = sample_problem(
        classes=given.classes,
        instructors=given.instructors,
        rooms=given.rooms,
        seed=given.seed,
        demanding=given.demanding,
    )
    solution = solve(problem, seed=given.seed, workers=given.workers, seconds=given.seconds)
    lines = [
        f"demands={len(problem.demands)} placed={len(solution.placements)}"
        f" proven={solution.most_placed_proven} settled={solution.settled}",
        f"wall={solution.wall_seconds:.2f}s cpu={solution.cpu_seconds:.2f}s",
        f"cost={total(solution.cost, problem.weights)} {solution.cost}",
        "curve " + " ".join(f"{step.seconds}s:{step.cost}" for step in solution.curve[::20]),
        *(str(entry) for entry in solution.unplaced),
    ]
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
