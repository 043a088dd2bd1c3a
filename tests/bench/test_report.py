"""The report of `make bench`."""

import datetime
import json

from tests.bench.report import BUILDING, ROTATION, SOLVING, TIMETABLE, write_report, write_sections

NOTHING = {"machine": {"cpus": 2}, "results": [], "served": None, "search": None, "explorer": None}


def test_the_timetables_section_stays_when_the_rest_is_written_anew(tmp_path):
    path = tmp_path / "benchmarks.md"
    section = f"\n{TIMETABLE}\n\n| instance |\n|---|\n| comp01 |\n"
    path.write_text(f"# Old\n{section}", encoding="utf-8")
    for _ in range(2):
        write_report(NOTHING, path)
        text = path.read_text(encoding="utf-8")
        assert text.startswith("# Benchmarks\n")
        assert text.endswith(section)
        assert text.count(TIMETABLE) == 1


def test_a_report_without_that_section_gets_none(tmp_path):
    path = tmp_path / "benchmarks.md"
    write_report(NOTHING, path)
    assert TIMETABLE not in path.read_text(encoding="utf-8")


def test_what_is_measured_by_itself_changes_its_own_section_only(tmp_path):
    path = tmp_path / "benchmarks.md"
    section = f"\n{TIMETABLE}\n\n| instance |\n|---|\n| comp01 |\n"
    path.write_text(f"# Old\n{section}", encoding="utf-8")
    write_report(NOTHING, path)
    before = path.read_text(encoding="utf-8")
    row = {
        "seed": 1,
        "classes": 117,
        "instructors": 60,
        "rooms": 45,
        "weekly_times": 146,
        "placed": 146,
        "hours_owed": 0,
        "first": 0.8,
        "seconds": 3.8,
        "cpu_seconds": 1.8,
        "command": 8.6,
        "bound": 3549,
        "megabytes": 1070,
    }
    for cost in (3600, 3549):
        found = {"machine": {"cpus": 2}, "results": [row | {"cost": cost}]}
        (tmp_path / "bench-building.json").write_text(json.dumps(found), encoding="utf-8")
        on = datetime.date(2026, 11, 29)
        write_sections(path, ["building"], figures=tmp_path, on=on)
    text = path.read_text(encoding="utf-8")
    assert text.endswith(section)
    head, _, _rest = before.partition(f"{BUILDING}\n")
    assert text.startswith(head)
    assert text.partition(f"\n{ROTATION}\n")[2] == before.partition(f"\n{ROTATION}\n")[2]
    assert text.count(SOLVING) == text.count(BUILDING) == 1
    assert "| 3,549 | 3,549 | 0.0 |" in text
    assert "3,600" not in text
    assert "Measured by itself on 2026-11-29. Machine: cpus 2." in text
