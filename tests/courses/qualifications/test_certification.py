"""The audit of certifications: asked, held, missing, on any date and as it was known."""

import datetime
import io
import logging

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook
from pypdf import PdfReader

from courses.institutions.domain.particulars import change_particulars
from courses.institutions.enums import StaffKind
from courses.institutions.models import StaffMember, StaffPeriod
from courses.qualifications.domain import grant_waiver
from courses.qualifications.domain.certification import certification_of, totals_of
from courses.qualifications.domain.coverage import Count
from courses.qualifications.domain.deadlines import Deadline, _sources, deadline_source
from courses.qualifications.domain.forecast import forecast_of
from courses.qualifications.enums import CertificateState, Light, Recognition, Severity
from courses.qualifications.models import StaffCertificate
from media.library.domain import store_private
from tests.factories.institutions import (
    DepartmentFactory,
    InstitutionFactory,
    StaffMemberFactory,
    UserFactory,
)
from tests.factories.qualifications import (
    CertificateRuleFactory,
    CredentialLevelFactory,
    LevelRecognitionFactory,
    StaffCertificateFactory,
    TeachingRuleFactory,
)

pytestmark = pytest.mark.django_db
ON = datetime.date(2026, 11, 20)


@pytest.fixture
def level(db):
    TeachingRuleFactory(
        staff_kind=StaffKind.FULL_TIME_TEACHER,
        province="41",
        valid_from=datetime.date(2025, 1, 1),
        quotation="必须持证。",
    )
    return LevelRecognitionFactory(recognition=Recognition.COUNTS).level


def rows_of(institution, on=ON, known_at=None):
    staff = StaffMember.objects.filter(institution=institution)
    return certification_of(staff, on=on, known_at=known_at)


def test_what_is_held_is_shown_with_the_day_on_which_it_lapses(institution, level) -> None:
    certificate = StaffCertificateFactory(
        staff__institution=institution, level=level, expires_on=datetime.date(2027, 12, 31)
    )
    (row,) = rows_of(institution)
    assert (row.held, row.gap) == ((certificate,), "")
    assert (row.deadline, row.deadline_reason) == (datetime.date(2028, 1, 1), "所持证书失效")


def test_gap_counts_from_the_day_on_which_it_was_asked_first(institution, level) -> None:
    StaffMemberFactory(institution=institution)
    (row,) = rows_of(institution)
    assert row.gap
    assert row.deadline == datetime.date(2025, 1, 1)


def test_gap_after_a_lapsed_certificate_counts_from_its_end(institution, level) -> None:
    StaffCertificateFactory(
        staff__institution=institution, level=level, expires_on=datetime.date(2026, 6, 30)
    )
    (row,) = rows_of(institution)
    assert (row.held, row.deadline) == ((), datetime.date(2026, 7, 1))


def test_certificate_that_never_counted_moves_no_deadline(institution, level) -> None:
    gcdf = LevelRecognitionFactory(recognition=Recognition.DOES_NOT_COUNT).level
    staff = StaffMemberFactory(institution=institution)
    StaffCertificateFactory(staff=staff, level=level, expires_on=datetime.date(2026, 3, 31))
    StaffCertificateFactory(staff=staff, level=gcdf, expires_on=datetime.date(2026, 10, 31))
    (row,) = rows_of(institution)
    assert row.deadline == datetime.date(2026, 4, 1)


def test_gap_counts_from_the_day_on_which_the_level_stopped_to_count(institution, level) -> None:
    StaffCertificateFactory(staff__institution=institution, level=level)
    LevelRecognitionFactory(
        level=level,
        institution=institution,
        recognition=Recognition.DOES_NOT_COUNT,
        valid_from=datetime.date(2026, 6, 1),
    )
    (row,) = rows_of(institution)
    assert row.deadline == datetime.date(2026, 6, 1)


