"""manage.py import_scores."""

import pytest
from django.core.management import CommandError, call_command

from assessments.grading.models import GradeSheet
from tests.assessments.grading.building import filled_sheet
from tests.factories.grading import GradingSchemeFactory
from tests.factories.teaching import EnrolmentFactory, TeachingClassFactory


@pytest.fixture
def file(taught, tmp_path):
    path = tmp_path / "成绩.xlsx"
    path.write_bytes(filled_sheet(taught, [[63, 84], [87, 79], [96, 83]]))
    return path


@pytest.mark.parametrize("name", ["code", "public_id"])
def test_class_is_named_by_code_or_public_id(taught, file, capsys, name):
    call_command("import_scores", file, teaching_class=str(getattr(taught.teaching_class, name)))
    assert taught.entry(0).total == 71
    assert taught.number(0) in capsys.readouterr().out


def test_dry_run_shows_changes_and_makes_none(taught, file, capsys):
    call_command("import_scores", file, teaching_class=taught.teaching_class.code, dry_run=True)
    assert "84" in capsys.readouterr().out
    assert taught.entry(0).total is None


def test_dry_run_for_a_class_without_sheet_opens_none(institution, file):
    teaching_class = TeachingClassFactory(
        institution=institution, term=institution.terms.get(), code="另一个班"
    )
    EnrolmentFactory(teaching_class=teaching_class)
    with pytest.raises(CommandError):
        call_command("import_scores", file, teaching_class="另一个班", dry_run=True)
    assert not GradeSheet.objects.filter(teaching_class=teaching_class).exists()


def test_refused_file_is_a_command_error(taught, tmp_path, capsys):
    path = tmp_path / "成绩.xlsx"
    path.write_bytes(filled_sheet(taught, [[163, 84]]))
    with pytest.raises(CommandError):
        call_command("import_scores", path, teaching_class=taught.teaching_class.code)
    assert "D4" in capsys.readouterr().out


@pytest.mark.parametrize("wanted", ["没有这个班", "00000000-0000-4000-8000-000000000000"])
def test_unknown_class_is_a_command_error(file, wanted):
    with pytest.raises(CommandError, match="no teaching class"):
        call_command("import_scores", file, teaching_class=wanted)


def test_missing_file_is_a_command_error(taught, tmp_path):
    with pytest.raises(CommandError):
        call_command(
            "import_scores", tmp_path / "none.xlsx", teaching_class=taught.teaching_class.code
        )


def test_same_code_in_two_institutions_needs_the_institution(taught, file):
    other = TeachingClassFactory(code=taught.teaching_class.code)
    GradingSchemeFactory(institution=other.institution)
    with pytest.raises(CommandError, match="--institution"):
        call_command("import_scores", file, teaching_class=other.code)
    call_command(
        "import_scores", file, teaching_class=other.code, institution=taught.sheet.institution.code
    )
    assert taught.entry(0).total == 71
