"""Screens of the office, the readers and the student."""

import io
import logging

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook
from pypdf import PdfReader

from assessments.certificates.domain import issue_certificates, revoke
from assessments.certificates.models import Certificate, CertificateBatch
from assessments.certificates.views.certificates import EXPORTS_A_MINUTE
from courses.institutions.enums import RoleKind
from media.jobs.models import Job
from tests.factories.certificates import ISSUED_ON, CertificateFactory, locked_class, passed
from tests.factories.institutions import InstitutionFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def teaching_class(institution):
    return locked_class(institution, names=["王小明", "李华"])


@pytest.fixture
def batch(teaching_class):
    return issue_certificates(teaching_class, issued_on=ISSUED_ON, by=UserFactory())


@pytest.fixture
def certificate(batch):
    return batch.certificates.get(holder_name="王小明")


def post_issue(client, teaching_class, day="2026-11-01"):
    return client.post(f"/my/certificates/classes/{teaching_class.public_id}/", {"issued_on": day})


@pytest.mark.parametrize("role", ["office", "admin"])
def test_issue_runs_as_long_work_and_leads_to_the_batch(sign_in, run_jobs, teaching_class, role):
    client = sign_in(role)
    with run_jobs():
        response = post_issue(client, teaching_class)
    job = Job.objects.get()
    assert response["Location"] == f"/my/jobs/{job.public_id}/"
    batch = CertificateBatch.objects.get()
    assert job.next_url == f"/my/certificates/batches/{batch.public_id}/"
    assert (batch.job, batch.issued_by) == (job, client.user)
    assert "已发放 2 份证书" in client.get(job.next_url).text


def test_issue_refused_says_why_and_starts_nothing(sign_in, institution):
    response = post_issue(sign_in("office"), locked_class(institution))
    assert "尚无成绩合格" in response.text
    assert not Job.objects.exists()


def test_person_whose_certificate_was_revoked_gets_another_only_when_ticked(
    sign_in, run_jobs, institution, certificate
):
    revoke(certificate, reason="姓名有误", by=UserFactory())
    teaching_class, student = certificate.enrolment.teaching_class, certificate.enrolment.student
    client = sign_in("office")
    address = f"/my/certificates/classes/{teaching_class.public_id}/"
    assert "另行补发" in client.get(address).text
    with run_jobs():
        client.post(address, {"issued_on": "2026-11-01"})
    assert student.enrolments.get().certificates.count() == 1
    with run_jobs():
        client.post(address, {"issued_on": "2026-11-01", "again": certificate.enrolment_id})
    assert student.enrolments.get().certificates.standing().count() == 1


def test_person_of_another_class_can_not_be_ticked(sign_in, institution, certificate):
    stranger = passed(locked_class(institution), "张三")
    revoke(certificate, reason="姓名有误", by=UserFactory())
    address = f"/my/certificates/classes/{certificate.enrolment.teaching_class.public_id}/"
    response = sign_in("office").post(address, {"issued_on": "2026-11-01", "again": stranger.pk})
    assert response.status_code == 200
    assert not Job.objects.exists()


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        ("2999-01-01", "日期不能晚于今天"),
        ("2026-08-30", "早于本学期开学"),
        ("30.12.2026?", "有效"),
        ("", "必需"),
    ],
)
def test_issue_with_a_bad_date_is_refused(sign_in, teaching_class, day, sentence):
    response = post_issue(sign_in("office"), teaching_class, day)
    assert sentence in response.text
    assert not Job.objects.exists()


def test_job_that_lost_the_race_says_why_in_words(sign_in, run_jobs, teaching_class):
    client = sign_in("office")
    with run_jobs():
        post_issue(client, teaching_class)
        teaching_class.grade_sheet.state = "draft"
        teaching_class.grade_sheet.save()
    job = Job.objects.get()
    assert job.state == "failed"
    assert "尚未锁定" in job.error
    assert not Certificate.objects.exists()


def test_class_page_shows_everybody_with_the_reason(sign_in, institution, teaching_class):
    passed(teaching_class, "张三", grade=55)
    teaching_class.enrolments.filter(student__name="张三").update(outcome="failed")
    text = sign_in("office").get(f"/my/certificates/classes/{teaching_class.public_id}/").text
    for part in ("王小明", "可发证", "张三", "不合格"):
        assert part in text


def test_class_list_counts_passed_and_certified(sign_in, teaching_class, batch):
    passed(teaching_class, "张三")
    page = sign_in("office").get("/my/certificates/classes/").context["page"]
    (row,) = page.object_list
    assert (row.passed, row.certified) == (3, 2)


def test_batch_document_is_downloaded_and_logged(sign_in, batch, caplog):
    client = sign_in("office")
    with caplog.at_level(logging.INFO, logger="qihang.audit"):
        response = client.get(f"/my/certificates/batches/{batch.public_id}/document/")
    content = b"".join(response.streaming_content)
    assert len(PdfReader(io.BytesIO(content)).pages) == 2
    assert response["Cache-Control"] == "private, no-store"
    assert f"user {client.user.pk}" in caplog.text