@pytest.mark.parametrize(
    ("related", "light", "part"),
    [
        (Recognition.COUNTS, Light.QUALIFIED, "qualified"),
        (Recognition.UNDECIDED, Light.UNDECIDED, "undecided"),
        (Recognition.DOES_NOT_COUNT, Light.ADVISED, "lacking"),
        ("", Light.UNDECIDED, "undecided"),
    ],
)
def test_part_timer_is_told_alike_by_light_audit_and_coverage(
    institution, related, light, part
) -> None:
    TeachingRuleFactory(
        code="related-certificate",
        staff_kind=StaffKind.PART_TIME_TEACHER,
        severity=Severity.IN_PRINCIPLE,
    )
    junior = LevelRecognitionFactory(recognition=Recognition.DOES_NOT_COUNT, related=related).level
    staff = StaffMemberFactory(institution=institution, kind=StaffKind.PART_TIME_TEACHER)
    StaffCertificateFactory(staff=staff, level=junior)
    (row,) = rows_of(institution)
    shown = forecast_of(StaffMember.objects.all(), today=ON, months=1)
    assert (row.light, bool(row.gap)) == (light, part != "qualified")
    assert [month.coverage for month in shown.months] == [
        {group: Count(**{part: 1}) for group in month.coverage} for month in shown.months
    ]
    (totals,) = totals_of([institution], StaffMember.objects.all(), on=ON)
    assert (totals.qualified, totals.undecided) == (part == "qualified", part == "undecided")


def test_undecided_part_timer_whose_post_ends_soon_is_still_undecided(institution) -> None:
    CertificateRuleFactory()
    TeachingRuleFactory(
        code="related-certificate",
        staff_kind=StaffKind.PART_TIME_TEACHER,
        severity=Severity.IN_PRINCIPLE,
    )
    staff = StaffMemberFactory(
        institution=institution,
        kind=StaffKind.PART_TIME_TEACHER,
        kind__valid_to=datetime.date(2026, 12, 1),
    )
    StaffCertificateFactory(staff=staff)
    (row,) = rows_of(institution)
    assert row.light == Light.UNDECIDED


def test_waiver_that_ends_soon_is_not_counted_as_qualified(institution, level) -> None:
    CertificateRuleFactory()
    today = timezone.localdate()
    staff = StaffMemberFactory(institution=institution)
    grant_waiver(
        staff,
        reason="已报名",
        valid_from=today,
        valid_to=today + datetime.timedelta(days=30),
        by=UserFactory(),
    )
    (totals,) = totals_of([institution], StaffMember.objects.all(), on=today)
    assert (totals.qualified, totals.lapses_soon, totals.waived) == (0, 0, 1)


def test_gap_of_an_undecided_level_under_a_waiver_says_what_is_undecided(
    institution, level
) -> None:
    certificate = StaffCertificateFactory(
        staff__institution=institution, level=CredentialLevelFactory(name="三级")
    )
    grant_waiver(
        certificate.staff,
        reason="已报名",
        valid_from=timezone.localdate(),
        valid_to=timezone.localdate() + datetime.timedelta(days=30),
        by=UserFactory(),
    )
    (row,) = rows_of(institution, on=timezone.localdate())
    assert "未认定" in row.gap


def test_earlier_date_answers_for_that_date(institution, level) -> None:
    StaffCertificateFactory(
        staff__institution=institution, level=level, expires_on=datetime.date(2026, 6, 30)
    )
    (row,) = rows_of(institution, on=datetime.date(2026, 6, 1))
    assert row.gap == ""


def test_certificate_verified_later_was_not_known_before(institution, level) -> None:
    certificate = StaffCertificateFactory(
        staff__institution=institution, level=level, state=CertificateState.SUBMITTED
    )
    between = timezone.now()
    certificate.state = CertificateState.VERIFIED
    certificate.save()
    assert [row.gap for row in rows_of(institution)] == [""]
    assert rows_of(institution, known_at=between)[0].gap


def test_row_without_a_history_is_taken_as_it_is(institution, level) -> None:
    certificate = StaffCertificateFactory(staff__institution=institution, level=level)
    StaffCertificate.history.all().delete()
    (row,) = rows_of(institution, known_at=timezone.now())
    assert row.held == (certificate,)


def test_employment_entered_later_was_not_known_before(institution, level) -> None:
    before = timezone.now()
    StaffMemberFactory(institution=institution)
    assert rows_of(institution, known_at=before) == []
    assert len(rows_of(institution)) == 1


