"""What supposed departures do to the ratio."""

import datetime

import pytest

from assessments.compliance.what_if import ratio_after_departures
from courses.qualifications.domain.what_if import WhatIf, effects_of
from tests.factories.compliance import RATIO_PARAMETERS, RuleFactory
from tests.factories.institutions import StaffMemberFactory, StudentFactory

pytestmark = pytest.mark.django_db
DAY = datetime.date(2026, 12, 1)


def test_departure_shows_the_ratio_before_and_after(institution) -> None:
    RuleFactory(parameters=RATIO_PARAMETERS | {"denominator": 2})
    leaver, _other = (StaffMemberFactory(institution=institution) for _each in range(2))
    for _each in range(4):
        StudentFactory(
            administrative_class__major__department__institution=institution,
            administrative_class__entry_year=2023,
        )
    (sentence,) = effects_of(institution, WhatIf(leaving={leaver.pk: DAY}), on=DAY)
    assert "由1:2变为1:4（要求1:2），不达标" in sentence


def test_pass_alone_says_nothing_of_the_ratio(institution) -> None:
    RuleFactory()
    person = StaffMemberFactory(institution=institution)
    what_if = WhatIf(gaining={person.pk: DAY})
    assert ratio_after_departures(institution, what_if, DAY) == []