def test_batch_without_document_gets_one(sign_in, run_jobs, batch):
    CertificateBatch.objects.update(document=None)
    client = sign_in("office")
    assert "PDF 尚未生成" in client.get(f"/my/certificates/batches/{batch.public_id}/").text
    assert client.get(f"/my/certificates/batches/{batch.public_id}/document/").status_code == 404
    with run_jobs():
        client.post(f"/my/certificates/batches/{batch.public_id}/make/")
    batch.refresh_from_db()
    assert batch.document is not None


def test_batch_page_warns_of_pages_revoked_since(sign_in, batch, certificate):
    revoke(certificate, reason="成绩更正", by=UserFactory())
    text = sign_in("office").get(f"/my/certificates/batches/{batch.public_id}/").text
    assert "其中 1 份证书此后已撤销" in text


def test_revoking_in_the_page_shows_at_once(sign_in, client, certificate):
    office = sign_in("office")
    address = f"/my/certificates/{certificate.public_id}/"
    response = office.post(f"{address}revoke/", {"reason": "成绩更正"}, follow=True)
    assert "成绩更正" in response.text
    assert "已撤销" in client.get(f"/verify/{certificate.code}/").text


def test_revoking_without_a_reason_changes_nothing(sign_in, certificate):
    response = sign_in("office").post(
        f"/my/certificates/{certificate.public_id}/revoke/", {"reason": " "}
    )
    certificate.refresh_from_db()
    assert (response.status_code, certificate.state) == (200, "valid")


def test_extra_fields_of_a_revocation_are_ignored(sign_in, certificate):
    sign_in("office").post(
        f"/my/certificates/{certificate.public_id}/revoke/",
        {"reason": "成绩更正", "holder_name": "别人", "hours": "999"},
    )
    certificate.refresh_from_db()
    assert (certificate.holder_name, certificate.hours) == ("王小明", 38)


@pytest.mark.parametrize("text", ["000001", "王小", None])
def test_list_finds_by_serial_name_and_number(sign_in, certificate, text):
    wanted = text or certificate.holder_number
    page = sign_in("office").get("/my/certificates/", {"q": wanted}).context["page"]
    assert list(page.object_list) == [certificate]


def test_list_filters_by_class_and_state(sign_in, institution, batch, certificate):
    other = locked_class(institution, names=["张三"])
    issue_certificates(other, issued_on=ISSUED_ON, by=None)
    revoke(certificate, reason="成绩更正", by=UserFactory())
    client = sign_in("office")
    own = {"teaching_class": str(batch.teaching_class.public_id)}
    assert client.get("/my/certificates/", own).context["page"].paginator.count == 2
    page = client.get("/my/certificates/", {**own, "state": "revoked"}).context["page"]
    assert list(page.object_list) == [certificate]


@pytest.mark.parametrize("query", ["teaching_class=x", "state=x", "sort=password", "page=x"])
def test_list_ignores_filters_that_mean_nothing(sign_in, batch, query):
    page = sign_in("office").get(f"/my/certificates/?{query}").context["page"]
    assert page.paginator.count == 2


@pytest.mark.parametrize("address", ["/my/certificates/", "/my/certificates/classes/?show=all"])
def test_lists_take_as_many_queries_for_three_as_for_one(
    sign_in, institution, address, django_assert_num_queries
):
    client = sign_in("office")
    issue_certificates(locked_class(institution, names=["甲"]), issued_on=ISSUED_ON, by=None)
    client.get(address)
    with CaptureQueriesContext(connection) as one:
        client.get(address)
    for _ in range(2):
        issue_certificates(locked_class(institution, names=["乙"]), issued_on=ISSUED_ON, by=None)
    with django_assert_num_queries(len(one)):
        client.get(address)


def test_export_holds_the_filtered_rows_and_no_codes(sign_in, certificate):
    response = sign_in("office").get("/my/certificates/export/", {"q": "王小明"})
    rows = list(load_workbook(io.BytesIO(response.content)).active.values)
    assert len(rows) == 2
    assert rows[1][:3] == (certificate.serial, certificate.holder_number, "王小明")
    assert certificate.code not in [cell for row in rows for cell in row]


def test_export_neutralises_names_that_a_spreadsheet_would_run(sign_in, institution):
    enrolment = passed(locked_class(institution), '=HYPERLINK("http://x")')
    CertificateFactory(enrolment=enrolment)
    response = sign_in("office").get("/my/certificates/export/")
    sheet = load_workbook(io.BytesIO(response.content)).active
    assert sheet["C2"].data_type == "s"
    assert not sheet["C2"].value.startswith("=")


@pytest.mark.usefixtures("clock")
def test_export_too_often_has_to_wait(sign_in):
    client = sign_in("office")
    answers = [client.get("/my/certificates/export/") for _ in range(EXPORTS_A_MINUTE + 1)]
    assert answers[-1].status_code == 429
    assert int(answers[-1]["Retry-After"]) > 0


