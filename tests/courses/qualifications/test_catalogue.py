"""The shipped catalogue."""

import datetime
from pathlib import Path

import pytest

from courses.institutions.enums import StaffKind
from courses.qualifications.domain import load_catalogue
from courses.qualifications.enums import Recognition, Severity
from courses.qualifications.models import (
    CredentialLevel,
    CredentialType,
    LevelRecognition,
    TeachingRule,
)

pytestmark = pytest.mark.django_db

# The clause as the document has it.
CLAUSE = "专职就业工作人员必须具有中级以上就业指导相关职业资格证书。"
IN_PRINCIPLE = "原则上要求兼职就业工作人员具有相关职业资格证书。"


def test_catalogue_loads_every_type_with_levels() -> None:
    load_catalogue()
    assert CredentialType.objects.count() == 13
    assert not CredentialType.objects.filter(levels=None).exists()


def test_catalogue_loaded_twice_changes_nothing() -> None:
    first = load_catalogue()
    history = LevelRecognition.history.count()
    second = load_catalogue()
    assert first.levels == CredentialLevel.objects.count() > 0
    assert (second.types, second.levels, second.recognitions, second.rules) == (0, 0, 0, 0)
    assert LevelRecognition.history.count() == history


def test_catalogue_repairs_a_changed_row() -> None:
    load_catalogue()
    CredentialType.objects.filter(code="gcdf").update(name="别的")
    assert load_catalogue().types == 1
    assert CredentialType.objects.get(code="gcdf").name == "GCDF 全球职业规划师"


def test_catalogue_leaves_an_institutions_reading_alone(institution) -> None:
    load_catalogue()
    own = LevelRecognition.objects.create(
        level=CredentialLevel.objects.get(name="三级 助理职业指导师"),
        institution=institution,
        recognition=Recognition.COUNTS,
        authority="校长办公会",
        citation="纪要",
        valid_from=datetime.date(2008, 1, 1),
    )
    load_catalogue()
    own.refresh_from_db()
    assert own.recognition == Recognition.COUNTS


@pytest.mark.parametrize(
    ("level", "recognition"),
    [
        ("二级 职业指导师", Recognition.COUNTS),
        ("一级 高级职业指导师", Recognition.COUNTS),
        ("三级 助理职业指导师", Recognition.UNDECIDED),
        ("四级 职业指导员", Recognition.UNDECIDED),
        ("职业指导师 二级（技师）", Recognition.COUNTS),
        ("职业指导师 五级（初级工）", Recognition.DOES_NOT_COUNT),
        ("心理咨询师 二级（技师）", Recognition.UNDECIDED),
        ("GCDF 全球职业规划师", Recognition.DOES_NOT_COUNT),
        ("高等学校教师资格", Recognition.DOES_NOT_COUNT),
        ("教授", Recognition.DOES_NOT_COUNT),
    ],
)
def test_catalogue_ships_the_conservative_reading(level, recognition) -> None:
    load_catalogue()
    reading = LevelRecognition.objects.get(level__name=level)
    assert reading.recognition == recognition


def test_every_level_has_a_labelled_reading_that_quotes_the_clause() -> None:
    load_catalogue()
    assert LevelRecognition.objects.count() == CredentialLevel.objects.count()
    for reading in LevelRecognition.objects.all():
        assert reading.authority == "产品默认口径"
        assert "此为产品的解释" in reading.citation
        assert reading.quotation == CLAUSE


def test_teaching_rules_quote_the_clause() -> None:
    load_catalogue()
    rules = {rule.staff_kind: rule for rule in TeachingRule.objects.all()}
    assert rules.keys() == set(StaffKind) - {StaffKind.EXTERNAL_EXPERT}
    for kind in (StaffKind.FULL_TIME_MANAGER, StaffKind.FULL_TIME_TEACHER):
        assert (rules[kind].severity, rules[kind].quotation) == (Severity.MUST, CLAUSE)
    for kind in (StaffKind.PART_TIME_WORKER, StaffKind.PART_TIME_TEACHER):
        assert (rules[kind].severity, rules[kind].quotation) == (
            Severity.IN_PRINCIPLE,
            IN_PRINCIPLE,
        )
    assert {(rule.province, rule.authority) for rule in rules.values()} == {("41", "河南省教育厅")}


def test_broken_catalogue_changes_nothing(tmp_path: Path) -> None:
    (tmp_path / "credentials.yaml").write_text(
        "types:\n- {code: a, name: 甲, scheme: market, levels: [{code: x, name: 乙}]}\n"
    )
    (tmp_path / "recognitions.yaml").write_text(
        "readings:\n- {levels: [a/none], recognition: counts, valid_from: 2008-01-01}\n"
    )
    with pytest.raises(CredentialLevel.DoesNotExist):
        load_catalogue(tmp_path)
    assert not CredentialType.objects.exists()