def test_deadlines_of_other_slices_are_shown(institution, level) -> None:
    StaffMemberFactory(institution=institution)

    @deadline_source("test")
    def training(staff, on):
        return {one.pk: [Deadline(datetime.date(2027, 8, 31), "轮训")] for one in staff}

    try:
        (row,) = rows_of(institution)
    finally:
        del _sources["test"]
    assert Deadline(datetime.date(2027, 8, 31), "轮训") in row.others


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("known", ["", "2026-11-20"])
def test_page_asks_as_much_for_many_people(
    institution, level, sign_in, django_assert_num_queries, count, known
) -> None:
    for _each in range(count):
        StaffCertificateFactory(
            staff__institution=institution,
            staff__department=DepartmentFactory(institution=institution),
            level=level,
            evidence=store_private(b"%PDF-1.4", name="x.pdf", by=None),
        )
    long_ago = timezone.now() - datetime.timedelta(days=400)
    StaffCertificate.objects.update(created_at=long_ago)
    StaffCertificate.history.update(history_date=long_ago)
    StaffPeriod.history.update(history_date=long_ago)
    client = sign_in("office")
    where = reverse("qualifications:audit_institution", args=[institution.public_id])
    query = {"on": ON.isoformat(), "known": known}
    assert len(client.get(where, query).context["page"]) == count
    with django_assert_num_queries(21 if known else 11):
        client.get(where, query)


def test_evidence_is_one_click_away_for_the_school_and_not_for_the_province(
    institution, level, sign_in
) -> None:
    certificate = StaffCertificateFactory(
        staff__institution=institution,
        level=level,
        evidence=store_private(b"%PDF-1.4", name="x.pdf", by=None),
    )
    where = reverse("qualifications:audit_institution", args=[institution.public_id])
    link = reverse("qualifications:evidence", args=[certificate.public_id])
    assert link in sign_in("auditor").get(where).content.decode()
    page = sign_in("province").get(where).content.decode()
    assert certificate.staff.name in page
    assert link not in page


def test_filters_narrow_page_and_export_alike(institution, level, sign_in) -> None:
    StaffCertificateFactory(staff__institution=institution, staff__name="甲", level=level)
    StaffMemberFactory(institution=institution, name="乙")
    client = sign_in("office")
    arguments = [institution.public_id]
    query = {"light": "not_qualified"}
    page = client.get(reverse("qualifications:audit_institution", args=arguments), query)
    assert [row.staff.name for row in page.context["page"]] == ["乙"]
    answer = client.get(reverse("qualifications:audit_file", args=[*arguments, "xlsx"]), query)
    cells = [cell.value for row in load_workbook(io.BytesIO(answer.content)).active for cell in row]
    assert "乙" in cells
    assert "甲" not in cells


def test_audit_of_an_earlier_day_has_the_name_and_the_department_of_that_day(
    institution, level, sign_in
) -> None:
    before, after = DepartmentFactory.create_batch(2, institution=institution)
    staff = StaffMemberFactory(institution=institution, name="王芳", department=before)
    moved = ON + datetime.timedelta(days=2)
    client = sign_in("office")
    change_particulars(staff, name="王方", department=after, valid_from=moved, by=client.user)
    arguments = [institution.public_id]

    def shown(day, department):
        query = {"on": day.isoformat(), "department": department.public_id}
        page = client.get(reverse("qualifications:audit_institution", args=arguments), query)
        file = client.get(reverse("qualifications:audit_file", args=[*arguments, "xlsx"]), query)
        cells = [row[1].value for row in load_workbook(io.BytesIO(file.content)).active]
        assert {"王芳", "王方"} & {*cells} == {row.staff.name for row in page.context["page"]}
        return [(row.staff.name, name) for row, name in page.context["shown"]]

    assert shown(ON, before) == [("王芳", before.name)]
    assert shown(ON, after) == []
    assert shown(moved, before) == []
    assert shown(moved, after) == [("王方", after.name)]


