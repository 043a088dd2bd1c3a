"""Running an audit: what is counted, on which date, by which rules."""

import datetime
import uuid

import pytest

from assessments.compliance.domain.audit import run_audit
from assessments.compliance.domain.presentation import present
from assessments.compliance.domain.rules import load_rules, rules_in_force
from assessments.compliance.enums import FindingState
from assessments.compliance.jobs import audit_job
from assessments.compliance.models import AuditRun, Finding, Rule
from courses.institutions.enums import StaffKind, StudentStatus
from courses.institutions.models import Student, StudentPeriod
from courses.qualifications.enums import CertificateState, Recognition
from media.jobs.progress import SilentProgress
from tests.factories.compliance import CertificateRuleFactory, RuleFactory
from tests.factories.institutions import (
    AdministrativeClassFactory,
    InstitutionFactory,
    StaffMemberFactory,
    StaffPeriodFactory,
    StudentFactory,
)
from tests.factories.qualifications import CertificateRuleFactory as ReminderRuleFactory
from tests.factories.qualifications import (
    CredentialLevelFactory,
    LevelRecognitionFactory,
    StaffCertificateFactory,
)

ON = datetime.date(2026, 12, 31)
DAY = datetime.timedelta(days=1)

pytestmark = pytest.mark.django_db


def graduates(institution, count, *, year=2027):
    """Enrolled students due to graduate, made in bulk."""
    group = AdministrativeClassFactory(
        major__department__institution=institution, entry_year=year - 4
    )
    students = Student.objects.bulk_create(
        Student(
            institution=institution,
            student_number=f"{group.pk:04d}{n:06d}",
            name=f"学生{n}",
            sex="female",
            entry_year=year - 4,
            department=group.department,
            administrative_class=group,
        )
        for n in range(count)
    )
    StudentPeriod.objects.bulk_create(
        StudentPeriod(
            student=student,
            institution=institution,
            department=group.department,
            administrative_class=group,
            graduation_year=year,
            valid_from=datetime.date(year - 4, 9, 1),
        )
        for student in students
    )
    return students


def only_finding(institution, on=ON):
    (finding,) = run_audit(institution, on=on, by=None).findings.all()
    return finding


# --- the ratio ---------------------------------------------------------------------------------


@pytest.fixture
def ratio_rule():
    return RuleFactory(parameters=RuleFactory.build().parameters | {"denominator": 5})


@pytest.mark.parametrize(
    ("students", "state", "value"),
    [(10, FindingState.MET, "1:5"), (11, FindingState.NOT_MET, "1:5.5")],
)
def test_ratio_is_met_up_to_the_last_student(ratio_rule, institution, students, state, value):
    StaffMemberFactory.create_batch(2, institution=institution)
    graduates(institution, students)

    finding = only_finding(institution)

    assert (finding.state, finding.value, finding.threshold) == (state, value, "1:5")


def test_ratio_counts_exactly_the_rows_of_its_evidence(ratio_rule, institution):
    staff = StaffMemberFactory.create_batch(2, institution=institution)
    students = graduates(institution, 3) + graduates(institution, 4)
    graduates(institution, 2, year=2028)

    finding = only_finding(institution)

    assert sorted(finding.evidence["students"]) == sorted(s.pk for s in students)
    assert sorted(finding.evidence["staff"]) == sorted(s.pk for s in staff)
    assert finding.figures["students"] == 7
    assert sum(d["students"] for d in finding.figures["departments"]) == 7


def test_ratio_ignores_another_institution(ratio_rule, institution):
    other = InstitutionFactory()
    StaffMemberFactory(institution=other)
    graduates(other, 3)
    StaffMemberFactory(institution=institution)
    graduates(institution, 2)

    assert only_finding(institution).figures["students"] == 2
    assert only_finding(institution).figures["staff"] == 1


@pytest.mark.parametrize(
    ("hired", "leaves", "counted"),
    [
        (ON, None, 1),
        (ON + DAY, None, 0),
        (ON - DAY, ON + DAY, 1),
        (ON - DAY, ON, 0),
    ],
)
def test_ratio_counts_staff_employed_on_the_date(ratio_rule, institution, hired, leaves, counted):
    person = StaffMemberFactory(institution=institution, kind=False)
    StaffPeriodFactory(staff=person, valid_from=hired, valid_to=leaves)
    graduates(institution, 1)

    assert only_finding(institution).figures["staff"] == counted


