"""Timetables as PDF, Excel and CSV."""

import io

import openpyxl
import pypdf
import pytest
from django.urls import reverse

from courses.timetable.domain import paper
from courses.timetable.domain.paper import sheets_workbook, term_sheets
from courses.timetable.domain.publication import publish
from courses.timetable.formats.wakeup import parse_wakeup
from courses.timetable.models import Slot
from media.jobs.models import Job
from media.spreadsheets.reading import read_workbook
from tests.courses.timetable.terms import make_class, make_slot, make_term, make_version
from tests.factories.institutions import InstitutionFactory

PRINT_ALL = reverse("timetable:print_all")


@pytest.fixture
def term(institution):
    term = make_term(institution, classes=2)
    version = make_version(term)
    for weekday, teaching_class in enumerate(term.teaching_classes.order_by("pk"), start=1):
        make_slot(version, teaching_class, weekday=weekday)
    publish(version, by=None)
    return term


@pytest.fixture
def instructor(sign_in, term):
    client = sign_in("instructor")
    staff = term.teaching_classes.order_by("pk").first().assignments.get().staff
    staff.user = client.user
    staff.save()
    return client


def _paper(name, form):
    return reverse(f"timetable:{name}", kwargs={"form": form})


def _pdf(response):
    return pypdf.PdfReader(io.BytesIO(response.content))


def _content(response):
    return b"".join(response.streaming_content) if response.streaming else response.content


def test_own_timetable_as_pdf_is_one_landscape_page(instructor, term):
    response = instructor.get(_paper("own_paper", "pdf"), {"week": "all"})
    (page,) = _pdf(response).pages
    assert page.mediabox.width > page.mediabox.height
    text = page.extract_text()
    assert "的课表" in text
    assert "1–16周" in text.replace("\n", "")
    assert response["Content-Type"] == "application/pdf"
    assert response["Cache-Control"] == "private, no-store"


def test_own_timetable_as_excel_is_one_sheet_with_merged_cells(instructor, term):
    response = instructor.get(_paper("own_paper", "xlsx"), {"week": "all"})
    (sheet,) = openpyxl.load_workbook(io.BytesIO(response.content)).worksheets
    texts = {str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value}
    assert {"节次", "周一", "周五"} <= texts
    # Title, subtitle and the double period of Monday.
    assert {str(found) for found in sheet.merged_cells.ranges} == {"A1:F1", "A2:F2", "B4:B5"}
    assert "大学生职业发展" in sheet["B4"].value
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)


def test_own_timetable_of_a_week_has_its_dates(instructor, term):
    text = _pdf(instructor.get(_paper("own_paper", "pdf"), {"week": "3"})).pages[0].extract_text()
    assert "9月14日" in text
    assert "第3周" in text


def test_own_timetable_for_wakeup_is_read_back(instructor, term):
    response = instructor.get(reverse("timetable:own_wakeup"))
    (lesson,) = parse_wakeup(response.content.decode("utf-8-sig"), last_week=18)
    assert (lesson.time.weekday, lesson.time.first_period, lesson.time.last_period) == (1, 1, 2)


def test_own_timetable_of_another_form_is_not_found(instructor, term):
    assert instructor.get(_paper("own_paper", "docx")).status_code == 404


def test_own_timetable_of_somebody_without_one_leads_back(sign_in, institution):
    response = sign_in("student").get(_paper("own_paper", "pdf"))
    assert response["Location"] == reverse("timetable:mine")


@pytest.mark.parametrize("form", ["pdf", "xlsx"])
def test_board_prints_what_it_shows(sign_in, term, form):
    room = Slot.objects.first().room
    query = {"kind": "room", "of": str(room.public_id), "week": "all"}
    response = sign_in("auditor").get(_paper("board_paper", form), query)
    assert response.status_code == 200
    assert "attachment" in response["Content-Disposition"]


