"""Months and lists by day as PDF and Excel, read back."""

import datetime
import io
from urllib.parse import unquote

import openpyxl
import pypdf
import pytest
from django.urls import reverse

from courses.timetable.domain.agenda_paper import agenda_pdf
from courses.timetable.domain.grid import Entry
from courses.timetable.domain.month_paper import months_pdf, months_workbook
from courses.timetable.domain.months import Month, read_month
from courses.timetable.domain.publication import publish
from courses.timetable.domain.refusal import TimetableRefused
from courses.timetable.enums import MeetingStatus
from courses.timetable.models import Meeting, Slot
from tests.courses.timetable.terms import make_class, make_slot, make_term, make_version
from tests.factories.institutions import DepartmentFactory, InstitutionFactory, StudentFactory
from tests.factories.teaching import EnrolmentFactory

OCTOBER = {"month": "2026-10"}
D = datetime.date


@pytest.fixture
def term(institution):
    """From 31 August 2026, 18 weeks; one class on Mondays, taught on Sunday 20 September too."""
    term = make_term(institution, classes=1)
    make_slot(version := make_version(term), term.teaching_classes.get())
    publish(version, by=None)
    return term


@pytest.fixture
def instructor(sign_in, term):
    client = sign_in("instructor")
    staff = Slot.objects.get().instructor
    staff.user = client.user
    staff.save()
    return client


def own(client, form, **asked):
    return client.get(reverse("timetable:own_paper", kwargs={"form": form}), asked)


def board(client, form, kind, subject, **asked):
    query = {"kind": kind, "of": str(subject.public_id), **asked}
    return client.get(reverse("timetable:board_paper", kwargs={"form": form}), query)


def texts_of(response):
    reader = pypdf.PdfReader(io.BytesIO(response.content))
    return [page.extract_text().replace("\n", "") for page in reader.pages]


def book_of(response):
    return openpyxl.load_workbook(io.BytesIO(response.content))


def subject(kind):
    slot = Slot.objects.get()
    group = slot.teaching_class.administrative_classes.first()
    return {
        "instructor": slot.instructor,
        "class": group,
        "teaching-class": slot.teaching_class,
        "room": slot.room,
        "department": group.department,
    }[kind]


def busy_page(term, number):
    """November 2026, which touches six weeks, with so many meetings on every day."""
    page = read_month(
        term,
        Month(2026, 11),
        meetings=Meeting.objects.none(),
        with_classes=True,
        today=D(2026, 9, 1),
    )
    for day in page.days:
        day.entries.extend(
            Entry(
                weekday=day.date.isoweekday(),
                first_period=1,
                periods=2,
                course=f"大学生职业发展与就业指导第{each}班",
                classes="机械设计2601、机械设计2602、机械设计2603",
                room="龙子湖校区 第一教学楼 N403",
                instructor="买买提·艾力",
                weeks="",
                when="08:00–09:40",
                state="已安排",
            )
            for each in range(number)
        )
    return page


def test_month_as_pdf_is_one_landscape_page_with_holiday_and_make_up_day(instructor):
    response = own(instructor, "pdf", view="month", **OCTOBER)
    (page,) = pypdf.PdfReader(io.BytesIO(response.content)).pages
    assert page.mediabox.width > page.mediabox.height
    (text,) = texts_of(response)
    assert "2026年10月" in text
    assert "1 国庆节" in text
    assert "10 调休，上10月7日（周三）的课" in text
    assert "12 08:00–09:40 大学生职业发展" in text.replace("1208", "12 08")
    assert (response["Content-Type"], response["Cache-Control"]) == (
        "application/pdf",
        "private, no-store",
    )


@pytest.mark.parametrize(("view", "called"), [("month", "月历"), ("agenda", "逐日")])
def test_file_is_called_in_the_language_of_who_asks(instructor, view, called):
    disposition = own(instructor, "pdf", view=view, **OCTOBER)["Content-Disposition"]

    assert f"2026-10-{called}.pdf" in unquote(disposition)


def test_all_months_are_a_page_each(instructor):
    pages = texts_of(own(instructor, "pdf", view="month", month="all"))
    assert len(pages) == 6
    for page, month in zip(pages, ("8", "9", "10", "11", "12", "1"), strict=True):
        assert f"年{month}月" in page


