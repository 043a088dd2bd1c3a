"""Who may teach on a date, and why."""

import datetime

import pytest
from django.core.exceptions import ValidationError

from courses.institutions.enums import StaffKind
from courses.institutions.models import StaffMember
from courses.qualifications.domain import (
    authorisation,
    authorisations,
    first_lapses,
    grant_waiver,
)
from courses.qualifications.enums import CertificateState, Recognition, Severity
from tests.factories.institutions import StaffMemberFactory, StaffPeriodFactory, UserFactory
from tests.factories.qualifications import (
    CredentialLevelFactory,
    LevelRecognitionFactory,
    StaffCertificateFactory,
    TeachingRuleFactory,
)

pytestmark = pytest.mark.django_db
DAY = datetime.date(2026, 9, 1)


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


@pytest.fixture(autouse=True)
def _rules(db) -> None:
    TeachingRuleFactory(staff_kind=StaffKind.FULL_TIME_TEACHER, province="41")
    TeachingRuleFactory(
        code="related-certificate",
        staff_kind=StaffKind.PART_TIME_TEACHER,
        severity=Severity.IN_PRINCIPLE,
        province="41",
    )


@pytest.fixture
def counting():
    return LevelRecognitionFactory(level__name="二级 职业指导师").level


def test_holder_of_a_counting_certificate_may_teach_and_the_reason_says_so(counting) -> None:
    certificate = StaffCertificateFactory(level=counting, expires_on=day("2027-03-01"))
    answer = authorisation(certificate.staff, on=DAY)
    assert answer.allowed
    assert answer.certificate == certificate
    assert answer.reasons == ("持有二级 职业指导师，已核验，有效期至2027-03-01",)


def test_full_time_teacher_without_certificate_may_not_teach() -> None:
    answer = authorisation(StaffMemberFactory(), on=DAY)
    assert not answer.allowed
    assert answer.severity == Severity.MUST
    assert "测试文件" in answer.reasons[0]


@pytest.mark.parametrize("state", [CertificateState.SUBMITTED, CertificateState.REVOKED])
def test_unverified_certificate_does_not_help(counting, state) -> None:
    certificate = StaffCertificateFactory(level=counting, state=state)
    assert not authorisation(certificate.staff, on=DAY).allowed


def test_undecided_level_does_not_allow_and_says_undecided() -> None:
    certificate = StaffCertificateFactory(level=CredentialLevelFactory(name="三级 助理职业指导师"))
    answer = authorisation(certificate.staff, on=DAY)
    assert not answer.allowed
    assert answer.recognition == Recognition.UNDECIDED
    assert "未认定" in answer.reasons[1]


def test_certificate_counts_through_its_last_day(counting) -> None:
    staff = StaffCertificateFactory(level=counting, expires_on=DAY).staff
    assert authorisation(staff, on=DAY).allowed
    assert not authorisation(staff, on=DAY + datetime.timedelta(days=1)).allowed


def test_part_time_teacher_is_allowed_with_a_warning() -> None:
    answer = authorisation(StaffMemberFactory(kind=StaffKind.PART_TIME_TEACHER), on=DAY)
    assert answer.allowed
    assert answer.warning


def test_part_time_teacher_needs_no_intermediate_level() -> None:
    junior = LevelRecognitionFactory(
        level__name="职业指导师 五级（初级工）",
        recognition=Recognition.DOES_NOT_COUNT,
        related=Recognition.COUNTS,
    ).level
    certificate = StaffCertificateFactory(
        staff=StaffMemberFactory(kind=StaffKind.PART_TIME_TEACHER), level=junior
    )
    answer = authorisation(certificate.staff, on=DAY)
    assert (answer.warning, answer.certificate) == (False, certificate)


def test_full_time_teacher_with_a_related_level_below_intermediate_lacks_one() -> None:
    junior = LevelRecognitionFactory(
        recognition=Recognition.DOES_NOT_COUNT, related=Recognition.COUNTS
    ).level
    answer = authorisation(StaffCertificateFactory(level=junior).staff, on=DAY)
    assert (answer.allowed, answer.blocks, answer.certificate) == (False, True, None)


@pytest.mark.parametrize("said", [True, False])
def test_part_time_teacher_with_a_level_of_which_nobody_says_whether_related_is_undecided(
    said,
) -> None:
    level = CredentialLevelFactory(name="心理咨询师 三级")
    if said:
        LevelRecognitionFactory(
            level=level, recognition=Recognition.UNDECIDED, related=Recognition.UNDECIDED
        )
    staff = StaffMemberFactory(kind=StaffKind.PART_TIME_TEACHER)
    StaffCertificateFactory(staff=staff, level=level)
    answer = authorisation(staff, on=DAY)
    assert answer.allowed
    assert answer.warning
    assert answer.recognition == Recognition.UNDECIDED
    assert answer.reasons[1] == "心理咨询师 三级是否属于就业指导相关证书尚未认定"


def test_related_certificate_is_preferred_to_an_undecided_one_that_is_valid_longer() -> None:
    staff = StaffMemberFactory(kind=StaffKind.PART_TIME_TEACHER)
    junior = LevelRecognitionFactory(
        recognition=Recognition.DOES_NOT_COUNT, related=Recognition.COUNTS
    ).level
    StaffCertificateFactory(staff=staff, level=CredentialLevelFactory())
    related = StaffCertificateFactory(staff=staff, level=junior, expires_on=DAY)
    assert authorisation(staff, on=DAY).certificate == related


