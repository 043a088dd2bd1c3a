"""Month and day-by-day views, and the timetable of a department."""

import datetime

import pytest
from django.urls import reverse

from courses.teaching.domain.terms import set_exam_weeks
from courses.timetable.domain.months import Month, month_asked, months_of
from courses.timetable.domain.publication import publish
from courses.timetable.models import Meeting, Slot
from courses.timetable.weeks import even_weeks, odd_weeks
from tests.courses.timetable.terms import make_class, make_slot, make_term, make_version
from tests.factories.institutions import DepartmentFactory, StudentFactory
from tests.factories.teaching import EnrolmentFactory

MINE, BOARD = reverse("timetable:mine"), reverse("timetable:board")
D = datetime.date


@pytest.fixture
def term(institution):
    """From 31 August 2026, 18 weeks; one class on Mondays."""
    term = make_term(institution, classes=1)
    version = make_version(term)
    make_slot(version, term.teaching_classes.get())
    publish(version, by=None)
    return term


@pytest.fixture
def student(sign_in, term):
    client = sign_in("student")
    teaching_class = term.teaching_classes.get()
    student = StudentFactory(
        administrative_class=teaching_class.administrative_classes.first(), user=client.user
    )
    EnrolmentFactory(teaching_class=teaching_class, student=student, valid_from=D(2026, 8, 31))
    return client


def read(response):
    return response.content.decode()


def subject(kind, term):
    slot = Slot.objects.get(version__term=term)
    group = slot.teaching_class.administrative_classes.first()
    return {
        "instructor": slot.instructor,
        "class": group,
        "teaching-class": slot.teaching_class,
        "room": slot.room,
        "department": group.department,
    }[kind]


def test_months_of_a_term_are_those_its_weeks_touch(term):
    assert [str(month) for month in months_of(term)] == [
        *("2026-08", "2026-09", "2026-10", "2026-11", "2026-12", "2027-01"),
    ]


@pytest.mark.parametrize("text", ["", "2026-13", "1999-01", "x", "2026-9"])
def test_month_that_is_none_is_the_present_one(term, text):
    assert month_asked(term, text, today=D(2026, 10, 3)) == Month(2026, 10)


def test_month_before_and_after_the_term_is_the_nearest(term):
    assert month_asked(term, "", today=D(2026, 7, 1)) == Month(2026, 8)
    assert month_asked(term, "", today=D(2027, 3, 1)) == Month(2027, 1)


@pytest.mark.parametrize("view", ["month", "agenda"])
def test_month_names_the_holiday_and_what_a_make_up_day_is_taught_as(student, view):
    text = read(student.get(MINE, {"view": view, "month": "2026-10"}))
    assert "国庆节" in text
    assert "调休，上10月7日（周三）的课" in text


def test_month_shows_each_meeting_on_its_date(student, term):
    page = student.get(MINE, {"view": "month", "month": "2026-09"}).context["page"]
    expected = Meeting.objects.filter(date__month=9).values_list("date", flat=True)
    assert {day.date for day in page.days if day.entries} == set(expected)
    assert len(expected) == 5  # four Mondays from the 7th on, and the Sunday taught as one


def test_month_gives_every_date_its_box_under_its_weekday(student):
    page = student.get(MINE, {"view": "month", "month": "2026-09"}).context["page"]
    for line in page.lines:
        assert len(line.days) == 7
        for number, day in enumerate(line.days, start=1):
            assert day is None or day.date.isoweekday() == number
    assert [line.week for line in page.lines] == [1, 2, 3, 4, 5]


def test_dates_outside_the_term_have_no_week(student):
    page = student.get(MINE, {"view": "month", "month": "2026-08"}).context["page"]
    assert [day.week for day in page.days[-2:]] == [None, 1]


def test_agenda_lists_only_days_that_say_something(student):
    page = student.get(MINE, {"view": "agenda", "month": "2026-09"}).context["page"]
    assert all(day.entries or day.note or day.is_today for day in page.listed)
    assert D(2026, 9, 8) not in {day.date for day in page.listed}


@pytest.mark.parametrize("kind", ["instructor", "class", "teaching-class", "room", "department"])
@pytest.mark.parametrize("view", ["month", "agenda"])
def test_board_shows_a_month_of_each_kind(sign_in, term, kind, view):
    asked = {
        "kind": kind,
        "of": str(subject(kind, term).public_id),
        "view": view,
        "month": "2026-09",
    }
    response = sign_in("office").get(BOARD, asked)
    assert sum(len(day.entries) for day in response.context["page"].days) == 5


def test_board_shows_the_month_of_a_student(sign_in, student, term):
    of = student.user.qihang_student
    response = sign_in("office").get(
        BOARD, {"kind": "student", "of": str(of.public_id), "view": "month", "month": "2026-09"}
    )
    assert sum(len(day.entries) for day in response.context["page"].days) == 5


def test_links_between_views_keep_whose_timetable_it_is(sign_in, term):
    of = str(subject("room", term).public_id)
    text = read(sign_in("office").get(BOARD, {"kind": "room", "of": of, "week": "3"}))
    assert f"?kind=room&amp;of={of}&amp;view=month" in text
    assert f"?kind=room&amp;of={of}&amp;view=agenda" in text
    text = read(
        sign_in("office").get(
            BOARD, {"kind": "room", "of": of, "view": "month", "month": "2026-09"}
        )
    )
    assert f"?kind=room&amp;of={of}&amp;week=3" in text


