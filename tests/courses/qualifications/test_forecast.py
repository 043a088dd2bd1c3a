"""Coverage for the months ahead, and what would change it."""

import datetime
import re

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from courses.institutions.enums import StaffKind
from courses.institutions.models import StaffMember, StaffPeriod
from courses.qualifications.domain import grant_waiver
from courses.qualifications.domain.facts import TeachingFacts
from courses.qualifications.domain.findings import finding_of
from courses.qualifications.domain.forecast import forecast_of, month_ends
from courses.qualifications.domain.what_if import (
    GainingGroup,
    WhatIf,
    gaining_groups,
    groups_for,
    try_out,
)
from courses.qualifications.enums import Recognition, Severity
from courses.qualifications.models import StaffCertificate
from tests.factories.institutions import DepartmentFactory, StaffMemberFactory, UserFactory
from tests.factories.qualifications import (
    CredentialLevelFactory,
    LevelRecognitionFactory,
    StaffCertificateFactory,
    TeachingRuleFactory,
)

TODAY = datetime.date(2026, 11, 20)
DAY = datetime.timedelta(days=1)
db = pytest.mark.django_db


@pytest.fixture
def level(db):
    """One that counts, in a province where full-time teachers must hold such a one."""
    TeachingRuleFactory(staff_kind=StaffKind.FULL_TIME_TEACHER, province="41")
    return LevelRecognitionFactory(recognition=Recognition.COUNTS).level


def people(institution):
    return StaffMember.objects.filter(institution=institution)


def must(institution, months=12):
    shown = forecast_of(people(institution), today=TODAY, months=months)
    return [
        (month.on.isoformat(), month.must.qualified, month.must.needed) for month in shown.months
    ]


@given(st.dates(datetime.date(1990, 1, 1), datetime.date(2090, 1, 1)), st.integers(1, 24))
def test_forecast_looks_at_today_and_at_every_end_of_a_month(today, months) -> None:
    days = month_ends(today, months)
    assert days[0] == today
    assert days == sorted(set(days))
    assert all((day + DAY).day == 1 for day in days[1:])
    assert len(days) - 1 == months - ((today + DAY).day == 1)


@db
def test_certificate_that_ends_is_missing_from_the_month_on(institution, level) -> None:
    StaffCertificateFactory(
        staff__institution=institution, level=level, expires_on=datetime.date(2027, 1, 30)
    )
    StaffCertificateFactory(staff__institution=institution, level=level)
    assert must(institution, months=3) == [
        ("2026-11-20", 2, 2),
        ("2026-11-30", 2, 2),
        ("2026-12-31", 2, 2),
        ("2027-01-31", 1, 2),
    ]


@db
def test_certificate_valid_on_the_last_day_of_the_month_counts(institution, level) -> None:
    StaffCertificateFactory(
        staff__institution=institution, level=level, expires_on=datetime.date(2026, 12, 31)
    )
    assert must(institution, months=3)[2:] == [("2026-12-31", 1, 1), ("2027-01-31", 0, 1)]


@db
def test_whoever_leaves_is_no_longer_needed(institution, level) -> None:
    leaver = StaffMemberFactory(institution=institution)
    StaffPeriod.objects.filter(staff=leaver).update(valid_to=datetime.date(2026, 12, 1))
    assert must(institution, months=2)[1:] == [("2026-11-30", 0, 1), ("2026-12-31", 0, 0)]


@db
def test_undecided_level_is_neither_qualified_nor_lacking(institution, level) -> None:
    StaffCertificateFactory(staff__institution=institution, level=CredentialLevelFactory())
    count = forecast_of(people(institution), today=TODAY, months=12).today.must
    assert (count.needed, count.qualified, count.undecided, count.lacking) == (1, 0, 1, 0)
    assert not count.is_met


@db
def test_groups_are_kept_apart_by_kind_and_rule(institution, level) -> None:
    TeachingRuleFactory(
        code="related-certificate",
        staff_kind=StaffKind.PART_TIME_TEACHER,
        province="41",
        severity=Severity.IN_PRINCIPLE,
    )
    StaffCertificateFactory(staff__institution=institution, level=level)
    StaffMemberFactory(institution=institution, kind=StaffKind.PART_TIME_TEACHER)
    shown = forecast_of(people(institution), today=TODAY, months=12)
    assert [
        (row.group.kind, row.group.severity, row.counts[0].qualified, row.counts[0].lacking)
        for row in shown.groups
    ] == [
        ("full_time_teacher", "must", 1, 0),
        ("part_time_teacher", "in_principle", 0, 1),
    ]
    # What is only asked in principle is no gap.
    assert shown.first_gap is None


@db
def test_title_says_the_first_gap(institution, level) -> None:
    StaffCertificateFactory(
        staff__institution=institution, level=level, expires_on=datetime.date(2027, 3, 1)
    )
    shown = forecast_of(people(institution), today=TODAY, months=12)
    assert finding_of(shown) == "到2027-03-31，应持证1人中将有1人未持证。"
    assert finding_of(forecast_of(people(institution), today=TODAY, months=3)).startswith(
        "到2027-01-31为止"
    )