def test_of_two_rules_equally_strict_the_one_of_an_intermediate_level_is_asked() -> None:
    staff = StaffMemberFactory(kind=StaffKind.PART_TIME_TEACHER)
    TeachingRuleFactory(
        code="intermediate-certificate",
        staff_kind=StaffKind.PART_TIME_TEACHER,
        severity=Severity.IN_PRINCIPLE,
    )
    TeachingRuleFactory(
        code="related-certificate",
        staff_kind=StaffKind.PART_TIME_TEACHER,
        severity=Severity.IN_PRINCIPLE,
        institution=staff.institution,
    )
    assert authorisation(staff, on=DAY).rule.asks_intermediate


def test_person_with_two_kinds_follows_the_stricter_rule() -> None:
    staff = StaffMemberFactory(kind=StaffKind.PART_TIME_TEACHER)
    StaffPeriodFactory(staff=staff, kind=StaffKind.FULL_TIME_TEACHER)
    assert not authorisation(staff, on=DAY).allowed


def test_person_whom_no_rule_names_may_teach() -> None:
    answer = authorisation(StaffMemberFactory(kind=StaffKind.EXTERNAL_EXPERT), on=DAY)
    assert answer.allowed
    assert answer.severity is None


def test_rule_of_another_province_does_not_apply() -> None:
    assert authorisation(StaffMemberFactory(institution__province="61"), on=DAY).allowed


def test_institution_rule_wins_over_the_province() -> None:
    staff = StaffMemberFactory()
    TeachingRuleFactory(
        staff_kind=StaffKind.FULL_TIME_TEACHER,
        institution=staff.institution,
        severity=Severity.ENCOURAGED,
    )
    assert authorisation(staff, on=DAY).allowed


def test_person_not_employed_on_the_date_may_not_teach(counting) -> None:
    staff = StaffMemberFactory(kind=StaffKind.FULL_TIME_TEACHER, kind__valid_to=day("2026-07-01"))
    StaffCertificateFactory(staff=staff, level=counting)
    answer = authorisation(staff, on=DAY)
    assert not answer.allowed
    assert not answer.employed


def waive(staff, valid_from="2026-08-31", valid_to="2027-01-04", by=None):
    return grant_waiver(
        staff,
        reason="已报名考试",
        valid_from=day(valid_from),
        valid_to=day(valid_to),
        by=by or UserFactory(),
    )


def test_waiver_allows_until_the_day_before_its_end() -> None:
    staff = StaffMemberFactory()
    waiver = waive(staff)
    assert authorisation(staff, on=day("2027-01-03")).waiver == waiver
    assert "2027-01-03" in authorisation(staff, on=DAY).reasons[-1]
    assert not authorisation(staff, on=day("2027-01-04")).allowed


def test_waiver_that_is_not_needed_is_not_used(counting) -> None:
    staff = StaffCertificateFactory(level=counting).staff
    waive(staff)
    assert authorisation(staff, on=DAY).waiver is None


def test_waiver_must_end_after_it_begins() -> None:
    with pytest.raises(ValidationError):
        waive(StaffMemberFactory(), "2026-09-01", "2026-09-01")


def test_waiver_for_oneself_is_refused() -> None:
    user = UserFactory()
    with pytest.raises(ValidationError):
        waive(StaffMemberFactory(user=user), by=user)


def lapses(staff, start="2026-08-31", end="2027-01-03"):
    return first_lapses([staff], start=day(start), end=day(end))


def test_lapse_is_the_day_after_the_last_of_validity(counting) -> None:
    staff = StaffCertificateFactory(level=counting, expires_on=day("2026-10-31")).staff
    assert lapses(staff) == {staff.pk: day("2026-11-01")}


def test_renewal_in_time_leaves_no_lapse(counting) -> None:
    staff = StaffCertificateFactory(level=counting, expires_on=day("2026-10-31")).staff
    StaffCertificateFactory(staff=staff, level=counting, issued_on=day("2026-11-01"))
    assert lapses(staff) == {}


def test_renewal_with_a_gap_still_lapses(counting) -> None:
    staff = StaffCertificateFactory(level=counting, expires_on=day("2026-10-31")).staff
    StaffCertificateFactory(staff=staff, level=counting, issued_on=day("2026-11-02"))
    assert lapses(staff) == {staff.pk: day("2026-11-01")}


def test_end_of_employment_is_a_lapse(counting) -> None:
    staff = StaffMemberFactory(kind=StaffKind.FULL_TIME_TEACHER, kind__valid_to=day("2026-12-01"))
    StaffCertificateFactory(staff=staff, level=counting)
    assert lapses(staff) == {staff.pk: day("2026-12-01")}


def test_reading_that_changes_is_a_lapse(counting) -> None:
    staff = StaffCertificateFactory(level=counting).staff
    LevelRecognitionFactory(
        level=counting,
        province="41",
        recognition=Recognition.DOES_NOT_COUNT,
        valid_from=day("2026-10-01"),
    )
    assert lapses(staff) == {staff.pk: day("2026-10-01")}


def test_person_who_may_not_teach_at_all_has_no_lapse() -> None:
    assert lapses(StaffMemberFactory()) == {}


@pytest.mark.parametrize("people", [1, 3])
def test_authorisations_take_one_query(counting, people, django_assert_num_queries) -> None:
    for _ in range(people):
        StaffCertificateFactory(level=counting)
    with django_assert_num_queries(1):
        assert len(authorisations(StaffMember.objects.all(), on=DAY)) == people