def test_all_months_as_excel_are_a_sheet_each(instructor):
    book = book_of(own(instructor, "xlsx", view="month", month="all"))
    assert book.sheetnames == [
        *("2026年8月", "2026年9月", "2026年10月", "2026年11月", "2026年12月", "2027年1月")
    ]
    october = book["2026年10月"]
    assert [cell.value for cell in october[3]] == [
        *("周次", "周一", "周二", "周三", "周四", "周五", "周六", "周日")
    ]
    # The first of October is a Thursday of week 5.
    assert (october["A4"].value, october["E4"].value.split("\n")[0]) == ("5", "1 国庆节")
    assert (october.page_setup.orientation, october.page_setup.paperSize) == ("landscape", 9)


def test_month_that_is_not_asked_for_is_the_present_one(instructor):
    (sheet,) = book_of(own(instructor, "xlsx", view="month", month="x")).worksheets
    assert sheet.title == sheet["A2"].value.split(" · ")[-1]


@pytest.mark.parametrize("number", [1, 2, 3, 4, 40])
def test_month_stays_on_one_page_however_full_it_is(term, number):
    content = months_pdf("课表", "某大学", [busy_page(term, number)])
    (page,) = pypdf.PdfReader(io.BytesIO(content)).pages
    text = page.extract_text().replace("\n", "")
    assert text.count("买买提·艾力") >= 30
    assert ("还有" in text) == (number > 1)


def test_month_as_excel_leaves_no_meeting_out(term):
    content = months_workbook("课表", "某大学", [busy_page(term, 40)])
    (sheet,) = openpyxl.load_workbook(io.BytesIO(content)).worksheets
    assert sheet["H4"].value.count("买买提") == 40


def test_list_by_day_as_excel_has_a_row_for_each_meeting(instructor):
    meeting = Meeting.objects.filter(date=D(2026, 9, 14)).get()
    Meeting.objects.filter(pk=meeting.pk).update(status=MeetingStatus.CANCELLED)
    (sheet,) = book_of(own(instructor, "xlsx", view="agenda", month="2026-09")).worksheets
    title, _subtitle, header, *rows = sheet.iter_rows(values_only=True)
    assert title[0].endswith("的课表")
    assert header == (
        *("日期", "星期", "周次", "节次", "上课时间", "课程", "行政班", "任课教师", "教室", "状态"),
        "当日说明",
    )
    assert [row[0].date() for row in rows] == [
        *(D(2026, 9, 7), D(2026, 9, 14), D(2026, 9, 20), D(2026, 9, 21), D(2026, 9, 28))
    ]
    groups = "、".join(
        meeting.teaching_class.administrative_classes.order_by("name").values_list(
            "name", flat=True
        )
    )
    assert rows[1][1:] == (
        *("周一", 3, "1–2", "08:00–09:40", meeting.teaching_class.course.name, groups),
        *(meeting.instructor.name, f"{meeting.room.campus.name} {meeting.room.name}", "已停课"),
        None,
    )
    assert rows[2][10] == "调休，上10月5日（周一）的课"


def test_list_by_day_as_pdf_names_days_without_classes_too(instructor):
    (text,) = texts_of(own(instructor, "pdf", view="agenda", **OCTOBER))
    assert "2026-10-01周四5国庆节" in text.replace(" ", "")
    assert "第1页" in text.replace(" ", "")


def test_list_by_day_repeats_its_header_on_every_page(term):
    content = agenda_pdf("课表", "某大学", [busy_page(term, 4)])
    pages = pypdf.PdfReader(io.BytesIO(content)).pages
    assert len(pages) > 2
    texts = [page.extract_text().replace("\n", "") for page in pages]
    assert all("上课时间" in text for text in texts)
    assert sum(text.count("买买提") for text in texts) == 120


def test_list_too_long_for_a_pdf_is_refused_in_words(term):
    with pytest.raises(TimetableRefused, match="1230"):
        agenda_pdf("课表", "某大学", [busy_page(term, 41)])


def test_month_without_classes_says_so_in_the_list(instructor):
    Meeting.objects.filter(date=D(2026, 8, 31)).delete()
    (text,) = texts_of(own(instructor, "pdf", view="agenda", month="2026-08"))
    assert "2026年8月没有课" in text.replace(" ", "")


