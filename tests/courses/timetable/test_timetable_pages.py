"""Whose timetable a person sees."""

import datetime

import pytest
from django.urls import reverse

from courses.timetable.domain.publication import publish
from courses.timetable.models import Meeting
from courses.timetable.weeks import every_week
from tests.courses.timetable.terms import make_class, make_slot, make_term, make_version
from tests.factories.institutions import DepartmentFactory, InstitutionFactory, StudentFactory
from tests.factories.teaching import EnrolmentFactory, TeachingAssignmentFactory

MINE, BOARD = reverse("timetable:mine"), reverse("timetable:board")


@pytest.fixture
def term(institution):
    term = make_term(institution, classes=1)
    version = make_version(term)
    make_slot(version, term.teaching_classes.get(), weeks=every_week(1, 16))
    publish(version, valid_from=version.term.first_monday, by=None)
    return term


def _text(response):
    return response.content.decode()


def _student_of(client, term, **fields):
    student = StudentFactory(
        administrative_class=term.teaching_classes.first().administrative_classes.first(),
        user=client.user,
    )
    EnrolmentFactory(teaching_class=term.teaching_classes.first(), student=student, **fields)
    return student


def test_mine_shows_a_student_the_meeting_of_the_week(sign_in, term):
    client = sign_in("student")
    _student_of(client, term)
    text = _text(client.get(MINE, {"week": "3"}))
    assert "第 3 周" in text
    assert Meeting.objects.first().room.name in text
    assert "1–16周" in text


def test_mine_shows_an_instructor_what_they_teach(sign_in, term):
    client = sign_in("instructor")
    staff = term.teaching_classes.get().assignments.get().staff
    staff.user = client.user
    staff.save()
    text = _text(client.get(MINE, {"week": "all"}))
    assert term.teaching_classes.get().administrative_classes.first().name in text


def test_mine_shows_nothing_of_classes_the_student_is_not_in(sign_in, term):
    client = sign_in("student")
    StudentFactory(
        administrative_class__major__department__institution=term.institution, user=client.user
    )
    response = client.get(MINE, {"week": "3"})
    assert response.context["page"].grid.is_empty


def test_mine_of_a_late_joiner_begins_with_the_enrolment(sign_in, term):
    client = sign_in("student")
    _student_of(client, term, valid_from=datetime.date(2026, 9, 14))
    assert client.get(MINE, {"week": "2"}).context["page"].grid.is_empty
    assert not client.get(MINE, {"week": "3"}).context["page"].grid.is_empty


def test_mine_of_a_draft_is_empty(sign_in, institution):
    term = make_term(institution, classes=1)
    make_slot(make_version(term), term.teaching_classes.get())
    client = sign_in("student")
    _student_of(client, term)
    assert client.get(MINE, {"week": "all"}).context["page"].grid.is_empty


def test_mine_without_a_term_says_what_will_come(sign_in):
    assert "教务处发布后" in _text(sign_in("student").get(MINE))


def test_mine_leads_the_office_to_the_board(sign_in):
    assert sign_in("office").get(MINE).url == BOARD


@pytest.mark.parametrize("week", ["0", "99", "-1", "²", "x", "9" * 5000])
def test_mine_of_a_week_that_is_none_shows_a_real_one(sign_in, term, week):
    client = sign_in("student")
    _student_of(client, term)
    response = client.get(MINE, {"week": week})
    assert 1 <= response.context["page"].week <= 18


def test_mine_takes_the_same_queries_for_one_class_and_three(
    sign_in, term, django_assert_max_num_queries
):
    client = sign_in("student")
    student = _student_of(client, term)
    with django_assert_max_num_queries(10):
        client.get(MINE, {"week": "3"})
    version = make_version(term, number=2)
    make_slot(version, term.teaching_classes.first())
    for weekday in (2, 3):
        teaching_class = make_class(term)
        EnrolmentFactory(teaching_class=teaching_class, student=student)
        make_slot(version, teaching_class, weekday=weekday)
    publish(version, valid_from=version.term.first_monday, by=None)
    with django_assert_max_num_queries(10):
        response = client.get(MINE, {"week": "3"})
    # 9月20日 (Sunday) is taught as a Monday.
    assert sum(len(day.entries) for day in response.context["page"].grid.days) == 4


