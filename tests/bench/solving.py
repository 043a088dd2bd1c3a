"""The search for a school's timetable at three sizes, without a database.

`python -m tests.bench.solving` prints a table and writes var/bench-solving.json; `--largest` leaves
all but the largest school out.
"""

import argparse
import json
import resource
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from courses.timetable.solver.cost import total
from courses.timetable.solver.problem import Problem
from courses.timetable.solver.sample import sample_problem
from courses.timetable.solver.search import solve

ROOT = Path(__file__).resolve().parent.parent.parent
SIZES = (110, 330, 1_100)
# Ten times a school of 110 classes that meet twice a week, 60 instructors and fewer than 45 rooms.
LARGEST = {"classes": 1_100, "instructors": 600, "rooms": 400}
SECONDS = 60.0


@dataclass(frozen=True)
class Solved:
    """`first` and `seconds` are of the wall, `megabytes` the most that all processes held."""

    school: str
    classes: int
    instructors: int
    rooms: int
    demands: int
    placed: int
    most_proven: bool
    first: float | None
    seconds: float
    cpu_seconds: float
    cost: int
    bound: int | None
    megabytes: int


def bench_solving(*, largest: bool = False) -> list[Solved]:
    rows: list[Solved] = []
    for classes in () if largest else SIZES:
        demanding = sample_problem(classes=classes, demanding=True)
        for school, problem in (
            ("plain", sample_problem(classes=classes)),
            ("demanding", demanding),
            ("one instructor has too much", overloaded(demanding)),
        ):
            rows.append(_solve(school, classes, problem))
            print(rows[-1])  # noqa: T201 — a command line tool
    twice = sample_problem(**LARGEST, demanding=True, all_twice=True)
    rows.append(_solve("demanding, all meet twice", LARGEST["classes"], twice))
    print(rows[-1])  # noqa: T201 — a command line tool
    return rows


def overloaded(problem: Problem) -> Problem:
    """Ten classes more for the first instructor, who then is far beyond the weekly limit."""
    more = {demand.id for demand in problem.demands[:70:7]}
    first = problem.instructors[0].id
    return replace(
        problem,
        demands=tuple(
            replace(demand, instructor=first) if demand.id in more else demand
            for demand in problem.demands
        ),
    )


def table(rows: list[dict[str, Any]]) -> list[str]:
    return [
        "| school | classes | instructors | rooms | weekly times | placed | complete plan after, s "
        "| ended after, s | CPU, s | cost | no plan is below | MB |",
        "|---|" + "--:|" * 11,
        *(
            f"| {row['school']} | {row['classes']:,} | {row['instructors']:,} | {row['rooms']:,} "
            f"| {row['demands']:,} "
            f"| {row['placed']:,}{' (no plan places more)' if row['most_proven'] else ''} "
            f"| {'' if row['first'] is None else row['first']} | {row['seconds']:.1f} "
            f"| {row['cpu_seconds']:.1f} | {row['cost']:,} "
            f"| {'' if row['bound'] is None else format(row['bound'], ',')} | {row['megabytes']} |"
            for row in rows
        ),
    ]


def _solve(school: str, classes: int, problem: Problem) -> Solved:
    solution = solve(problem, seed=1, workers=2, seconds=SECONDS)
    own, worker = (
        resource.getrusage(who).ru_maxrss // 1024
        for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    return Solved(
        school=school,
        classes=classes,
        instructors=len(problem.instructors),
        rooms=len(problem.rooms),
        demands=len(problem.demands),
        placed=len(solution.placements),
        most_proven=solution.most_placed_proven,
        first=solution.curve[0].seconds if solution.curve else None,
        seconds=round(solution.wall_seconds, 1),
        cpu_seconds=round(solution.cpu_seconds, 1),
        cost=total(solution.cost, problem.weights),
        bound=solution.bound,
        megabytes=own + 2 * worker,
    )


def main() -> None:
    from tests.bench.measuring import machine

    parser = argparse.ArgumentParser(prog="python -m tests.bench.solving")
    parser.add_argument("--largest", action="store_true")
    rows = [asdict(row) for row in bench_solving(largest=parser.parse_args().largest)]
    found = {"machine": machine(), "results": rows}
    (ROOT / "var").mkdir(exist_ok=True)
    (ROOT / "var" / "bench-solving.json").write_text(json.dumps(found, indent=1), encoding="utf-8")
    print("\n".join(table(rows)))  # noqa: T201 — a command line tool


if __name__ == "__main__":
    import os

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.bench.settings")
    import django

    django.setup()
    main()