@pytest.mark.parametrize("kind", ["instructor", "class", "teaching-class", "room", "department"])
@pytest.mark.parametrize("view", ["month", "agenda"])
@pytest.mark.parametrize("form", ["pdf", "xlsx"])
def test_board_gives_the_file_of_each_kind(sign_in, term, kind, view, form):
    of = subject(kind)
    response = board(sign_in("auditor"), form, kind, of, view=view, month="2026-09")
    if form == "pdf":
        (text,) = texts_of(response)
    else:
        (sheet,) = book_of(response).worksheets
        text = "".join(str(cell) for row in sheet.iter_rows(values_only=True) for cell in row)
    assert f"{of}的课表" in text.replace(" ", "")
    assert text.count("08:00–09:40") == 5


def test_student_has_the_own_month(sign_in, term):
    client = sign_in("student")
    teaching_class = term.teaching_classes.get()
    student = StudentFactory(
        administrative_class=teaching_class.administrative_classes.first(), user=client.user
    )
    EnrolmentFactory(teaching_class=teaching_class, student=student, valid_from=D(2026, 8, 31))
    for reader, response in (
        ("student", own(client, "pdf", view="month", month="2026-09")),
        ("office", board(sign_in("office"), "pdf", "student", student, view="month")),
    ):
        assert f"{student.name}的课表" in texts_of(response)[0].replace(" ", ""), reader


def test_draft_has_no_months_on_paper_either(sign_in, term):
    draft = make_version(term, number=2)
    make_slot(draft, term.teaching_classes.get(), weekday=2)
    response = board(
        sign_in("office"),
        "xlsx",
        "room",
        draft.slots.get().room,
        view="month",
        version=str(draft.public_id),
    )
    (sheet,) = book_of(response).worksheets
    assert sheet["A3"].value == "节次"


@pytest.mark.parametrize("view", ["month", "agenda"])
def test_another_institution_gets_no_file(sign_in, term, view):
    other = InstitutionFactory()
    make_term(other, classes=0)
    stranger = sign_in("office", institution=other)
    assert board(stranger, "pdf", "room", subject("room"), view=view).status_code == 404


def test_coordinator_gets_the_own_department_only(sign_in, term):
    department = subject("department")
    client = sign_in("department", department=department)
    assert board(client, "xlsx", "department", department, view="agenda").status_code == 200
    other = DepartmentFactory(institution=term.institution)
    assert board(client, "xlsx", "department", other, view="agenda").status_code == 404


def test_file_of_another_form_is_not_found(instructor):
    assert own(instructor, "docx", view="month").status_code == 404


def test_sheet_neutralises_what_a_spreadsheet_would_run(sign_in, term):
    room = subject("room")
    room.name = "=1+1"
    room.save()
    office = sign_in("office")
    for view in ("month", "agenda"):
        response = board(office, "xlsx", "room", room, view=view, month="2026-09")
        (sheet,) = book_of(response).worksheets
        assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)


@pytest.mark.parametrize("view", ["month", "agenda"])
def test_pages_offer_the_files_beside_those_of_the_week(instructor, view):
    page = instructor.get(reverse("timetable:mine"), {"view": view, **OCTOBER})
    text = page.content.decode().replace("&amp;", "&")
    for form in ("pdf", "xlsx"):
        where = reverse("timetable:own_paper", kwargs={"form": form})
        assert f"{where}?view={view}&month=2026-10" in text
        assert f"{where}?view={view}&month=all" in text


@pytest.mark.parametrize("view", ["month", "agenda"])
@pytest.mark.parametrize("month", ["2026-09", "all"])
def test_files_take_the_same_queries_for_one_class_and_three(
    sign_in, term, view, month, django_assert_num_queries
):
    office, department = sign_in("office"), subject("department")

    def download():
        return board(office, "xlsx", "department", department, view=view, month=month)

    download()
    with django_assert_num_queries(9):
        download()
    version = make_version(term, number=2)
    for weekday, teaching_class in enumerate(
        (term.teaching_classes.get(), make_class(term), make_class(term)), start=1
    ):
        teaching_class.administrative_classes.update(department=department)
        make_slot(version, teaching_class, weekday=weekday)
    publish(version, valid_from=term.first_monday, by=None)
    with django_assert_num_queries(9):
        response = download()
    assert "".join(
        str(cell)
        for row in book_of(response).worksheets[0].iter_rows(values_only=True)
        for cell in row
    )
