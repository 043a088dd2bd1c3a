"""The report of `make bench`."""

from tests.bench.report import TIMETABLE, write_report

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
