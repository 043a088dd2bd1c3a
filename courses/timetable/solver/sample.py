"""Made-up problems in the size and shape of a real school, for tests and measurements.

``python -m courses.timetable.solver.sample --classes 110 --seconds 60`` solves one and prints what
came of it.
"""

from __future__ import annotations

import argparse
import random
import sys

from courses.timetable.solver.problem import Demand, Grid, Group, Instructor, Problem, Room
from courses.timetable.weeks import WeekSet, even_weeks, every_week, odd_weeks

WEEKS = 16
OPEN_STARTS = frozenset({1, 3, 5, 7, 9})
AFTERNOON = range(5, 9)
CLOSED = frozenset((day, period) for day in (2, 4) for period in AFTERNOON)


def sample_problem(
    *, classes: int, instructors: int | None = None, rooms: int | None = None, seed: int = 1
) -> Problem:
    """Joint classes of two or three administrative classes on two campuses, double periods.

    Every class meets weekly; every second one once more, in odd or in even weeks. Tuesday and
    Thursday afternoons are closed. By default there are as many instructors and rooms for each
    class as a school of 110 classes, 60 instructors and 45 rooms has.
    """
    rng = random.Random(seed)  # noqa: S311 — data for tests, not a secret
    instructors = instructors or max(2, classes * 60 // 110)
    rooms = rooms or max(3, classes * 45 // 110)
    campuses = ("east", "west")
    room_list = tuple(
        Room(f"R{number}", campuses[number % 3 == 0], (60, 90, 120, 150)[number % 4])
        for number in range(1, rooms + 1)
    )
    groups: list[Group] = []
    demands: list[Demand] = []
    for number in range(1, classes + 1):
        joined = tuple(f"G{number}-{index}" for index in range(1, rng.choice((2, 2, 3)) + 1))
        groups += [Group(group) for group in joined]
        size = sum(rng.randint(32, 48) for _ in joined)
        campus = campuses[number % 3 == 0]
        largest = max(room.capacity for room in room_list if room.campus == campus)
        patterns: list[WeekSet] = [every_week(1, WEEKS)]
        if number % 2:
            patterns.append((odd_weeks if number % 4 == 1 else even_weeks)(1, WEEKS))
        ids = [f"D{number}-{index}" for index in range(1, len(patterns) + 1)]
        for own, weeks in zip(ids, patterns, strict=True):
            demands.append(
                Demand(
                    id=own,
                    teaching_class=f"C{number}",
                    groups=joined,
                    instructor=f"T{number % instructors + 1}",
                    periods=2,
                    weeks=weeks,
                    size=min(size, largest),
                    campus=campus,
                    allowed_starts=OPEN_STARTS,
                    apart_from=tuple(other for other in ids if other != own),
                )
            )
    return Problem(
        grid=Grid(days=5, periods_per_day=10, weeks=WEEKS, closed=CLOSED),
        demands=tuple(demands),
        rooms=room_list,
        instructors=tuple(Instructor(f"T{number}") for number in range(1, instructors + 1)),
        groups=tuple(groups),
    )


def main() -> None:
    from courses.timetable.solver.search import solve  # loads ortools

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--classes", type=int, default=110)
    parser.add_argument("--instructors", type=int)
    parser.add_argument("--rooms", type=int)
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    problem = sample_problem(
        classes=given.classes, instructors=given.instructors, rooms=given.rooms, seed=given.seed
    )
    solution = solve(problem, seed=given.seed, workers=given.workers, seconds=given.seconds)
    lines = [
        f"demands={len(problem.demands)} placed={len(solution.placements)}"
        f" proven={solution.most_placed_proven}",
        f"wall={solution.wall_seconds:.2f}s cpu={solution.cpu_seconds:.2f}s {solution.cost}",
        *(str(entry) for entry in solution.unplaced),
    ]
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
