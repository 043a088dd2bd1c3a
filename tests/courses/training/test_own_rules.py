"""A province's and an institution's own rules go before the example of the product."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from courses.institutions.enums import RoleKind as R
from courses.training.domain import CycleRules, load_training_rules, nomination_rule_of
from courses.training.models import CycleRule, NominationRule
from tests.factories.institutions import InstitutionFactory
from tests.factories.training import DAY, NominationRuleFactory, TrainingSessionFactory

pytestmark = pytest.mark.django_db

KIND = "full_time_teacher"


@pytest.fixture
def tomorrow():
    return timezone.localdate() + DAY


def cycle(valid_from, **values):
    return {
        "staff_kind": KIND,
        "months": "24",
        "required_hours": "48",
        "programme_kinds": ["rotation"],
        "newcomer_months": "6",
        "severity": "must",
        "citation": "豫教学〔2027〕1号",
        "valid_from": valid_from.isoformat(),
    } | values


def enter(client, name, data):
    return client.post(reverse("training:rule_add", args=[name]), data)


def holding(institution, on):
    return CycleRules.reaching([institution]).of(institution, KIND, on=on)


def test_shipped_examples_say_that_they_are_examples():
    assert load_training_rules() == load_training_rules()
    assert CycleRule.objects.count() == 4
    for rule in [*CycleRule.objects.all(), *NominationRule.objects.all()]:
        assert rule.citation.startswith("启航示例")
        assert "并非任何文件的规定" in rule.citation


def test_rule_of_the_province_goes_before_the_example_from_its_day(sign_in, institution, tomorrow):
    load_training_rules()

    assert enter(sign_in(R.PROVINCE_OFFICER), "cycle", cycle(tomorrow)).status_code == 302

    assert holding(institution, timezone.localdate()).months == 36
    assert holding(institution, tomorrow).months == 24
    assert holding(InstitutionFactory(province="42"), tomorrow).months == 36


def test_rule_of_the_institution_goes_before_that_of_the_province(sign_in, institution, tomorrow):
    enter(sign_in(R.PROVINCE_OFFICER), "cycle", cycle(tomorrow))
    enter(sign_in(R.TEACHING_OFFICE), "cycle", cycle(tomorrow, months="12"))

    assert holding(institution, tomorrow).months == 12
    assert holding(InstitutionFactory(), tomorrow).months == 24


def test_rules_of_two_kinds_of_staff_begin_on_days_of_their_own(sign_in, tomorrow):
    officer = sign_in(R.PROVINCE_OFFICER)
    enter(officer, "cycle", cycle(tomorrow))

    other = cycle(tomorrow + DAY, staff_kind="full_time_manager")
    assert enter(officer, "cycle", other).status_code == 302
    assert CycleRule.objects.count() == 2


def test_rule_begins_tomorrow_at_the_earliest(sign_in):
    response = enter(sign_in(R.TEACHING_OFFICE), "cycle", cycle(timezone.localdate()))

    assert response.status_code == 422
    assert "最早" in response.content.decode()


def test_cycle_without_hours_and_sessions_is_refused(sign_in, tomorrow):
    response = enter(sign_in(R.TEACHING_OFFICE), "cycle", cycle(tomorrow, required_hours=""))

    assert response.status_code == 422
    assert not CycleRule.objects.exists()


def test_coming_rule_is_withdrawn_and_what_held_goes_on(sign_in, institution, tomorrow):
    officer = sign_in(R.PROVINCE_OFFICER)
    enter(officer, "cycle", cycle(tomorrow))

    officer.post(reverse("training:rule_withdraw", args=["cycle"]), {"kind": KIND})

    assert not CycleRule.objects.exists()


def test_rules_page_says_whose_each_is(sign_in, tomorrow):
    load_training_rules()
    officer = sign_in(R.PROVINCE_OFFICER)
    enter(officer, "cycle", cycle(tomorrow))

    page = officer.get(reverse("training:rules")).content.decode()

    assert "豫教学〔2027〕1号" in page
    assert "产品示例" in page
    assert sign_in(R.AUDITOR).get(reverse("training:rules")).status_code == 200


def test_rule_of_nominations_is_of_the_owner_of_the_session(institution):
    NominationRuleFactory(province="41", free_withdrawal_days=3)
    NominationRuleFactory(institution=institution, free_withdrawal_days=9)
    on = datetime.date(2026, 11, 1)
    of_province = TrainingSessionFactory()
    own = TrainingSessionFactory(programme__institution=institution)

    assert nomination_rule_of(of_province, on=on).free_withdrawal_days == 3
    assert nomination_rule_of(own, on=on).free_withdrawal_days == 9


def test_limit_of_a_department_is_entered(sign_in, institution, tomorrow):
    data = {
        "people": "2",
        "citation": "校人〔2026〕5号",
        "valid_from": tomorrow.isoformat(),
    }
    assert enter(sign_in(R.TEACHING_OFFICE), "limit", data).status_code == 302
    nothing = data | {"people": ""}
    assert enter(sign_in(R.TEACHING_OFFICE), "limit", nothing).status_code == 422