def test_board_of_another_institution_is_not_printed(sign_in, term):
    other = InstitutionFactory()
    make_term(other, classes=0)
    stranger = sign_in("office", institution=other)
    query = {"kind": "room", "of": str(Slot.objects.first().room.public_id)}
    assert stranger.get(_paper("board_paper", "pdf"), query).status_code == 404
    assert stranger.post(PRINT_ALL, {"term": str(term.public_id)}).status_code == 404


def test_all_classes_are_one_document_with_a_page_each(sign_in, term, run_jobs):
    office = sign_in("office")
    with run_jobs():
        office.post(PRINT_ALL, {"term": str(term.public_id), "kind": "class", "form": "pdf"})
    job = Job.objects.get()
    assert job.result["pages"] == 4
    response = office.get(job.next_url)
    reader = pypdf.PdfReader(io.BytesIO(_content(response)))
    assert len(reader.pages) == 4
    names = [page.extract_text().split(" ")[0].split("\n")[0] for page in reader.pages]
    assert len(set(names)) == 4


def test_many_pages_are_rendered_in_parts_and_joined(term, monkeypatch):
    monkeypatch.setattr(paper, "AT_ONCE", 3)
    reported = []
    sheets = term_sheets(term, Slot.objects.published(term), kind="class")
    content = paper.sheets_pdf(sheets, report=reported.append)
    pages = pypdf.PdfReader(io.BytesIO(content)).pages
    for page, sheet in zip(pages, sheets, strict=True):
        assert sheet.title.replace(" ", "") in page.extract_text().replace(" ", "")
    assert reported == [0, 75]


def test_all_of_a_department_are_printed_for_its_coordinator_alone(sign_in, term, run_jobs):
    group = term.teaching_classes.first().administrative_classes.first()
    coordinator = sign_in("department", department=group.department)
    with run_jobs():
        coordinator.post(
            PRINT_ALL, {"term": str(term.public_id), "kind": "teaching-class", "form": "xlsx"}
        )
    job = Job.objects.get()
    assert job.result["pages"] == 1
    assert sign_in("office").get(job.next_url).status_code == 404


def test_all_without_a_published_timetable_is_refused_in_words(sign_in, institution, run_jobs):
    term = make_term(institution, classes=0)
    with run_jobs():
        sign_in("office").post(
            PRINT_ALL, {"term": str(term.public_id), "kind": "room", "form": "pdf"}
        )
    assert Job.objects.get().error == "本学期的课表还没有发布。"


def test_all_of_nonsense_is_answered_in_words(sign_in, term):
    response = sign_in("office").post(
        PRINT_ALL, {"term": str(term.public_id), "kind": "x", "form": "pdf"}, follow=True
    )
    assert "以及 PDF" in response.content.decode()
    assert Job.objects.count() == 0


def test_sheets_are_read_in_the_same_queries_for_two_classes_and_four(
    term, django_assert_max_num_queries
):
    slots = Slot.objects.published(term)
    with django_assert_max_num_queries(4):
        assert len(term_sheets(term, slots, kind="class")) == 4
    version = make_version(term, number=2)
    for weekday in (3, 4):
        make_slot(version, make_class(term), weekday=weekday)
    publish(version, by=None)
    with django_assert_max_num_queries(4):
        assert len(term_sheets(term, Slot.objects.published(term), kind="class")) == 4


def test_sheet_neutralises_what_a_spreadsheet_would_run(term):
    room = Slot.objects.first().room
    room.name = "=1+1"
    room.save()
    content = sheets_workbook(term_sheets(term, Slot.objects.published(term), kind="room"))
    (sheet, *_others) = read_workbook(content, filename="x.xlsx").sheets
    assert not sheet.formulas


def test_pages_offer_the_files(instructor, sign_in, term):
    assert _paper("own_paper", "pdf") in instructor.get(reverse("timetable:mine")).content.decode()
    room = Slot.objects.first().room
    text = (
        sign_in("office")
        .get(reverse("timetable:board"), {"kind": "room", "of": str(room.public_id)})
        .content.decode()
    )
    assert _paper("board_paper", "xlsx") in text
    assert PRINT_ALL in text