@pytest.mark.parametrize("role", ["office", "admin", "auditor"])
@pytest.mark.parametrize("kind", ["instructor", "class", "teaching-class"])
def test_board_shows_any_timetable_of_the_institution(sign_in, term, role, kind):
    client = sign_in(role)
    (choice, _name) = client.get(BOARD, {"kind": kind}).context["choices"][0]
    page = client.get(BOARD, {"kind": kind, "of": choice, "week": "3"}).context["page"]
    assert len(page.grid.days[0].entries) == 1


def test_board_shows_the_room_that_is_taken(sign_in, term):
    room = Meeting.objects.first().room
    response = sign_in("office").get(
        BOARD, {"kind": "room", "of": str(room.public_id), "week": "3"}
    )
    assert len(response.context["page"].grid.days[0].entries) == 1


def test_board_shows_a_student(sign_in, term):
    student = EnrolmentFactory(teaching_class=term.teaching_classes.get()).student
    response = sign_in("office").get(
        BOARD, {"kind": "student", "of": str(student.public_id), "week": "3"}
    )
    assert len(response.context["page"].grid.days[0].entries) == 1


@pytest.mark.parametrize("role", ["instructor", "student", "counsellor", "province"])
def test_board_is_not_for_others(sign_in, role):
    assert sign_in(role).get(BOARD).status_code == 403


def test_board_of_another_institutions_term_is_not_found(sign_in, term):
    stranger = sign_in("office", institution=InstitutionFactory())
    assert stranger.get(BOARD, {"term": str(term.public_id)}).status_code == 404


def test_board_hides_another_institutions_room_when_there_is_a_term(sign_in, term):
    other = make_term(InstitutionFactory(), classes=0)
    stranger = sign_in("office", institution=other.institution)
    room = Meeting.objects.first().room
    response = stranger.get(BOARD, {"kind": "room", "of": str(room.public_id)})
    assert response.status_code == 404


def test_board_of_a_coordinator_holds_the_own_department_only(sign_in, term):
    teaching_class = term.teaching_classes.get()
    instructor = teaching_class.assignments.get().staff
    own = teaching_class.administrative_classes.first().department
    instructor.department = own
    instructor.save()
    query = {"kind": "teaching-class", "of": str(teaching_class.public_id), "week": "3"}
    assert sign_in("department", department=own).get(BOARD, query).status_code == 200
    foreign = DepartmentFactory(institution=term.institution)
    assert sign_in("department", department=foreign).get(BOARD, query).status_code == 404


def test_board_of_nonsense_is_not_found(sign_in, term):
    assert sign_in("office").get(BOARD, {"kind": "room", "of": "1"}).status_code == 404


def test_board_shows_a_draft_to_its_makers(sign_in, term):
    draft = make_version(term, number=2)
    slot = make_slot(draft, term.teaching_classes.get(), weekday=4)
    query = {"kind": "room", "of": str(slot.room.public_id), "version": str(draft.public_id)}
    page = sign_in("office").get(BOARD, query).context["page"]
    assert [day.weekday for day in page.grid.days if day.entries] == [4]
    assert sign_in("auditor").get(BOARD, query).status_code == 404


def test_board_takes_the_same_queries_for_one_class_and_three(
    sign_in, term, django_assert_max_num_queries
):
    client = sign_in("office")
    room = Meeting.objects.first().room
    query = {"kind": "room", "of": str(room.public_id), "week": "3"}
    with django_assert_max_num_queries(10):
        client.get(BOARD, query)
    version = make_version(term, number=2)
    for weekday in (1, 2, 3):
        make_slot(version, make_class(term), weekday=weekday, room=room)
    publish(version, valid_from=version.term.first_monday, by=None)
    with django_assert_max_num_queries(10):
        response = client.get(BOARD, query)
    assert sum(len(day.entries) for day in response.context["page"].grid.days) == 4


def test_mine_of_an_instructor_holds_what_they_teach_not_what_they_are_assigned(sign_in, term):
    other = TeachingAssignmentFactory(teaching_class=term.teaching_classes.get()).staff
    client = sign_in("instructor")
    other.user = client.user
    other.save()
    assert client.get(MINE, {"week": "3"}).context["page"].grid.is_empty
