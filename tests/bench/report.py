"""The tables in docs/benchmarks.md.

`python -m tests.bench.report timetabling building` puts what was measured by itself (var/bench-*)
into its section and leaves the others as they are.
"""

import datetime
import json
import re
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from tests.bench import building, rotation, solving

ROOT = Path(__file__).resolve().parent.parent.parent

NOTES = """
`seconds` is wall time, `cpu` the processor time of the process, `ratio` that over the floor's.
Pages are the median of 30 requests through Django's test client, so no network and no server is
in them; their floor is a bare view behind the same middleware, asked the same way. Bulk work is
measured once. Floors of loading and import are the same rows inserted by the driver into tables
with the same indexes; the floor of certificates is reportlab drawing the same text and QR codes.
"""

SERVED_NOTES = """
gunicorn with 2 workers of 4 threads, 8 connections of wrk for 10 seconds after 2 to warm up, wrk on
the same two cores. `cpu` is of the workers for one request, `ratio` the requests a second over
those of the bare view in the same run. The visit is a signed-in lesson page in Chromium with an
empty cache.
"""

INSIDE_NOTES = """
In the process itself, through Django's test client; `cpu` is without that of PostgreSQL's server.
`size` is the number of pages. A question of search is a whole request of a stranger.
"""

TIMETABLING = "## The timetable of a school, on SQLite"

TIMETABLING_NOTES = """
In the process itself. `size` is the number of meetings of the term, for publications that of
meetings that are written anew, for weeks and boards that of different pages: every class of the
school, every department and so on, the weeks of the term in turn. `seconds` and `cpu` are then
those of the page in the middle, of the one that 95 of 100 don't exceed, and of the slowest, `SQL`
is the most of any of them. Searching for free times and substitutes is the function alone.
"""

BUILDING = "## The timetable of a school, built"

BUILDING_NOTES = """
`manage.py build_timetable` on the `school` demonstration, 60 seconds at most, two workers; a search
ends early when its plan costs what no plan is below, so that a longer one has nothing to find.
`CPU` is of all processes of the search, everything else of the wall; `command` has reading and
writing the database in it, but not the start of Python. `MB` is the most of the command and twice
the most of a worker. `python -m tests.bench.building --seeds 5` measures more seeds.
"""

SOLVING = "## The search for a school's timetable"

SOLVING_NOTES = """
Made-up schools (`courses/timetable/solver/sample.py`), 60 seconds at most, two workers, seed 1; no
database. In a demanding school classes and instructors are taken at other times, instructors have
wishes, limits and two campuses, and some classes need computers. Every class meets once a week and
every second one again every other week; where all meet twice, each does. A search ends early when
its plan costs what no plan is below, or when it has found nothing better for long. `MB` is the most
of the process and twice the most of a worker, so far in the run.
"""

ROTATION = "## Rotation training of a province"

ROTATION_NOTES = """
Made-up provinces (`courses/training/planner/sample.py`) of 160 institutions, 6,000 people and 120
sessions, 60 seconds at most; no database. `placeable` is the most that any plan can place, proven.
Then the fullest session is cancelled and the plan mended. `MB` is the most that each process held,
added up. `python -m tests.bench.rotation --seeds 5` measures more seeds.
"""

TIMETABLE = "## The timetable, on the public benchmark"
"""This section is of `make bench-timetable`, which takes hours: it stays as it is."""

WITHOUT = "PostgreSQL did not answer on this machine: not measured."


