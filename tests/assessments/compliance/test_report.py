"""An audit as JSON, spreadsheet and PDF, and from the command line."""

import datetime
import io
import json

import openpyxl
import pypdf
import pytest
from django.core.management import CommandError, call_command

from assessments.compliance.domain.audit import run_audit
from assessments.compliance.domain.report import json_report, pdf_report, xlsx_report
from assessments.compliance.models import AuditRun
from courses.institutions.masking import mask_name, mask_number
from courses.institutions.models import Student
from tests.factories.compliance import CertificateRuleFactory, RuleFactory
from tests.factories.institutions import (
    AdministrativeClassFactory,
    DepartmentFactory,
    InstitutionFactory,
    MajorFactory,
    StaffMemberFactory,
    StudentFactory,
)
from tests.factories.qualifications import LevelRecognitionFactory, StaffCertificateFactory

ON = datetime.date(2026, 12, 31)

pytestmark = pytest.mark.django_db


@pytest.fixture
def run(institution):
    """Two people, one certified; three students of two departments."""
    RuleFactory()
    CertificateRuleFactory()
    certified = StaffMemberFactory(institution=institution, name="王芳")
    StaffMemberFactory(institution=institution, name="=1+1")
    StaffCertificateFactory(
        staff=certified, level=LevelRecognitionFactory().level, expires_on=ON, number="+8612345"
    )
    for name, count in (("法学院", 1), ("文学院", 2)):
        department = DepartmentFactory(institution=institution, name=name)
        group = AdministrativeClassFactory(
            major=MajorFactory(department=department), entry_year=2023
        )
        StudentFactory.create_batch(count, administrative_class=group)
    return run_audit(institution, on=ON, by=None)


def test_json_has_the_agreed_keys(run):
    for finding in json_report(run):
        assert {
            "rule",
            "citation",
            "quotation",
            "severity",
            "state",
            "value",
            "threshold",
            "evidence",
        } <= finding.keys()


def test_json_evidence_names_the_rows_counted(run, institution):
    ratio, certificates = json_report(run)

    students = {str(student.public_id) for student in Student.objects.all()}
    assert set(ratio["evidence"]["students"]) == students
    assert len(ratio["evidence"]["students"]) == ratio["figures"]["students"] == 3
    assert len(ratio["evidence"]["staff"]) == ratio["figures"]["staff"] == 2
    assert len(certificates["evidence"]["certificates"]) == certificates["figures"]["holders"] == 1
    assert len(certificates["evidence"]["staff_without"]) == 1


def test_json_keeps_its_counts_when_a_row_is_deleted(run):
    Student.objects.order_by("pk").first().delete()

    students = json_report(run)[0]["evidence"]["students"]

    assert len(students) == 3
    assert sum(id_.startswith("deleted-") for id_ in students) == 1


def test_report_reads_the_same_after_the_records_changed(run, institution):
    before = pdf_report(run), json_report(run)

    institution.staff.update(name="改名")
    StaffMemberFactory(institution=institution)

    assert (pdf_report(run), json_report(run)) == before


def test_xlsx_lists_findings_and_the_rows_behind_them(run):
    workbook = openpyxl.load_workbook(io.BytesIO(xlsx_report(run)))

    assert workbook.sheetnames == ["核查结果", "1 人员", "1 学生", "2 人员"]
    findings = [[cell.value for cell in row] for row in workbook["核查结果"].iter_rows()]
    assert [row[3] for row in findings[3:]] == ["1:1.5", "1/2"]
    assert workbook["1 学生"].max_row == 2 + 3