def test_page_and_workbook_say_who_asks_and_for_whom_the_level_is_read(
    institution, sign_in
) -> None:
    kind = StaffKind.FULL_TIME_TEACHER
    TeachingRuleFactory(staff_kind=kind, province="41", authority="省厅")
    level = LevelRecognitionFactory(level__name="四级").level
    LevelRecognitionFactory(
        level=level,
        staff_kind=kind,
        recognition=Recognition.DOES_NOT_COUNT,
        authority="校长办公会",
        citation="〔2026〕3号",
    )
    StaffCertificateFactory(staff__institution=institution, level=level)
    said = "四级：不计入（专职任课教师；校长办公会 · 〔2026〕3号）"
    client = sign_in("office")
    arguments = [institution.public_id]
    page = client.get(reverse("qualifications:audit_institution", args=arguments)).content.decode()
    answer = client.get(reverse("qualifications:audit_file", args=[*arguments, "xlsx"]))
    cells = [cell.value for row in load_workbook(io.BytesIO(answer.content)).active for cell in row]
    assert said in page
    assert "省厅 · 测试文件" in page
    assert {said, "省厅", "测试文件"} <= set(cells)


def test_workbook_runs_no_formula_and_the_export_is_logged(
    institution, level, sign_in, caplog
) -> None:
    StaffMemberFactory(institution=institution, name="=WEBSERVICE(1)", staff_number="@SUM(1)")
    where = reverse("qualifications:audit_file", args=[institution.public_id, "xlsx"])
    with caplog.at_level(logging.INFO, logger="qihang.audit"):
        answer = sign_in("office").get(where, {"q": "WEBSERVICE"})
    cells = [cell for row in load_workbook(io.BytesIO(answer.content)).active for cell in row]
    assert any("WEBSERVICE" in str(cell.value) for cell in cells)
    assert not any(str(cell.value or "").startswith(("=", "@")) for cell in cells)
    assert "certifications exported" in caplog.text
    assert "narrowed=q" in caplog.text
    assert "WEBSERVICE" not in caplog.text


def test_pdf_has_the_clause_and_signatures(institution, level, sign_in) -> None:
    StaffMemberFactory(institution=institution, name="王小明")
    where = reverse("qualifications:audit_file", args=[institution.public_id, "pdf"])
    answer = sign_in("office").get(where)
    pages = PdfReader(io.BytesIO(answer.content)).pages
    text = "".join(page.extract_text() for page in pages).replace("\n", "")
    for wanted in ("王小明", "必须持证。", "分管校领导", f"{institution.code}-CZ-", "共 1 页"):
        assert wanted in text


def test_province_sees_sums_and_opens_one_institution(institution, level, sign_in) -> None:
    StaffMemberFactory(institution=institution)
    StaffCertificateFactory(staff__institution=institution, level=level)
    elsewhere = InstitutionFactory(province="42", code="4142000001")
    client = sign_in("province")
    page = client.get(reverse("qualifications:audit_province"))
    totals = {one.institution.pk: one for one in page.context["page"]}
    assert elsewhere.pk not in totals
    own = totals[institution.pk]
    assert (own.employed, own.qualified, own.lacking) == (2, 1, 1)
    # Who lapses soon is among the qualified; an office adds up what stands side by side.
    assert "其中即将失效" in page.content.decode()
    opened = client.get(reverse("qualifications:audit_institution", args=[institution.public_id]))
    assert opened.status_code == 200
    other = client.get(reverse("qualifications:audit_institution", args=[elsewhere.public_id]))
    assert other.status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_sums_of_a_province_ask_as_much_for_many_institutions(
    sign_in, level, django_assert_num_queries, count
) -> None:
    for _each in range(count):
        StaffCertificateFactory(staff__institution=InstitutionFactory(), level=level)
    client = sign_in("province")
    where = reverse("qualifications:audit_province")
    client.get(where)
    with django_assert_num_queries(5):
        client.get(where)


def test_coordinator_sees_the_own_department(institution, level, sign_in) -> None:
    department = DepartmentFactory(institution=institution)
    own = StaffMemberFactory(institution=institution, department=department)
    StaffMemberFactory(institution=institution)
    client = sign_in("department", department=department, user=UserFactory())
    page = client.get(reverse("qualifications:audit")).context["page"]
    assert [row.staff for row in page] == [own]
