"""Runs a folder of instances and writes a table: ``make bench-timetable DIR=…``."""

from __future__ import annotations

import argparse
import os
import platform
import sys
from datetime import UTC, datetime
from pathlib import Path

import numba
import numpy as np

from courses.timetable.solver.itc2007.best_known import best_known
from courses.timetable.solver.itc2007.comparison import Run, format_runs
from courses.timetable.solver.itc2007.reader import BadFile, read_instance
from courses.timetable.solver.itc2007.solving import NothingFound, solve_to_file


def main(arguments: list[str] | None = None) -> int:
    """The table is written anew after each run, so an interrupted benchmark leaves what it has."""
    given = _parser().parse_args(arguments)
    files = sorted(given.folder.glob("*.ctt"))
    if not files:
        sys.stderr.write(f"There is no .ctt file in {given.folder}.\n")
        return 1
    given.output.mkdir(parents=True, exist_ok=True)
    table = given.output / "table.md"
    began = datetime.now(UTC)
    runs: list[Run] = []
    for file in files:
        for seed in given.seeds:
            try:
                run = _run(file, seed, given)
            except BadFile as error:
                sys.stderr.write(f"{file}: {error}\n")
                return 1
            runs.append(run)
            table.write_text(_report(runs, given, began), encoding="utf-8")
            sys.stdout.write(f"{run}\n")
            sys.stdout.flush()
    sys.stdout.write(f"{table.read_text(encoding='utf-8')}\nin {table}\n")
    return 0


def _run(file: Path, seed: int, given: argparse.Namespace) -> Run:
    instance = read_instance(file)
    known = best_known().costs.get(file.stem)
    cost: int | None
    try:
        solved = solve_to_file(
            instance,
            given.output / f"{file.stem}-{seed}.sol",
            seed=seed,
            workers=given.workers,
            seconds=given.seconds,
        )
        cost, outcome = solved.score.cost, solved.outcome
    except NothingFound as error:
        if error.outcome is None:
            return Run(file.stem, seed, None, known, None, 0.0, 0.0)
        cost, outcome = None, error.outcome
    return Run(
        file.stem,
        seed,
        cost,
        known,
        outcome.first_seconds,
        outcome.seconds,
        outcome.cpu_seconds,
    )


def _report(runs: list[Run], given: argparse.Namespace, began: datetime) -> str:
    load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
    return "\n".join(
        [
            f"{began:%Y-%m-%d %H:%M} UTC, {given.seconds:g} s a run, {given.workers} workers. "
            f"Machine: cpus {os.cpu_count()}, {platform.platform()}, load at the end {load} "
            f"(1, 5, 15 minutes, this run included); python {platform.python_version()}, "
            f"numba {numba.__version__}, numpy {np.__version__}.",
            "",
            f"Best known: {best_known().source}",
            "",
            format_runs(runs),
        ]
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m courses.timetable.solver.itc2007.benchmark", description=__doc__
    )
    parser.add_argument("folder", type=Path, help="where the .ctt files are")
    parser.add_argument("--seconds", type=float, default=300.0, help="wall time of one run")
    parser.add_argument("--seeds", type=int, nargs="+", default=[1])
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--output", type=Path, default=Path("var/bench-timetable"))
    return parser


if __name__ == "__main__":
    sys.exit(main())
