"""The audit pages: who sees what, and what they lead to."""

import datetime
import logging

import pytest
from django.urls import reverse

from assessments.compliance.domain.audit import run_audit
from assessments.compliance.models import AuditRun
from assessments.compliance.views.downloads import EXPORTS_A_MINUTE
from courses.institutions.enums import RoleKind
from courses.institutions.masking import mask_number
from tests.factories.compliance import AuditRunFactory, CertificateRuleFactory, RuleFactory
from tests.factories.institutions import (
    AdministrativeClassFactory,
    InstitutionFactory,
    RoleFactory,
    StaffMemberFactory,
    StudentFactory,
)
from tests.factories.qualifications import CredentialLevelFactory, StaffCertificateFactory

ON = datetime.date(2026, 12, 31)
OWN = ("office", "admin", "auditor")
OTHERS = ("department", "instructor", "counsellor", "student")

pytestmark = pytest.mark.django_db


def graduates(institution, count):
    group = AdministrativeClassFactory(major__department__institution=institution, entry_year=2023)
    return StudentFactory.create_batch(count, administrative_class=group)


@pytest.fixture
def run(institution):
    RuleFactory()
    CertificateRuleFactory()
    StaffMemberFactory(institution=institution, name="王小芳")
    graduates(institution, 2)
    return run_audit(institution, on=ON, by=None)


def pages_of(run):
    finding = run.findings.first()
    return [
        reverse("compliance:institution", args=[run.institution.public_id]),
        reverse("compliance:run", args=[run.public_id]),
        reverse("compliance:finding", args=[finding.public_id]),
        reverse("compliance:finding", args=[finding.public_id]) + "?rows=students",
        *(reverse("compliance:download", args=[run.public_id, f]) for f in ("json", "xlsx", "pdf")),
    ]


@pytest.mark.parametrize("role", [*OWN, "province"])
def test_pages_open_for_their_readers(run, sign_in, role):
    client = sign_in(role)

    assert [client.get(page).status_code for page in pages_of(run)] == [200] * 7


@pytest.mark.parametrize("role", OTHERS)
def test_pages_are_denied_to_others(run, sign_in, role):
    client = sign_in(role)

    assert {client.get(page).status_code for page in pages_of(run)} == {403}
    assert client.get(reverse("compliance:index")).status_code == 403


@pytest.mark.parametrize("role", OWN)
def test_pages_of_another_institution_are_not_found(run, sign_in, role):
    client = sign_in(role, institution=InstitutionFactory())

    assert {client.get(page).status_code for page in pages_of(run)} == {404}


def test_pages_of_another_province_are_not_found(sign_in):
    RuleFactory(province="")
    run = run_audit(InstitutionFactory(province="61"), on=ON, by=None)
    client = sign_in("province")

    assert {client.get(page).status_code for page in pages_of(run)} == {404}


def test_office_that_teaches_elsewhere_reads_no_audit_there(run, sign_in, institution):
    client = sign_in("office", institution=InstitutionFactory())
    RoleFactory(user=client.user, kind=RoleKind.INSTRUCTOR, institution=institution)

    assert {client.get(page).status_code for page in pages_of(run)} == {404}


def test_signed_out_people_are_asked_to_sign_in(run, client):
    assert {client.get(page).status_code for page in pages_of(run)} == {302}


@pytest.mark.parametrize("role", [*OWN, "province"])
def test_audit_runs_as_long_work_and_shows_its_result(run, sign_in, run_jobs, institution, role):
    client = sign_in(role)
    on = "2026-09-30"

    with run_jobs():
        response = client.post(
            reverse("compliance:start", args=[institution.public_id]), {"on": on}
        )
    result = client.get(reverse("compliance:institution", args=[institution.public_id]), {"on": on})

    assert response.status_code == 302
    made = AuditRun.objects.get(on=datetime.date(2026, 9, 30))
    assert made.made_by == client.user
    assert "截至2026年9月30日" in result.content.decode()
    assert client.get(response.url).status_code == 200


