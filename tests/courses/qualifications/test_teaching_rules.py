"""A place's own rules about who needs which certificate."""

import datetime

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from courses.institutions.enums import RoleKind, StaffKind
from courses.qualifications.domain import authorisation
from courses.qualifications.domain.catalogue import load_catalogue
from courses.qualifications.enums import Severity
from courses.qualifications.models import TeachingRule
from tests.factories.institutions import InstitutionFactory, RoleFactory, StaffMemberFactory
from tests.factories.qualifications import TeachingRuleFactory

pytestmark = pytest.mark.django_db
LIST = reverse("qualifications:teaching-rules")
ADD = reverse("qualifications:teaching-rule-add")
WITHDRAW = reverse("qualifications:teaching-rule-withdraw")


@pytest.fixture
def tomorrow() -> datetime.date:
    return timezone.localdate() + datetime.timedelta(days=1)


def rule(valid_from, **said):
    return {
        "staff_kind": "part_time_teacher",
        "code": "related-certificate",
        "severity": "must",
        "authority": "河南省教育厅学生处",
        "citation": "豫教学〔2027〕1号",
        "valid_from": valid_from.isoformat(),
    } | said


def severity(institution, on):
    staff = StaffMemberFactory(institution=institution, kind=StaffKind.PART_TIME_TEACHER)
    return authorisation(staff, on=on).severity


def test_rule_of_a_province_holds_in_its_institutions_from_its_day(institution, sign_in, tomorrow):
    load_catalogue()
    elsewhere = InstitutionFactory(province="61")
    assert sign_in("province").post(ADD, rule(tomorrow)).status_code == 302
    assert severity(institution, timezone.localdate()) == Severity.IN_PRINCIPLE
    assert severity(institution, tomorrow) == Severity.MUST
    assert severity(elsewhere, tomorrow) is None


def test_rule_of_the_school_goes_before_that_of_the_province(institution, sign_in, tomorrow):
    load_catalogue()
    sign_in("office").post(ADD, rule(tomorrow, severity="encouraged"))
    assert severity(institution, tomorrow) == Severity.ENCOURAGED
    assert severity(InstitutionFactory(province="41"), tomorrow) == Severity.IN_PRINCIPLE


def test_loading_the_shipped_rules_again_leaves_what_a_province_entered(sign_in, tomorrow):
    load_catalogue()
    sign_in("province").post(ADD, rule(tomorrow))
    before = list(TeachingRule.objects.order_by("pk").values())
    assert load_catalogue().rules == 0
    assert list(TeachingRule.objects.order_by("pk").values()) == before


def test_rule_can_not_begin_today(sign_in):
    answer = sign_in("office").post(ADD, rule(timezone.localdate()))
    assert answer.status_code == 422
    assert "valid_from" in answer.context["form"].errors
    assert not TeachingRule.objects.exists()


def test_rule_that_does_not_hold_yet_is_withdrawn_by_its_place_only(sign_in, tomorrow):
    office, province = sign_in("office"), sign_in("province")
    province.post(ADD, rule(tomorrow))
    said = {"kind": "part_time_teacher", "code": "related-certificate"}
    other = RoleFactory(kind=RoleKind.PROVINCE_OFFICER, institution=None, province="61")
    stranger = Client()
    stranger.force_login(other.user, backend="cms.users.backends.AccountBackend")
    for client in (office, stranger):
        client.post(WITHDRAW, said)
    assert TeachingRule.objects.count() == 1
    province.post(WITHDRAW, said)
    assert not TeachingRule.objects.exists()


def test_page_says_who_recorded_a_rule_and_whose_it_is(sign_in, tomorrow):
    office = sign_in("office")
    office.post(ADD, rule(tomorrow))
    page = sign_in("auditor").get(LIST).content.decode()
    assert "豫教学〔2027〕1号" in page
    assert "河南省教育厅学生处" in page
    assert office.user.get_full_name() in page
    assert WITHDRAW not in page


def test_rule_without_the_body_that_asks_for_it_is_refused(sign_in, tomorrow):
    answer = sign_in("office").post(ADD, rule(tomorrow, authority=" "))
    assert answer.status_code == 422
    assert "authority" in answer.context["form"].errors
    assert not TeachingRule.objects.exists()


@pytest.mark.parametrize("count", [1, 3])
def test_page_asks_as_much_for_many_rules(sign_in, count, django_assert_num_queries):
    office = sign_in("office")
    for kind in list(StaffKind)[:count]:
        TeachingRuleFactory(staff_kind=kind)
    office.get(LIST)
    with django_assert_num_queries(QUERIES):
        office.get(LIST)


# Session, user, roles; one for the rules and one for their history.
QUERIES = 5
