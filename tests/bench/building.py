"""`manage.py build_timetable` on the `school` demonstration, as the office's machine runs it.

`python -m tests.bench.building` loads the demonstration into an SQLite of its own, prints a table
and writes var/bench-building.json; `--seeds 5` measures more seeds, `--seconds 1200` a longer
search. Each search runs in a process of its own, so that memory is that of the command.
"""

import argparse
import json
import logging
import os
import resource
import subprocess
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent
SCRATCH = ROOT / "var" / "bench-building.sqlite3"
SECONDS, SEEDS, WORKERS = 60.0, 3, 2


@dataclass(frozen=True)
class Built:
    """Seconds are of the wall but for `cpu_seconds`, which is of all processes of the search.
    `first` is when all that was placed in the end had a place; `command` the whole command with
    reading and writing the database. `megabytes`: the most of the command and of its workers."""

    seed: int
    classes: int
    instructors: int
    rooms: int
    weekly_times: int
    placed: int
    hours_owed: int
    first: float | None
    seconds: float
    cpu_seconds: float
    command: float
    cost: int
    bound: int | None
    megabytes: int


def build(seed: int, seconds: float) -> Built:
    """In this process, which has done nothing else."""
    from django.core.management import call_command

    from courses.timetable.models import Room, TimetableVersion

    published = TimetableVersion.objects.get(state="published")
    term = published.term
    began = time.monotonic()
    call_command(
        "build_timetable",
        *("--term", term.code, "--institution", term.institution.code),
        *("--seconds", str(seconds), "--seed", str(seed), "--workers", str(WORKERS)),
    )
    took = time.monotonic() - began
    version = TimetableVersion.objects.filter(term=term).latest("number")
    assert version != published
    report = version.solver_report
    own, worker = (
        resource.getrusage(who).ru_maxrss // 1024
        for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    return Built(
        seed=seed,
        classes=term.teaching_classes.count(),
        instructors=version.slots.values("instructor").distinct().count(),
        rooms=Room.objects.filter(institution=term.institution).count(),
        weekly_times=report["placed"] + len(report["unplaced"]),
        placed=report["placed"],
        hours_owed=sum(entry["hours"] for entry in report["owed"]),
        first=report["curve"][0][0] if report["curve"] else None,
        seconds=report["seconds"],
        cpu_seconds=report["cpu_seconds"],
        command=round(took, 1),
        cost=report["cost"],
        bound=report["bound"],
        megabytes=own + WORKERS * worker,
    )


def table(rows: list[dict[str, Any]]) -> list[str]:
    return [
        "| seed | classes | instructors | rooms | weekly times | placed | hours owed "
        "| complete plan after, s | ended after, s | CPU, s | command, s | cost "
        "| no plan is below | above it, % | MB |",
        "|" + "--:|" * 15,
        *(
            f"| {row['seed']} | {row['classes']} | {row['instructors']} | {row['rooms']} "
            f"| {row['weekly_times']} | {row['placed']} | {row['hours_owed']} "
            f"| {'' if row['first'] is None else row['first']} | {row['seconds']} "
            f"| {row['cpu_seconds']} | {row['command']} | {row['cost']:,} "
            f"| {'' if row['bound'] is None else format(row['bound'], ',')} "
            f"| {_above(row)} | {row['megabytes']} |"
            for row in rows
        ),
    ]


def _above(row: dict[str, Any]) -> str:
    return f"{100 * (row['cost'] / row['bound'] - 1):.1f}" if row["bound"] else ""


def _set_up() -> None:
    os.environ["DATABASE_URL"] = f"sqlite:///{SCRATCH}"
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.bench.settings"
    import django

    django.setup()
    logging.disable(logging.WARNING)


def _load() -> dict[str, Any]:
    from django.core.management import call_command

    from cms.demo.loading import load_demo
    from tests.bench.measuring import machine

    call_command("migrate", verbosity=0)
    load_demo("school", seed=7)
    return machine()


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.building")
    parser.add_argument("--seeds", type=int, default=SEEDS)
    parser.add_argument("--seconds", type=float, default=SECONDS)
    parser.add_argument("--only", type=int, metavar="SEED")
    given = parser.parse_args()
    if given.only is not None:
        _set_up()
        row = build(given.only, given.seconds)
        print(json.dumps(asdict(row)))  # noqa: T201 — read by the process that started this one
        return
    SCRATCH.parent.mkdir(exist_ok=True)
    for leftover in SCRATCH.parent.glob(f"{SCRATCH.name}*"):
        leftover.unlink()
    _set_up()
    machine = _load()
    rows: list[dict[str, Any]] = []
    for seed in range(1, given.seeds + 1):
        command = [sys.executable, "-m", "tests.bench.building", "--only", str(seed)]
        command += ["--seconds", str(given.seconds)]
        done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
        rows.append(json.loads(done.stdout.splitlines()[-1]))
        print(rows[-1], flush=True)  # noqa: T201 — a command line tool
    found = {"machine": machine, "seconds": given.seconds, "results": rows}
    (ROOT / "var" / "bench-building.json").write_text(json.dumps(found, indent=1), encoding="utf-8")
    print("\n".join(table(rows)))  # noqa: T201 — a command line tool


if __name__ == "__main__":
    main()
