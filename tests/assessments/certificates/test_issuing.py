"""Who gets a certificate, once, with which number."""

import datetime
import io

import pytest
from pypdf import PdfReader

from assessments.certificates.domain import CertificatesRefused, issue_certificates, revoke
from assessments.certificates.domain.eligibility import who_gets_one
from assessments.certificates.enums import CertificateState, Verdict
from assessments.certificates.models import Certificate, CertificateBatch, SerialCounter
from assessments.grading.enums import SheetState
from courses.teaching.enums import Outcome
from media.jobs.errors import JobCancelled
from media.jobs.progress import SilentProgress
from tests.factories.certificates import ISSUED_ON, locked_class, passed
from tests.factories.institutions import UserFactory
from tests.factories.teaching import EnrolmentFactory, TeachingClassFactory

pytestmark = pytest.mark.django_db


def issue(teaching_class, **kwargs):
    kwargs.setdefault("issued_on", ISSUED_ON)
    return issue_certificates(teaching_class, by=UserFactory(), **kwargs)


def test_issue_gives_one_to_everybody_who_passed(institution):
    teaching_class = locked_class(institution, names=["王小明", "李华"])
    batch = issue(teaching_class)
    assert sorted(batch.certificates.values_list("holder_name", flat=True)) == ["李华", "王小明"]


@pytest.mark.parametrize(
    "outcome", [Outcome.OPEN, Outcome.FAILED, Outcome.EXEMPT, Outcome.DEFERRED]
)
def test_issue_gives_none_to_who_did_not_pass(institution, outcome):
    teaching_class = locked_class(institution, names=["王小明"])
    EnrolmentFactory(teaching_class=teaching_class, student__name="李华", outcome=outcome)
    assert [c.holder_name for c in issue(teaching_class).certificates.all()] == ["王小明"]


def test_preview_says_of_everybody_why(institution):
    teaching_class = locked_class(institution, names=["王小明"])
    EnrolmentFactory(teaching_class=teaching_class, outcome=Outcome.FAILED)
    verdicts = {c.verdict: str(c.reason) for c in who_gets_one(teaching_class).candidates}
    assert verdicts == {Verdict.DUE: "", Verdict.NOT_DUE: "成绩不合格"}


def test_preview_points_at_a_holder_who_no_longer_passes(institution):
    teaching_class = locked_class(institution)
    enrolment = passed(teaching_class, "王小明")
    issue(teaching_class)
    enrolment.outcome = Outcome.FAILED
    enrolment.save()
    (candidate,) = who_gets_one(teaching_class).held
    assert "不合格" in str(candidate.reason)


@pytest.mark.parametrize("state", [SheetState.DRAFT, SheetState.SUBMITTED])
def test_issue_waits_for_the_lock_of_the_sheet(institution, state):
    teaching_class = locked_class(institution, names=["王小明"])
    teaching_class.grade_sheet.state = state
    teaching_class.grade_sheet.save()
    with pytest.raises(CertificatesRefused, match="尚未锁定"):
        issue(teaching_class)
    assert not Certificate.objects.exists()


def test_issue_without_a_sheet_is_refused(institution):
    with pytest.raises(CertificatesRefused, match="还没有成绩登记表"):
        issue(TeachingClassFactory())


def test_issue_when_nobody_passed_is_refused(institution):
    with pytest.raises(CertificatesRefused, match="尚无成绩合格"):
        issue(locked_class(institution))


def test_issue_twice_gives_nothing_new_and_the_same_document(institution):
    teaching_class = locked_class(institution, names=["王小明"])
    first, second = issue(teaching_class), issue(teaching_class)
    assert (first.pk, first.document_id) == (second.pk, second.document_id)
    assert Certificate.objects.count() == CertificateBatch.objects.count() == 1


def test_issue_later_serves_only_who_is_new(institution):
    teaching_class = locked_class(institution, names=["王小明"])
    issue(teaching_class)
    passed(teaching_class, "李华")
    assert [c.holder_name for c in issue(teaching_class).certificates.all()] == ["李华"]


def test_issue_for_some_leaves_the_others(institution):
    teaching_class = locked_class(institution, names=["王小明"])
    chosen = passed(teaching_class, "李华")
    batch = issue(teaching_class, enrolments=[chosen])
    assert [c.holder_name for c in batch.certificates.all()] == ["李华"]


def test_issue_passes_over_who_was_revoked(institution):
    teaching_class = locked_class(institution, names=["王小明"])
    revoke(issue(teaching_class).certificates.get(), reason="姓名有误", by=UserFactory())
    with pytest.raises(CertificatesRefused, match="已被撤销"):
        issue(teaching_class)
    passed(teaching_class, "李华")
    assert [c.holder_name for c in issue(teaching_class).certificates.all()] == ["李华"]


def test_issue_to_a_chosen_person_after_a_revocation_gives_a_new_certificate(institution):
    teaching_class = locked_class(institution, names=["王小明"])
    old = issue(teaching_class).certificates.get()
    revoke(old, reason="姓名有误", by=UserFactory())
    new = issue(teaching_class, enrolments=[old.enrolment]).certificates.get()
    assert new.serial != old.serial
    assert new.code != old.code


def test_serials_follow_each_other_within_institution_and_year(institution):
    issue(locked_class(institution, names=["王小明", "李华"]))
    issue(locked_class(institution, names=["张三"]))
    issue(locked_class(institution, names=["赵六"]), issued_on=datetime.date(2027, 1, 5))
    code = institution.code
    assert list(Certificate.objects.values_list("serial", flat=True)) == [
        f"{code}-2026-000001",
        f"{code}-2026-000002",
        f"{code}-2026-000003",
        f"{code}-2027-000001",
    ]


def test_certificate_says_hours_course_and_term(institution):
    certificate = issue(locked_class(institution, names=["王小明"])).certificates.get()
    said = (certificate.hours, certificate.course_name, certificate.term_code)
    assert said == (38, "大学生职业发展与就业指导", "2026-2027-1")


def test_unprintable_name_issues_nothing_and_names_the_student(institution):
    teaching_class = locked_class(institution, names=["王小明"])
    other = passed(teaching_class, "李\U000f0001")
    with pytest.raises(CertificatesRefused) as refusal:
        issue(teaching_class)
    assert other.student.student_number in str(refusal.value)
    assert not Certificate.objects.exists()
    assert not SerialCounter.objects.exists()


def test_cancelling_before_the_issue_changes_nothing(institution):
    class Cancelled(SilentProgress):
        def __call__(self, percent, message=""):
            raise JobCancelled

    with pytest.raises(JobCancelled):
        issue(locked_class(institution, names=["王小明"]), progress=Cancelled())
    assert not Certificate.objects.exists()


def test_cancelling_after_the_issue_still_makes_the_document(institution):
    class CancelledLate(SilentProgress):
        def __call__(self, percent, message=""):
            if percent > 20:
                raise JobCancelled

    batch = issue(locked_class(institution, names=["王小明"]), progress=CancelledLate())
    assert batch.document is not None


def test_batch_document_has_a_page_for_each_certificate(institution):
    batch = issue(locked_class(institution, names=["王小明", "李华", "张三"]))
    with batch.document.file.open("rb") as file:
        assert len(PdfReader(io.BytesIO(file.read())).pages) == 3
    assert set(batch.certificates.values_list("state", flat=True)) == {CertificateState.VALID}
