"""What ends soon is what the first reminder of the rule in force announces."""

import datetime

import pytest

from courses.institutions.enums import StaffKind
from courses.institutions.models import StaffMember
from courses.qualifications.domain.expiry import expiring
from courses.qualifications.domain.lights import standings
from courses.qualifications.enums import Light, Recognition
from tests.factories.qualifications import (
    CertificateRuleFactory,
    LevelRecognitionFactory,
    StaffCertificateFactory,
    TeachingRuleFactory,
)

pytestmark = pytest.mark.django_db
ON = datetime.date(2026, 11, 20)


def days(number):
    return datetime.timedelta(days=number)


@pytest.fixture
def level(db):
    TeachingRuleFactory(staff_kind=StaffKind.FULL_TIME_TEACHER, province="41")
    return LevelRecognitionFactory(recognition=Recognition.COUNTS).level


def ends_in(institution, level, number):
    return StaffCertificateFactory(
        staff__institution=institution, level=level, expires_on=ON + days(number)
    )


def light_on(institution, day):
    (standing,) = standings(StaffMember.objects.filter(institution=institution), on=day)
    return standing.light


@pytest.mark.parametrize("first", [30, 90, 120])
def test_light_turns_with_the_first_reminder(institution, level, first) -> None:
    CertificateRuleFactory(reminder_days=[7, first])
    ends_in(institution, level, first)
    assert light_on(institution, ON - days(1)) == Light.QUALIFIED
    assert light_on(institution, ON) == Light.LAPSES_SOON
    assert len(expiring(institution, on=ON)) == 1
    assert expiring(institution, on=ON - days(1)) == []


def test_own_rule_says_from_its_first_day_what_is_soon(institution, level) -> None:
    CertificateRuleFactory(reminder_days=[90])
    CertificateRuleFactory(institution=institution, reminder_days=[30], valid_from=ON)
    ends_in(institution, level, 60)
    assert light_on(institution, ON - days(1)) == Light.LAPSES_SOON
    assert light_on(institution, ON) == Light.QUALIFIED


def test_rule_of_another_province_says_nothing_here(institution, level) -> None:
    CertificateRuleFactory(reminder_days=[90])
    CertificateRuleFactory(province="42", reminder_days=[366])
    ends_in(institution, level, 91)
    assert light_on(institution, ON) == Light.QUALIFIED


def test_nothing_is_soon_where_no_rule_reminds(institution, level) -> None:
    ends_in(institution, level, 1)
    assert light_on(institution, ON) == Light.QUALIFIED
