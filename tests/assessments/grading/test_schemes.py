"""Grading schemes."""

import datetime
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from assessments.grading.domain.errors import GradingRefused
from assessments.grading.domain.schemes import create_scheme, schemes_for
from assessments.grading.models import GradingScheme
from tests.factories.grading import GradingSchemeFactory
from tests.factories.institutions import RoleFactory
from tests.factories.teaching import TeachingClassFactory

SIXTY_FORTY = [("coursework", "平时", 60, False), ("final", "期末", 40, True)]


def make(institution, **changes):
    given = {
        "name": "平时 60 / 期末 40",
        "components": SIXTY_FORTY,
        "pass_mark": 60,
        "decimals": 0,
        "citation": "本科课程考核管理办法 第十二条",
        "valid_from": datetime.date(2026, 9, 1),
        "by": None,
    }
    return create_scheme(institution, **(given | changes))


def test_scheme_keeps_components_in_order(institution):
    scheme = make(institution)
    assert list(scheme.components.values_list("name", "weight", "is_exam")) == [
        ("平时", 60, False),
        ("期末", 40, True),
    ]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"components": [("a", "平时", 60, False), ("b", "期末", 50, True)]}, "110"),
        ({"components": [("a", "平时", 0, False), ("b", "期末", 100, True)]}, "0 "),
        ({"components": []}, "至少"),
        ({"components": [("a", "平时", 50, True), ("b", "期末", 50, True)]}, "只能有一项"),
        ({"components": [("a", "平时", 50, False), ("b", "平时", 50, True)]}, "同名"),
        ({"components": [("a", "平时", 50, False), ("a", "期末", 50, True)]}, "同名"),
        ({"pass_mark": 101}, "101"),
        ({"pass_mark": -1}, "-1"),
        ({"decimals": 3}, "小数"),
        ({"valid_to": datetime.date(2026, 9, 1)}, "之后"),
    ],
)
def test_scheme_that_can_not_be_is_refused_in_words(institution, changes, said):
    with pytest.raises(GradingRefused, match=said):
        make(institution, **changes)
    assert not GradingScheme.objects.exists()


def test_scheme_is_made_by_the_office_of_its_own_institution_only(institution):
    stranger = RoleFactory(kind="office").user
    with pytest.raises(PermissionDenied):
        make(institution, by=stranger)


def test_scheme_is_made_by_its_office(institution):
    office = RoleFactory(kind="office", institution=institution).user
    assert make(institution, by=office, pass_mark=Decimal("59.5")).pass_mark == Decimal("59.5")


def test_class_takes_the_scheme_that_holds_on_the_first_monday(institution):
    teaching_class = TeachingClassFactory(institution=institution, term__institution=institution)
    first_monday = teaching_class.term.first_monday
    old = GradingSchemeFactory(institution=institution, valid_to=first_monday)
    new = GradingSchemeFactory(institution=institution, valid_from=first_monday)
    GradingSchemeFactory(valid_from=first_monday)
    assert old not in schemes_for(teaching_class)
    assert schemes_for(teaching_class) == [new]
