"""``python -m courses.training.planner --institutions 160 --staff 6000 --sessions 120
--tightness 0.88 --seed 1 --seconds 60`` plans a made-up province; ``--compile`` only compiles the
search ahead of its first use."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from courses.training.planner.problem import Problem
from courses.training.planner.proposal import Plan, Report


def main(arguments: list[str] | None = None) -> int:
    given = _parser().parse_args(arguments)
    if given.compile:
        return _compile()
    from courses.training.planner.planning import plan
    from courses.training.planner.sample import sample_problem
    from courses.training.planner.workers import WorkerDied

    problem = sample_problem(
        institutions=given.institutions,
        staff=given.staff,
        sessions=given.sessions,
        tightness=given.tightness,
        seed=given.seed,
        scarce=given.scarce,
    )
    try:
        found = plan(
            problem, seconds=given.seconds, seed=given.seed, steps=given.steps, progress=_tell()
        )
    except WorkerDied as error:
        sys.stderr.write(f"The search broke off: {error}.\n")
        return 1
    for entry in found.unplaced[:20]:
        _say(f"unplaced {entry.person}: {entry.reason}{' (alone)' if entry.alone else ''}")
    _say(str(found.cost))
    _say(summary(problem, found))
    return 0


def summary(problem: Problem, found: Plan) -> str:
    people = len(problem.people)
    first = "-" if found.first_complete is None else f"{found.first_complete:.1f}"
    return (
        f"placed={people - len(found.unplaced)}/{people} "
        f"unplaceable={sum(1 for one in found.unplaced if one.alone)} "
        f"most_placed={found.most_placed} cost={found.total} bound={found.bound} "
        f"gap={100 * found.gap:.2f}% first_complete={first}s "
        f"wall={found.wall_seconds:.1f}s cpu={found.cpu_seconds:.1f}s memory={found.megabytes}MB"
    )


def _compile() -> int:
    from courses.training.planner.kernel.compiling import cache_directory
    from courses.training.planner.rings import prepare

    if cache_directory() is None:
        _say("Compiled code can't be kept: the planner compiles at every start.")
    else:
        prepare()
    return 0


def _tell() -> Any:
    last: list[tuple[int, int | None]] = []

    def tell(report: Report) -> None:
        news = (report.placed, report.cost)
        if news != (last[-1] if last else None):
            last[:] = [news]
            _say(f"{report.percent:3d}% {report.phase} placed={report.placed} cost={report.cost}")

    return tell


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m courses.training.planner", description="Plan a made-up province."
    )
    parser.add_argument("--institutions", type=_positive, default=160)
    parser.add_argument("--staff", type=_positive, default=6_000)
    parser.add_argument("--sessions", type=_positive, default=120)
    parser.add_argument("--tightness", type=_positive_number, default=0.88, help="share of seats")
    parser.add_argument("--scarce", action="store_true", help="hardly any substitutes")
    parser.add_argument("--seed", type=_positive, default=1)
    parser.add_argument("--seconds", type=_positive_number, default=60.0, help="wall time")
    parser.add_argument(
        "--steps",
        type=_positive,
        help="rounds of improvement, instead of seconds: the result can be repeated",
    )
    parser.add_argument("--compile", action="store_true", help="compile the search, plan nothing")
    return parser


def _positive(text: str) -> int:
    value = int(text)
    if value < 1:
        raise argparse.ArgumentTypeError("should be 1 or more")
    return value


def _positive_number(text: str) -> float:
    value = float(text)
    if not 0 < value < float("inf"):
        raise argparse.ArgumentTypeError("should be more than 0")
    return value


if __name__ == "__main__":
    sys.exit(main())