@pytest.mark.parametrize(
    "kind", [StaffKind.PART_TIME_TEACHER, StaffKind.PART_TIME_WORKER, StaffKind.EXTERNAL_EXPERT]
)
def test_ratio_leaves_out_people_who_are_not_full_time(ratio_rule, institution, kind):
    StaffMemberFactory(institution=institution, kind=kind)
    graduates(institution, 1)

    assert only_finding(institution).figures["staff"] == 0


def test_ratio_counts_somebody_in_two_posts_once(ratio_rule, institution):
    person = StaffMemberFactory(institution=institution)
    StaffPeriodFactory(staff=person, kind=StaffKind.FULL_TIME_MANAGER)
    graduates(institution, 1)

    assert only_finding(institution).figures["staff"] == 1


def test_ratio_can_count_institution_level_staff_only(institution):
    RuleFactory(parameters=RuleFactory.build().parameters | {"school_level_only": True})
    person = StaffMemberFactory(institution=institution, kind=False)
    StaffPeriodFactory(staff=person, school_level=False)
    graduates(institution, 1)

    assert only_finding(institution).figures["staff"] == 0


@pytest.mark.parametrize("status", [s for s in StudentStatus if s != StudentStatus.ENROLLED])
def test_ratio_leaves_out_students_who_are_not_enrolled(ratio_rule, institution, status):
    graduates(institution, 1)
    StudentFactory(
        administrative_class__major__department__institution=institution,
        period__status=status,
        period__graduation_year=2027,
    )

    assert only_finding(institution).figures["students"] == 1


@pytest.mark.parametrize(
    ("on", "counted"),
    [
        (datetime.date(2026, 8, 31), 0),
        (datetime.date(2026, 9, 1), 1),
        (datetime.date(2027, 8, 31), 1),
        (datetime.date(2027, 9, 1), 0),
    ],
)
def test_ratio_takes_the_cohort_of_the_academic_year(ratio_rule, institution, on, counted):
    graduates(institution, 1, year=2027)

    assert only_finding(institution, on).figures["students"] == counted


def test_ratio_without_graduating_students_is_undecided(ratio_rule, institution):
    StaffMemberFactory(institution=institution)

    finding = only_finding(institution)

    assert (finding.state, finding.value) == (FindingState.UNDECIDED, "—")


def test_ratio_without_staff_is_not_met(ratio_rule, institution):
    graduates(institution, 3)

    finding = only_finding(institution)

    assert (finding.state, finding.value) == (FindingState.NOT_MET, "0:3")


# --- certificates ------------------------------------------------------------------------------


@pytest.fixture
def certificate_rule():
    return CertificateRuleFactory()


@pytest.fixture
def recognised():
    return LevelRecognitionFactory().level


def certified(institution, level, **certificate):
    person = StaffMemberFactory(institution=institution)
    return StaffCertificateFactory(staff=person, level=level, **certificate)


def test_certificates_of_everyone_meet_the_rule(certificate_rule, recognised, institution):
    held = [certified(institution, recognised) for _ in range(2)]

    finding = only_finding(institution)

    assert (finding.state, finding.value, finding.threshold) == (FindingState.MET, "2/2", "2/2")
    assert sorted(finding.evidence["certificates"]) == sorted(c.pk for c in held)
    assert sorted(finding.evidence["staff"]) == sorted(c.staff_id for c in held)


def test_one_person_without_certificate_breaks_the_rule(certificate_rule, recognised, institution):
    certified(institution, recognised)
    without = StaffMemberFactory(institution=institution)

    finding = only_finding(institution)

    assert (finding.state, finding.value) == (FindingState.NOT_MET, "1/2")
    assert finding.evidence["staff_without"] == [without.pk]