def test_draft_has_weekly_times_and_no_months(sign_in, term):
    draft = make_version(term, number=2)
    slot = make_slot(draft, term.teaching_classes.get(), weekday=2)
    asked = {"kind": "room", "of": str(slot.room.public_id), "version": str(draft.public_id)}
    response = sign_in("office").get(BOARD, asked | {"view": "month"})
    assert response.context["view"] == "week"
    assert "月历" not in read(response)


def test_month_without_classes_leads_to_the_next(student):
    text = read(student.get(MINE, {"view": "agenda", "month": "2026-08"}))
    assert "2026年8月" in text
    text = read(student.get(MINE, {"view": "month", "month": "2027-01"}))
    assert "2027年1月没有课" in text
    assert "?view=month&amp;month=2026-12" in text


def test_term_that_is_not_published_leads_the_office_to_building(sign_in, institution):
    term = make_term(institution, classes=1)
    of = term.institution.rooms.first().public_id
    for view in ("week", "month", "agenda"):
        text = read(sign_in("office").get(BOARD, {"kind": "room", "of": str(of), "view": view}))
        assert "本学期课表尚未发布" in text
        assert reverse("timetable:build") in text
    text = read(sign_in("auditor").get(BOARD, {"kind": "room", "of": str(of)}))
    assert "去排课并发布" not in text


def test_department_shows_each_class_once_and_with_its_weeks(sign_in, institution):
    term = make_term(institution, classes=0, rooms=2)
    joint, alone, other = make_class(term), make_class(term, groups=1), make_class(term)
    department = DepartmentFactory(institution=institution)
    for teaching_class in (joint, alone):
        teaching_class.administrative_classes.update(department=department)
    version = make_version(term)
    rooms = institution.rooms.order_by("pk")
    make_slot(version, joint, weeks=odd_weeks(1, 16))
    make_slot(version, alone, weeks=even_weeks(1, 16))
    make_slot(version, other, room=rooms[1])
    publish(version, by=None)
    asked = {"kind": "department", "of": str(department.public_id), "week": "all"}
    grid = sign_in("office").get(BOARD, asked).context["page"].grid
    (monday, *_rest) = grid.days
    assert sorted(entry.weeks for entry in monday.entries) == ["1–15周(单)", "2–16周(双)"]
    assert joint.administrative_classes.count() == 2


def test_coordinator_looks_at_the_own_department_only(sign_in, term):
    own = subject("department", term)
    client = sign_in("department", department=own)
    other = DepartmentFactory(institution=term.institution)
    response = client.get(BOARD, {"kind": "department"})
    assert [name for _id, name in response.context["choices"]] == [own.name]
    page = client.get(BOARD, {"kind": "department", "of": str(own.public_id), "week": "3"})
    assert not page.context["page"].is_empty
    refused = client.get(BOARD, {"kind": "department", "of": str(other.public_id)})
    assert refused.status_code == 404
    paper = reverse("timetable:board_paper", kwargs={"form": "xlsx"})
    assert client.get(paper, {"kind": "department", "of": str(other.public_id)}).status_code == 404


def test_coordinator_cannot_print_every_department(sign_in, term):
    client = sign_in("department", department=subject("department", term))
    answer = client.post(
        reverse("timetable:print_all"),
        {"term": str(term.public_id), "kind": "department", "form": "xlsx"},
    )
    assert answer.url == BOARD


def test_office_prints_a_page_for_each_department(sign_in, term):
    answer = sign_in("office").post(
        reverse("timetable:print_all"),
        {"term": str(term.public_id), "kind": "department", "form": "xlsx"},
    )
    assert "/jobs/" in answer.url


@pytest.mark.parametrize("view", ["month", "agenda"])
def test_month_takes_the_same_queries_for_one_class_and_three(
    sign_in, term, view, django_assert_num_queries
):
    client = sign_in("office")
    department = subject("department", term)
    asked = {
        "kind": "department",
        "of": str(department.public_id),
        "view": view,
        "month": "2026-09",
    }
    client.get(BOARD, asked)
    with django_assert_num_queries(9):
        client.get(BOARD, asked)
    version = make_version(term, number=2)
    for weekday, teaching_class in enumerate(
        (term.teaching_classes.get(), make_class(term), make_class(term)), start=1
    ):
        teaching_class.administrative_classes.update(department=department)
        make_slot(version, teaching_class, weekday=weekday)
    publish(version, valid_from=term.first_monday, by=None)
    with django_assert_num_queries(9):
        page = client.get(BOARD, asked).context["page"]
    assert len({entry.classes for day in page.days for entry in day.entries}) == 3


def test_month_names_the_exam_weeks_after_the_last_class(student, term):
    set_exam_weeks(term, exam_weeks=2, by=None)
    page = student.get(MINE, {"view": "month", "month": "2027-01"}).context["page"]
    named = [day.date.day for day in page.days if day.note == "考试周"]
    assert named == [4, 5, 6, 7, 8, 11, 12, 13, 14, 15]
    assert [line.label for line in page.lines] == ["18", "考试", "考试", "", ""]