@pytest.mark.parametrize("role", OTHERS)
def test_audit_cannot_be_run_by_others(institution, sign_in, run_jobs, role):
    client = sign_in(role)

    with run_jobs():
        response = client.post(
            reverse("compliance:start", args=[institution.public_id]), {"on": "2026-12-31"}
        )

    assert response.status_code == 403
    assert not AuditRun.objects.exists()


def test_audit_cannot_be_run_elsewhere(sign_in, run_jobs):
    client = sign_in("office")

    with run_jobs():
        response = client.post(
            reverse("compliance:start", args=[InstitutionFactory().public_id]), {"on": "2026-12-31"}
        )

    assert response.status_code == 404
    assert not AuditRun.objects.exists()


@pytest.mark.parametrize("on", ["", "yesterday", "2026-02-30", "1066-10-14", "9999-12-31"])
def test_impossible_date_is_refused_with_a_sentence(institution, sign_in, on):
    client = sign_in("office")
    start = reverse("compliance:start", args=[institution.public_id])

    for response in (
        client.post(start, {"on": on}),
        client.get(reverse("compliance:index"), {"on": on}),
    ):
        assert response.status_code == 400
        assert "field-error" in response.content.decode()
    assert not AuditRun.objects.exists()


def test_index_shows_the_last_audit_at_once(run, sign_in):
    page = sign_in("office").get(reverse("compliance:index")).content.decode()

    assert "1:2" in page
    assert run.findings.first().rule.quotation in page


def test_index_leads_the_province_to_its_list(sign_in):
    response = sign_in("province").get(reverse("compliance:index"))

    assert response.url == reverse("compliance:institutions")


def test_page_without_an_audit_says_what_to_do(institution, sign_in):
    page = sign_in("office").get(reverse("compliance:index")).content.decode()

    assert "按此日期核查" in page
    assert "本校还没有核查" in page


def test_page_compares_with_the_audit_before(run, institution, sign_in):
    graduates(institution, 1)
    run_audit(institution, on=ON + datetime.timedelta(days=90), by=None)

    page = sign_in("office").get(reverse("compliance:index")).content.decode()

    assert "2026年12月31日为 1:2" in page


def test_undecided_level_and_person_are_named(institution, sign_in):
    CertificateRuleFactory()
    person = StaffMemberFactory(institution=institution, name="赵某某")
    level = CredentialLevelFactory(name="四级指导员")
    StaffCertificateFactory(staff=person, level=level)
    run_audit(institution, on=ON, by=None)

    page = sign_in("office").get(reverse("compliance:index")).content.decode()

    assert "待定" in page
    assert "四级指导员" in page
    assert "赵某某" in page


def test_students_page_shows_numbers_and_masks_names(run, sign_in, institution):
    student = institution.students.first()
    address = reverse("compliance:finding", args=[run.findings.first().public_id])

    page = sign_in("auditor").get(address, {"rows": "students"}).content.decode()

    assert student.student_number in page
    assert student.name not in page


def test_province_sees_masked_numbers_only(run, sign_in, institution):
    student = institution.students.first()
    address = reverse("compliance:finding", args=[run.findings.first().public_id])
    client = sign_in("province")

    page = client.get(address, {"rows": "students"}).content.decode()

    assert student.student_number not in page
    assert mask_number(student.student_number) in page


def test_rows_opened_are_the_rows_counted(run, sign_in, institution):
    """Whoever is enrolled after the audit is not shown among its rows."""
    late = graduates(institution, 1)[0]
    address = reverse("compliance:finding", args=[run.findings.first().public_id])

    page = sign_in("office").get(address, {"rows": "students"}).content.decode()

    assert late.student_number not in page
    assert page.count("<tr>") == 1 + 2


def test_students_are_filtered_by_department_and_number(run, sign_in, institution):
    graduates(institution, 3)
    run = run_audit(institution, on=ON, by=None)
    finding = run.findings.first()
    address = reverse("compliance:finding", args=[finding.public_id])
    client = sign_in("office")

    def count(**asked):
        page = client.get(address, {"rows": "students"} | asked).content.decode()
        return page.count("<tr>") - 1

    sizes = [department["students"] for department in finding.figures["departments"]]
    assert sorted(sizes) == [2, 3]
    assert [count(department=1), count(department=2)] == sizes
    assert count(department=99) == 5
    assert count(q=institution.students.last().student_number) == 1
    assert count(q="nobody") == -1