@pytest.mark.parametrize(
    ("expires_on", "state"),
    [
        (ON - DAY, FindingState.NOT_MET),
        (ON, FindingState.MET),
        (ON + DAY, FindingState.MET),
        (None, FindingState.MET),
    ],
)
def test_certificate_counts_through_its_last_day(
    certificate_rule, recognised, institution, expires_on, state
):
    certified(institution, recognised, expires_on=expires_on)

    assert only_finding(institution).state == state


@pytest.mark.parametrize(
    ("issued_on", "state"), [(ON, FindingState.MET), (ON + DAY, FindingState.NOT_MET)]
)
def test_certificate_counts_from_its_first_day(
    certificate_rule, recognised, institution, issued_on, state
):
    certified(institution, recognised, issued_on=issued_on)

    assert only_finding(institution).state == state


@pytest.mark.parametrize(
    "state", [CertificateState.SUBMITTED, CertificateState.RETURNED, CertificateState.REVOKED]
)
def test_certificate_that_is_not_verified_does_not_count(
    certificate_rule, recognised, institution, state
):
    certified(institution, recognised, state=state)

    finding = only_finding(institution)

    assert finding.state == FindingState.NOT_MET
    assert finding.figures["people"][0]["standing"] == state


def test_level_nobody_has_read_leaves_the_rule_undecided(certificate_rule, recognised, institution):
    certified(institution, recognised)
    doubtful = certified(institution, CredentialLevelFactory(name="四级"))

    finding = only_finding(institution)

    assert (finding.state, finding.value) == (FindingState.UNDECIDED, "1/2")
    assert finding.evidence["staff_undecided"] == [doubtful.staff_id]
    assert finding.evidence["certificates_undecided"] == [doubtful.pk]


def test_undecided_level_does_not_hide_that_somebody_has_none(certificate_rule, institution):
    certified(institution, CredentialLevelFactory())
    StaffMemberFactory(institution=institution)

    assert only_finding(institution).state == FindingState.NOT_MET


def test_counting_certificate_beats_an_undecided_one(certificate_rule, recognised, institution):
    doubtful = certified(institution, CredentialLevelFactory())
    StaffCertificateFactory(staff=doubtful.staff, level=recognised)

    assert only_finding(institution).state == FindingState.MET


def test_level_that_does_not_count_is_named_as_the_reason(certificate_rule, institution):
    level = LevelRecognitionFactory(recognition=Recognition.DOES_NOT_COUNT).level
    certified(institution, level)

    finding = only_finding(institution)

    assert finding.state == FindingState.NOT_MET
    assert finding.figures["people"][0]["standing"] == "lower"


def test_reading_of_the_institution_goes_before_the_default(certificate_rule, institution):
    level = LevelRecognitionFactory(recognition=Recognition.UNDECIDED).level
    LevelRecognitionFactory(level=level, institution=institution)
    certified(institution, level)

    assert only_finding(institution).state == FindingState.MET


def test_renewed_certificate_is_not_called_lapsing(certificate_rule, recognised, institution):
    old = certified(institution, recognised, expires_on=ON + DAY)
    StaffCertificateFactory(staff=old.staff, level=recognised, expires_on=ON + 400 * DAY)

    assert only_finding(institution).figures["people"][0]["lapses"] is False


def test_lapsing_certificate_is_pointed_out(certificate_rule, recognised, institution):
    ReminderRuleFactory(institution=institution, reminder_days=[90, 7])
    certified(institution, recognised, expires_on=ON + 90 * DAY)
    certified(institution, recognised, expires_on=ON + 91 * DAY)

    people = only_finding(institution).figures["people"]

    assert [person["lapses"] for person in people] == [True, False]


def test_audit_points_out_what_the_rule_in_force_announces(
    certificate_rule, recognised, institution
):
    ReminderRuleFactory(reminder_days=[90])
    ReminderRuleFactory(institution=institution, reminder_days=[120, 14], valid_from=ON)
    held = certified(institution, recognised, expires_on=ON + 120 * DAY)

    (line,) = present(only_finding(institution)).outlook

    assert "120" in line
    assert held.staff.name in line


def test_certificates_ignore_another_institution(certificate_rule, recognised, institution):
    certified(InstitutionFactory(), recognised)
    certified(institution, recognised)

    finding = only_finding(institution)

    assert finding.value == "1/1"
    assert len(finding.evidence["certificates"]) == 1


