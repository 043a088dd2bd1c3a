"""Certificates of completed trainings: by themselves, or issued by the office."""

import io
from decimal import Decimal

import pytest
from pypdf import PdfReader

from assessments.certificates.domain import revoke
from assessments.certificates.domain.reissuing import reissue
from assessments.certificates.domain.training import issue_training, sessions_due, uncertified
from assessments.certificates.models import Certificate
from courses.training.models import Completion
from courses.training.signals import training_completed
from tests.factories.certificates import ISSUED_ON, CertificateTemplateFactory
from tests.factories.institutions import StaffMemberFactory, UserFactory
from tests.factories.training import (
    CompletionFactory,
    TrainingProgrammeFactory,
    TrainingSessionFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def session():
    return TrainingSessionFactory(programme__name="就业指导教师轮训")


def completed(session, institution, name, *, hours="24", **staff):
    person = StaffMemberFactory(institution=institution, name=name, **staff)
    return CompletionFactory(
        staff=person, session=session, completed_on=session.ends_on, hours=Decimal(hours)
    )


def test_certificate_says_programme_days_and_whole_hours(institution, session):
    completion = completed(session, institution, "李老师", hours="23.5")
    (issued,) = issue_training([completion], issued_on=ISSUED_ON, by=None)
    assert (issued.holder_name, issued.course_name, issued.hours) == (
        "李老师",
        "就业指导教师轮训",
        23,
    )
    assert (issued.begins_on, issued.ends_on) == (session.starts_on, session.ends_on)


def test_nobody_gets_a_second_one(institution, session):
    completion = completed(session, institution, "李老师")
    issue_training([completion], issued_on=ISSUED_ON, by=None)
    assert issue_training([completion], issued_on=ISSUED_ON, by=None) == []
    assert Certificate.objects.count() == 1


def test_completion_is_due_until_it_is_certified_and_not_again_after_a_revocation(
    institution, session
):
    completion = completed(session, institution, "李老师")
    assert sessions_due(institution) == [(session, 1)]
    (issued,) = issue_training([completion], issued_on=ISSUED_ON, by=None)
    assert sessions_due(institution) == []
    revoke(issued, reason="x", by=None)
    assert sessions_due(institution) == []
    assert [one.was_revoked for one in uncertified(institution)] == [True]


def test_training_of_students_is_never_certified_here(institution):
    session = TrainingSessionFactory(programme=TrainingProgrammeFactory(kind="student"))
    completed(session, institution, "李老师")
    assert not uncertified(institution)


def tell(completion):
    training_completed.send(sender=Completion, completion=completion, by=None)


def test_completion_is_certified_at_once_where_the_template_says_so(institution, session):
    CertificateTemplateFactory(
        institution=institution, kind="training_completion", automatic=True, valid_from="2020-01-01"
    )
    completion = completed(session, institution, "李老师")
    tell(completion)
    tell(completion)
    assert Certificate.objects.get().completion == completion


def test_completion_waits_for_the_office_otherwise(institution, session):
    completion = completed(session, institution, "李老师")
    tell(completion)
    assert not Certificate.objects.exists()


def test_name_that_can_not_be_printed_leaves_the_completion_due(institution, session):
    CertificateTemplateFactory(
        institution=institution, kind="training_completion", automatic=True, valid_from="2020-01-01"
    )
    tell(completed(session, institution, "李\U000f0001"))
    assert sessions_due(institution) == [(session, 1)]


def test_server_without_fonts_completes_the_training_and_leaves_it_due(
    institution, session, settings, tmp_path
):
    CertificateTemplateFactory(
        institution=institution, kind="training_completion", automatic=True, valid_from="2020-01-01"
    )
    settings.QIHANG_PDF_FONT_DIR = tmp_path
    tell(completed(session, institution, "李老师"))
    assert sessions_due(institution) == [(session, 1)]


def test_corrected_hours_are_on_the_one_issued_again(institution, session):
    completion = completed(session, institution, "李老师")
    (issued,) = issue_training([completion], issued_on=ISSUED_ON, by=None)
    completion.hours = Decimal("16")
    completion.save()
    assert reissue(issued, reason="学时更正", issued_on=ISSUED_ON, by=None).hours == 16


def test_office_issues_for_those_who_are_ticked(sign_in, institution, session, client):
    first = completed(session, institution, "李老师", user=UserFactory())
    completed(session, institution, "张老师")
    office = sign_in("office")
    assert "就业指导教师轮训" in office.get("/my/certificates/trainings/").text
    address = f"/my/certificates/trainings/{session.public_id}/"
    assert "张老师" in office.get(address).text
    office.post(address, {"completions": [first.pk], "issued_on": "2026-11-02"})
    issued = Certificate.objects.get()
    assert issued.completion == first
    pdf = office.get(f"{address}document/")
    assert pdf.content.startswith(b"%PDF")
    own = sign_in("instructor", user=first.staff.user).get("/my/certificates/own/").text
    assert "就业指导教师轮训" in own
    assert "完成 24 学时的培训" in client.get(f"/verify/{issued.code}/").text


def test_document_says_who_of_an_earlier_template_is_not_in_it(sign_in, institution, session):
    address = f"/my/certificates/trainings/{session.public_id}/"
    office = sign_in("office")
    issue_training([completed(session, institution, "李老师")], issued_on=ISSUED_ON, by=office.user)
    assert "更早的模板" not in office.get(address).text
    CertificateTemplateFactory(institution=institution, kind="training_completion")
    issue_training([completed(session, institution, "张老师")], issued_on=ISSUED_ON, by=office.user)
    assert "其中 1 份使用更早的模板" in office.get(address).text
    pages = PdfReader(io.BytesIO(office.get(f"{address}document/").content)).pages
    (text,) = (page.extract_text() for page in pages)
    assert "张老师" in text


def test_people_of_another_institution_can_be_neither_seen_nor_ticked(
    sign_in, institution, session
):
    completed(session, institution, "李老师")
    other = completed(session, StaffMemberFactory().institution, "外校老师")
    office = sign_in("office")
    address = f"/my/certificates/trainings/{session.public_id}/"
    assert "外校老师" not in office.get(address).text
    office.post(address, {"completions": [other.pk], "issued_on": "2026-11-02"})
    assert not Certificate.objects.exists()
    elsewhere = TrainingSessionFactory()
    completed(elsewhere, other.institution, "外校老师二")
    assert office.get(f"/my/certificates/trainings/{elsewhere.public_id}/").status_code == 404