@db
def test_supposed_departure_and_pass_change_the_supposed_forecast_only(institution, level) -> None:
    leaver = StaffCertificateFactory(staff__institution=institution, level=level).staff
    learner = StaffMemberFactory(institution=institution)
    facts = TeachingFacts.of(people(institution))
    from courses.qualifications.domain.forecast import forecast

    what_if = WhatIf(
        leaving={leaver.pk: datetime.date(2026, 12, 1)},
        gaining={learner.pk: datetime.date(2026, 12, 15)},
        level=level,
    )
    try_out(facts, what_if)
    supposed = forecast(facts, today=TODAY, months=2)
    figures = [(month.must.qualified, month.must.needed) for month in supposed.months]
    assert figures == [(1, 2), (1, 2), (1, 1)]
    assert must(institution, months=2)[-1] == ("2026-12-31", 1, 2)
    assert StaffCertificate.objects.count() == 1


@db
@pytest.mark.parametrize("count", [1, 3])
def test_forecast_asks_as_much_for_many_people(
    institution, level, django_assert_num_queries, count
) -> None:
    for _each in range(count):
        StaffCertificateFactory(staff__institution=institution, level=level)
    with django_assert_num_queries(1):
        forecast_of(people(institution), today=TODAY, months=24)


@db
def test_page_shows_the_supposition_of_its_address(institution, level, sign_in) -> None:
    leaver = StaffCertificateFactory(staff__institution=institution, level=level).staff
    learner = StaffMemberFactory(institution=institution)
    address = {
        "leave": [str(leaver.public_id)],
        "leave_on": (timezone.localdate() + DAY).isoformat(),
        "gain": [str(learner.public_id)],
        "level": level.pk,
    }
    page = sign_in("office").get(reverse("qualifications:forecast"), address)
    last = page.context["supposed"].months[-1].must
    assert (last.qualified, last.needed) == (1, 1)
    assert "假设情形" in page.content.decode()


@db
def test_parts_in_the_table_add_up_also_where_it_is_supposed(institution, level, sign_in) -> None:
    leaver = StaffCertificateFactory(staff__institution=institution, level=level).staff
    waived = StaffMemberFactory(institution=institution)
    grant_waiver(
        waived,
        reason="已报名",
        valid_from=timezone.localdate(),
        valid_to=timezone.localdate() + 40 * DAY,
        by=UserFactory(),
    )
    address = {
        "leave": [str(leaver.public_id)],
        "leave_on": (timezone.localdate() + DAY).isoformat(),
    }
    page = sign_in("office").get(reverse("qualifications:forecast"), address).content.decode()
    rows = [re.findall(r'data-figure="(\d+)"', line) for line in page.splitlines()]
    figures = [[int(number) for number in row] for row in rows if row]
    assert figures[0] == [2, 1, 0, 1, 0, 2, 1, 0, 1, 0]
    for needed, *parts in [half for row in figures for half in (row[:5], row[5:])]:
        assert needed == sum(parts)


@db
def test_gain_without_a_level_is_said(institution, level, sign_in) -> None:
    learner = StaffMemberFactory(institution=institution)
    page = sign_in("office").get(
        reverse("qualifications:forecast"), {"gain": [str(learner.public_id)]}
    )
    assert page.status_code == 422
    assert "请选择取得哪种证书" in page.content.decode()


@db
def test_people_of_another_institution_can_not_be_supposed(institution, level, sign_in) -> None:
    stranger = StaffCertificateFactory(level=level).staff
    page = sign_in("office").get(
        reverse("qualifications:forecast"), {"leave": [str(stranger.public_id)]}
    )
    assert (page.status_code, "supposed" in page.context) == (422, False)
    assert stranger.name not in page.content.decode()


@db
def test_coordinator_sees_the_own_department_only(institution, level, sign_in) -> None:
    department = DepartmentFactory(institution=institution)
    StaffMemberFactory(institution=institution, department=department)
    StaffMemberFactory(institution=institution)
    client = sign_in("department", department=department)
    page = client.get(reverse("qualifications:forecast"))
    assert page.context["forecast"].today.must.needed == 1


@db
def test_group_of_another_slice_gains_the_level(institution, level, sign_in) -> None:
    learner = StaffMemberFactory(institution=institution)

    @gaining_groups("test")
    def one_class(user, place):
        return [GainingGroup("test:1", "第1期", (learner.pk,), timezone.localdate() + DAY)]

    try:
        assert [group.label for group in groups_for(None, institution)][-1] == "第1期"
        page = sign_in("office").get(
            reverse("qualifications:forecast"), {"group": "test:1", "level": level.pk}
        )
    finally:
        from courses.qualifications.domain import what_if

        del what_if._group_sources["test"]
    supposed = page.context["supposed"]
    assert (supposed.today.must.qualified, supposed.months[-1].must.qualified) == (0, 1)
