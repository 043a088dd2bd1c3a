"""The command line: the same import, in words, with an exit status."""

import pytest
from django.core.management import CommandError, call_command

from courses.institutions.models import Student
from tests.media.spreadsheets import building

pytestmark = pytest.mark.django_db


@pytest.fixture
def import_roster(institution, tmp_path, capsys):
    """Writes the file, runs the command, returns what it printed."""

    def run(content, *options, name="名单.xlsx"):
        path = tmp_path / name
        path.write_bytes(content)
        call_command("import_roster", str(path), "--institution", institution.code, *options)
        return capsys.readouterr().out

    return run


GOOD = building.xlsx([building.HEADER, building.student(0)])


def test_command_imports_and_prints_a_receipt(import_roster):
    printed = import_roster(GOOD, "--create-units")

    assert Student.objects.count() == 1
    assert "新增学生: 1" in printed


def test_dry_run_prints_the_preview_and_writes_nothing(import_roster):
    printed = import_roster(GOOD, "--dry-run", "--create-units")

    assert "新增 1，变更 0，不变 0" in printed
    assert not Student.objects.exists()


def test_command_says_cell_and_reason_of_each_problem(import_roster, capsys):
    rows = [building.HEADER, building.student(0, 性别="？"), building.student(1, 入学年份="26")]

    with pytest.raises(CommandError) as refused:
        import_roster(building.xlsx(rows))

    printed = capsys.readouterr().out
    assert "C2 [？]" in printed
    assert "G3 [26]" in printed
    assert refused.value.returncode == 1
    assert not Student.objects.exists()


@pytest.mark.parametrize("options", [[], ["--dry-run"]])
def test_missing_units_are_refused_unless_asked_for(import_roster, options):
    with pytest.raises(CommandError):
        import_roster(GOOD, *options)

    assert not Student.objects.exists()


def test_second_run_changes_nothing(import_roster):
    import_roster(GOOD, "--create-units")

    printed = import_roster(GOOD)

    assert "未变学生: 1" in printed


def test_command_takes_the_length_of_study(import_roster):
    import_roster(GOOD, "--create-units", "--study-years", "5", "--enrolled-from", "2026-10-01")

    period = Student.objects.get().periods.get()
    assert (period.graduation_year, str(period.valid_from)) == (2031, "2026-10-01")


def test_broken_file_is_refused(import_roster):
    with pytest.raises(CommandError):
        import_roster(GOOD[:2000])


def test_file_that_is_not_there_is_refused(institution):
    with pytest.raises(CommandError, match=r"nothing\.xlsx"):
        call_command("import_roster", "/nothing.xlsx", "--institution", institution.code)


def test_unknown_institution_is_refused(import_roster):
    with pytest.raises(CommandError, match="4100000000"):
        call_command("import_roster", "a.xlsx", "--institution", "4100000000")