def write_report(found: dict[str, Any], path: Path) -> None:
    """Replace the generated file. `found` as in var/bench.json."""
    before = path.read_text(encoding="utf-8") if path.exists() else ""
    _, heading, timetable = before.partition(f"\n{TIMETABLE}\n")
    lines = [
        "# Benchmarks",
        "",
        "Written by `make bench`; don't edit.",
        "",
        f"Machine: {_facts(found['machine'])}.",
        NOTES,
        *_table(found["results"]),
        "",
        "## Served, on PostgreSQL",
        *_served(found["served"]),
        "",
        "## Search, on PostgreSQL",
        *_inside(found["search"]),
        "",
        "## Explorer and editor, on SQLite",
        *_inside(found["explorer"]),
        "",
        TIMETABLING,
        *_inside(found.get("timetabling"), notes=TIMETABLING_NOTES),
        "",
        BUILDING,
        *_building(found.get("building")),
        "",
        ROTATION,
        *_rotation(found.get("rotation")),
        "",
        SOLVING,
        *_solving(found.get("solving")),
        *([heading + timetable.rstrip("\n")] if heading else []),
    ]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def write_sections(
    path: Path, measured: Iterable[str], *, figures: Path, on: datetime.date
) -> None:
    """Replace the sections of what was measured by itself on that day and put its figures into that
    folder."""
    sections = {
        "timetabling": (TIMETABLING, lambda found: _inside(found, notes=TIMETABLING_NOTES)),
        "building": (BUILDING, _building),
        "solving": (SOLVING, _solving),
    }
    text = path.read_text(encoding="utf-8")
    for name in measured:
        heading, lines_of = sections[name]
        found = json.loads((figures / f"bench-{name}.json").read_text(encoding="utf-8"))
        notes, *table = lines_of(found)
        said = f"Measured by itself on {on}. Machine: {_facts(found['machine'])}.\n"
        section = "\n".join([heading, notes, said, *table]) + "\n"
        old = re.compile(rf"^{re.escape(heading)}\n.*?(?=^## |\Z)", re.MULTILINE | re.DOTALL)
        if old.search(text):
            text = old.sub(lambda _match, section=section: f"{section}\n", text, count=1)
        else:
            text = text.replace(f"{ROTATION}\n", f"{section}\n{ROTATION}\n", 1)
    path.write_text(text.rstrip("\n") + "\n", encoding="utf-8")


def _facts(machine: dict[str, Any]) -> str:
    return ", ".join(f"{key} {value}" for key, value in machine.items())


def _table(rows: list[dict[str, Any]]) -> list[str]:
    return [
        "| what | size | seconds | cpu | SQL | floor | floor, cpu s | ratio |",
        "|---|--:|--:|--:|--:|---|--:|--:|",
        *(
            f"| {row['name']} | {row['size']:,} | {row['seconds']:.3f} | {row['cpu_seconds']:.3f} "
            f"| {row['queries']} | {row['floor']} | {row['floor_seconds']:.4f} | {row['ratio']} |"
            for row in rows
        ),
    ]


def _inside(found: dict[str, Any] | None, *, notes: str = INSIDE_NOTES) -> list[str]:
    if found is None:
        return ["", WITHOUT]
    return [notes, *_table(found["results"])]


def _rotation(found: dict[str, Any] | None) -> list[str]:
    if found is None:
        return ["", "Not measured."]
    return [ROTATION_NOTES, *rotation.table(found["results"])]


def _building(found: dict[str, Any] | None) -> list[str]:
    if found is None:
        return ["", "Not measured."]
    return [BUILDING_NOTES, *building.table(found["results"])]


def _solving(found: dict[str, Any] | None) -> list[str]:
    if found is None:
        return ["", "Not measured."]
    return [SOLVING_NOTES, *solving.table(found["results"])]


def _served(found: dict[str, Any] | None) -> list[str]:
    if found is None:
        return ["", WITHOUT]
    visit = found["first_visit"]
    return [
        SERVED_NOTES,
        f"Cache {found['cache']}, sessions {found['sessions']}.",
        "",
        "| page | requests/s | p95 ms | cpu ms | SQL | ratio |",
        "|---|--:|--:|--:|--:|--:|",
        *(
            f"| {row['name']} | {row['requests_per_second']:,.1f} | {row['p95_ms']:.1f} "
            f"| {row['cpu_ms']:.2f} | {row['queries']} | {row['ratio']} |"
            for row in found["served"]
        ),
        "",
        f"First visit: {visit['requests']} requests, {visit['bytes']:,} bytes.",
    ]


if __name__ == "__main__":
    write_sections(
        ROOT / "docs" / "benchmarks.md",
        sys.argv[1:],
        figures=ROOT / "var",
        on=datetime.date.today(),
    )