def test_staff_are_searched_by_name(run, sign_in, institution):
    StaffMemberFactory(institution=institution, name="李四")
    run = run_audit(institution, on=ON, by=None)
    address = reverse("compliance:finding", args=[run.findings.first().public_id])

    page = sign_in("office").get(address, {"rows": "staff", "q": "李"}).content.decode()

    assert "李四" in page
    assert "王小芳" not in page


def test_export_is_logged_with_the_person(run, sign_in, caplog):
    client = sign_in("auditor")

    with caplog.at_level(logging.INFO, logger="qihang.audit"):
        client.get(reverse("compliance:download", args=[run.public_id, "xlsx"]))

    assert f"exported as xlsx by user {client.user.pk}" in caplog.text


@pytest.mark.parametrize(("kind", "logged"), [("office", True), ("province", False)])
def test_whole_student_numbers_are_shown_with_a_line_in_the_log(run, sign_in, caplog, kind, logged):
    finding = run.findings.first()
    client = sign_in(kind)

    with caplog.at_level(logging.INFO, logger="qihang.audit"):
        client.get(reverse("compliance:finding", args=[finding.public_id]), {"rows": "students"})

    line = f"student numbers of a finding shown user={client.user.pk} finding={finding.pk}"
    assert (line in caplog.text) == logged


@pytest.mark.usefixtures("clock")
def test_exporting_without_end_is_slowed(run, sign_in):
    client = sign_in("office")
    address = reverse("compliance:download", args=[run.public_id, "json"])

    answers = [client.get(address) for _ in range(EXPORTS_A_MINUTE + 1)]

    assert answers[0].status_code == 200
    assert answers[-1].status_code == 429
    assert int(answers[-1]["Retry-After"]) > 0


def test_export_in_another_format_is_not_found(run, sign_in):
    address = reverse("compliance:download", args=[run.public_id, "docx"])

    assert sign_in("office").get(address).status_code == 404


def test_export_has_a_chinese_file_name_in_the_header(run, sign_in):
    response = sign_in("office").get(reverse("compliance:download", args=[run.public_id, "pdf"]))

    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    assert "no-store" in response["Cache-Control"]


def test_province_list_shows_lights_and_filters_them(run, sign_in):
    InstitutionFactory(name="没有核查的大学")
    InstitutionFactory(name="外省大学", province="61")
    client = sign_in("province")

    def names(**asked):
        page = client.get(reverse("compliance:institutions"), asked).content.decode()
        return [n for n in (run.institution.name, "没有核查的大学", "外省大学") if n in page]

    assert names() == [run.institution.name, "没有核查的大学"]
    assert names(light="bad") == [run.institution.name]
    assert names(light="none") == ["没有核查的大学"]
    assert names(q="没有核查") == ["没有核查的大学"]
    assert names(q="外省") == []


@pytest.mark.parametrize("role", OWN)
def test_province_list_is_for_the_province(sign_in, role):
    assert sign_in(role).get(reverse("compliance:institutions")).status_code == 403


def test_pages_need_no_more_queries_for_more_rows(
    run, institution, sign_in, django_assert_max_num_queries
):
    office, province = sign_in("office"), sign_in("province")

    def queries_of(run):
        counted = []
        addresses = [(office, page) for page in pages_of(run)[:4]]
        for client, page in [*addresses, (province, reverse("compliance:institutions"))]:
            with django_assert_max_num_queries(16) as captured:
                client.get(page)
            counted.append(len(captured))
        return counted

    few = queries_of(run)
    graduates(institution, 3)
    StaffMemberFactory.create_batch(3, institution=institution)
    for _ in range(3):
        run_audit(InstitutionFactory(), on=ON, by=None)
        AuditRunFactory(institution=institution)
    many = queries_of(run_audit(institution, on=ON + datetime.timedelta(days=1), by=None))

    # The bigger audit also has one before it to be compared with: one query.
    assert many[2:] == few[2:]
    assert [after - before for after, before in zip(many[:2], few[:2], strict=True)] == [1, 1]