def test_certificates_without_staff_are_undecided(certificate_rule, institution):
    assert only_finding(institution).state == FindingState.UNDECIDED


# --- rules and runs ----------------------------------------------------------------------------


def test_loading_rules_twice_changes_nothing():
    load_rules()
    before = list(Rule.objects.order_by("pk").values())

    load_rules()

    assert list(Rule.objects.order_by("pk").values()) == before
    assert len(before) >= 2


def test_shipped_rules_quote_their_clauses(institution):
    load_rules()

    quotations = {rule.code: rule.quotation for rule in rules_in_force(institution, ON)}
    assert "专职人员与应届毕业生的比例不低于1：500" in quotations["full-time-staff-ratio"]
    assert (
        quotations["full-time-staff-certificate"]
        == "专职就业工作人员必须具有中级以上就业指导相关职业资格证书。"
    )


def test_shipped_rules_of_henan_bind_no_other_province():
    load_rules()

    assert rules_in_force(InstitutionFactory(province="61"), ON) == []


def test_rule_that_cannot_be_used_is_refused_by_name(tmp_path):
    (tmp_path / "x.yaml").write_text(
        "document: D\nprovince: ''\nvalid_from: 2026-01-01\nrules:\n"
        "- {code: broken, position: 1, title: 甲, title_en: A, severity: must, clause: 一,"
        " quotation: 引, metric: full_time_ratio, parameters: {denominator: 0}}\n",
        encoding="utf-8",
    )

    with pytest.raises(ValueError, match="broken"):
        load_rules(tmp_path)
    assert not Rule.objects.exists()


def test_version_of_a_rule_applies_from_its_first_day(institution):
    old = RuleFactory(code="ratio", valid_to=datetime.date(2027, 1, 1))
    new = RuleFactory(code="ratio", valid_from=datetime.date(2027, 1, 1))

    assert rules_in_force(institution, ON) == [old]
    assert rules_in_force(institution, ON + DAY) == [new]


def test_rule_of_the_province_replaces_the_national_one(institution):
    own = RuleFactory(code="ratio", province="41", valid_from=datetime.date(2008, 1, 1))
    RuleFactory(code="ratio", province="", valid_from=datetime.date(2024, 1, 1))
    RuleFactory(code="other", province="61")

    assert rules_in_force(institution, ON) == [own]


def test_audit_again_makes_a_new_run(ratio_rule, institution):
    first = run_audit(institution, on=ON, by=None)
    StaffMemberFactory(institution=institution)
    graduates(institution, 1)

    run_audit(institution, on=ON, by=None)

    assert AuditRun.objects.count() == 2
    assert first.findings.get().state == FindingState.UNDECIDED


def test_audit_with_the_same_id_is_made_once(ratio_rule, institution):
    run = run_audit(institution, on=ON, by=None)

    assert run_audit(institution, on=ON, by=None, public_id=run.public_id) == run
    assert AuditRun.objects.count() == 1


def test_audit_that_fails_leaves_nothing(ratio_rule, institution):
    RuleFactory(metric="nobody-knows", position=99)

    with pytest.raises(KeyError):
        run_audit(institution, on=ON, by=None)
    assert not AuditRun.objects.exists()
    assert not Finding.objects.exists()


def test_audit_needs_the_same_queries_for_any_size(
    ratio_rule, certificate_rule, recognised, institution, django_assert_num_queries
):
    certified(institution, recognised)
    graduates(institution, 1)
    with django_assert_num_queries(13):
        run_audit(institution, on=ON, by=None)

    for _ in range(2):
        certified(institution, recognised)
        StaffMemberFactory(institution=institution)
    graduates(institution, 5)
    with django_assert_num_queries(13):
        run_audit(institution, on=ON, by=None)


def test_audit_as_long_work_may_be_tried_twice(ratio_rule, institution):
    params = {
        "institution": institution.pk,
        "on": ON.isoformat(),
        "run": str(uuid.uuid4()),
        "by": None,
    }

    results = [audit_job(params, SilentProgress()) for _ in range(2)]

    assert results[0] == results[1] == {"run": params["run"]}
    assert AuditRun.objects.count() == 1