def test_xlsx_neutralises_what_would_run_as_a_formula(run):
    workbook = openpyxl.load_workbook(io.BytesIO(xlsx_report(run)))

    cells = [cell for sheet in workbook for row in sheet.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    texts = [cell.value for cell in cells if isinstance(cell.value, str)]
    assert not [text for text in texts if text.startswith(("=", "+", "@", "-"))]
    assert any("=1+1" in text for text in texts)


def test_xlsx_masks_names_and_on_request_numbers(run):
    student = Student.objects.order_by("department__name", "student_number").first()

    def first_row(**options):
        sheet = openpyxl.load_workbook(io.BytesIO(xlsx_report(run, **options)))["1 学生"]
        return [cell.value for cell in sheet[3]]

    assert first_row()[:3] == [
        student.department.name,
        student.student_number,
        mask_name(student.name),
    ]
    assert first_row(show_student_numbers=False)[1] == mask_number(student.student_number)
    assert student.student_number not in mask_number(student.student_number)


def test_pdf_quotes_the_clauses_and_counts_by_department(run):
    reader = pypdf.PdfReader(io.BytesIO(pdf_report(run)))
    text = "".join(page.extract_text() for page in reader.pages).replace("\n", "")

    for finding in run.findings.select_related("rule"):
        assert finding.rule.quotation in text
    for words in ("1:1.5", "法学院", "文学院", "王芳", "2026年12月31日", "向上取至两位小数"):
        assert words in text
    assert Student.objects.first().student_number not in text


def test_pdf_prints_markup_in_a_name_as_it_is(institution):
    RuleFactory()
    StaffMemberFactory(institution=institution, name="<b>&amp;{{x}}", staff_number="<!--")
    run = run_audit(institution, on=ON, by=None)
    text = "".join(p.extract_text() for p in pypdf.PdfReader(io.BytesIO(pdf_report(run))).pages)

    assert "<b>&amp;{{x}}" in text.replace("\n", "")
    assert "<!--" in text


def test_pdf_without_findings_says_so(institution):
    run = run_audit(institution, on=ON, by=None)
    text = "".join(p.extract_text() for p in pypdf.PdfReader(io.BytesIO(pdf_report(run))).pages)

    assert "该日没有适用于本校的规定" in text


# --- command line ------------------------------------------------------------------------------


@pytest.mark.parametrize("report_format", ["json", "xlsx", "pdf"])
def test_command_writes_the_file(run, institution, tmp_path, report_format):
    file = tmp_path / f"audit.{report_format}"

    call_command(
        "audit",
        institution=institution.code,
        on="2026-12-31",
        format=report_format,
        output=str(file),
        stdout=io.StringIO(),
    )

    starts = {"json": b"[", "xlsx": b"PK", "pdf": b"%PDF"}
    assert file.read_bytes().startswith(starts[report_format])
    assert AuditRun.objects.filter(institution=institution).count() == 2


def test_command_prints_json(run, institution):
    out = io.StringIO()

    call_command(
        "audit",
        institution=institution.code,
        on="2026-12-31",
        format="json",
        output="-",
        stdout=out,
    )

    assert [finding["state"] for finding in json.loads(out.getvalue())] == ["met", "not_met"]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"institution": "0000000000"}, "no institution"),
        ({"on": "2026-02-30"}, "no date"),
        ({"on": "yesterday"}, "no date"),
        ({"output": "-", "format": "pdf"}, "Only JSON"),
        ({"output": "/nowhere/at/all.json"}, "can't be written"),
    ],
)
def test_command_refuses_with_a_sentence(institution, options, message):
    asked = {"institution": institution.code, "on": "2026-12-31", "format": "json", "output": "x"}

    with pytest.raises(CommandError, match=message):
        call_command("audit", **(asked | options))


def test_command_refused_leaves_no_audit():
    InstitutionFactory()

    with pytest.raises(CommandError):
        call_command("audit", institution="1", on="2026-12-31", format="json", output="-")
    assert not AuditRun.objects.exists()


def test_reference_data_loads_twice_without_a_change():
    call_command("load_reference_data", stdout=io.StringIO())
    out = io.StringIO()

    call_command("load_reference_data", stdout=out)

    assert "types changed: 0, levels: 0, readings: 0, teaching rules: 0" in out.getvalue()