def test_student_sees_and_downloads_the_own_certificate_only(sign_in, certificate, batch):
    other = batch.certificates.get(holder_name="李华")
    client = sign_in("student")
    student = certificate.enrolment.student
    student.user = client.user
    student.save()
    text = client.get("/my/certificates/own/").text
    assert certificate.serial in text
    assert other.serial not in text
    response = client.get(f"/my/certificates/{certificate.public_id}/document/")
    assert response["Content-Type"] == "application/pdf"
    assert len(PdfReader(io.BytesIO(response.content)).pages) == 1
    assert client.get(f"/my/certificates/{other.public_id}/document/").status_code == 404


def test_revoked_certificate_is_not_printed_again(sign_in, certificate):
    revoke(certificate, reason="成绩更正", by=UserFactory())
    client = sign_in("office")
    assert client.get(f"/my/certificates/{certificate.public_id}/document/").status_code == 404


def test_coordinator_reads_the_own_department_only(sign_in, batch, certificate):
    department = certificate.enrolment.student.department
    client = sign_in("department", department=department)
    page = client.get("/my/certificates/").context["page"]
    assert list(page.object_list) == [certificate]
    text = client.get(f"/my/certificates/{certificate.public_id}/").text
    assert "撤销此证书" not in text
    stranger = sign_in("department")
    assert stranger.get(f"/my/certificates/{certificate.public_id}/").status_code == 404


def addresses(batch, certificate):
    base = "/my/certificates/"
    return {
        "list": base,
        "export": f"{base}export/",
        "own": f"{base}own/",
        "classes": f"{base}classes/",
        "class": f"{base}classes/{batch.teaching_class.public_id}/",
        "batch": f"{base}batches/{batch.public_id}/",
        "batch_document": f"{base}batches/{batch.public_id}/document/",
        "detail": f"{base}{certificate.public_id}/",
        "document": f"{base}{certificate.public_id}/document/",
    }


OFFICE = {"office", "admin"}
READERS = {*OFFICE, "department", "auditor"}
HOLDERS = {*OFFICE, "student", "instructor", "counsellor", "section", "department"}
ALLOWED = {
    "list": READERS,
    "export": READERS,
    "own": HOLDERS,
    "classes": OFFICE,
    "class": OFFICE,
    "batch": OFFICE,
    "batch_document": OFFICE,
    "detail": READERS,
    "document": HOLDERS,
}
ROLES = tuple(RoleKind.values)


@pytest.mark.parametrize("role", ROLES)
def test_every_page_denies_the_roles_it_is_not_for(sign_in, batch, certificate, role):
    client = sign_in(role)
    for name, address in addresses(batch, certificate).items():
        response = client.get(address)
        if response.streaming:
            list(response.streaming_content)  # which closes the file
        denied = response.status_code == 403
        assert denied == (role not in ALLOWED[name]), name


@pytest.mark.parametrize("role", sorted({*ROLES} - OFFICE))
def test_direct_posts_around_the_screens_are_denied(sign_in, batch, certificate, role):
    client = sign_in(role)
    for address in (
        f"/my/certificates/classes/{batch.teaching_class.public_id}/",
        f"/my/certificates/batches/{batch.public_id}/make/",
        f"/my/certificates/{certificate.public_id}/revoke/",
    ):
        assert client.post(address, {"reason": "x", "issued_on": "2026-11-01"}).status_code == 403
    certificate.refresh_from_db()
    assert certificate.state == "valid"


def test_everything_of_another_institution_is_not_found(sign_in, batch, certificate):
    client = sign_in("office", institution=InstitutionFactory())
    found = addresses(batch, certificate)
    for name in ("class", "batch", "batch_document", "detail", "document"):
        assert client.get(found[name]).status_code == 404, name
    assert client.post(f"{found['detail']}revoke/", {"reason": "x"}).status_code == 404
    assert client.post(f"{found['batch']}make/").status_code == 404
    assert client.post(found["class"], {"issued_on": "2026-11-01"}).status_code == 404
    assert client.get(found["list"]).context["page"].paginator.count == 0
    workbook = load_workbook(io.BytesIO(client.get(found["export"]).content))
    assert workbook.active.max_row == 1


def test_office_here_and_auditor_there_may_not_revoke_there(sign_in, certificate, institution):
    client = sign_in("office", institution=InstitutionFactory())
    sign_in("auditor", user=client.user, institution=institution)
    address = f"/my/certificates/{certificate.public_id}/"
    assert client.get(address).status_code == 200
    assert client.post(f"{address}revoke/", {"reason": "x"}).status_code == 404


def test_signed_out_people_are_asked_to_sign_in(client, batch, certificate):
    for address in addresses(batch, certificate).values():
        assert client.get(address)["Location"].startswith("/accounts/login/")
