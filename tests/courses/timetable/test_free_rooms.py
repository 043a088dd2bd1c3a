"""Somebody looks for a room that nobody has."""

import datetime

import pytest
from django.urls import reverse

from courses.institutions.enums import RoleKind
from courses.timetable.domain.booking import book, bookings_of
from courses.timetable.domain.free_rooms import free_rooms
from courses.timetable.models import BusyTime, Room
from courses.timetable.weeks import every_week
from tests.factories.institutions import CampusFactory, InstitutionFactory
from tests.factories.teaching import TermFactory
from tests.factories.timetable import MeetingFactory, RoomFactory

pytestmark = pytest.mark.django_db
DAY = datetime.date(2026, 9, 14)


@pytest.fixture
def campus(institution):
    return CampusFactory(institution=institution)


def taken(campus, name, *, first_period, capacity=60):
    """A room with a meeting of two periods on the day."""
    room = RoomFactory(campus=campus, name=name, capacity=capacity)
    meeting = MeetingFactory(
        teaching_class__term__institution=campus.institution,
        date=DAY,
        first_period=first_period,
        room=room,
    )
    book(bookings_of(meeting, ()))
    return room


def names(*, first_period=3, periods=2, **asked):
    found = free_rooms(
        Room.objects.all(), date=DAY, first_period=first_period, periods=periods, **asked
    )
    return [(item.room.name, item.next_taken) for item in found]


def test_room_without_a_booking_is_free_all_day(campus):
    RoomFactory(campus=campus, name="101")
    assert names() == [("101", None)]


@pytest.mark.parametrize("first_period", [2, 3, 4])
def test_room_taken_in_one_of_the_periods_is_not_free(campus, first_period):
    taken(campus, "101", first_period=first_period)
    assert names() == []


def test_room_taken_before_is_free(campus):
    taken(campus, "101", first_period=1)
    assert names() == [("101", None)]


def test_room_taken_later_says_until_when_it_is_free(campus):
    taken(campus, "101", first_period=7)
    assert names() == [("101", 7)]


def test_room_taken_on_another_day_is_free(campus):
    room = taken(campus, "101", first_period=3)
    room.meetings.get().bookings.update(date=DAY + datetime.timedelta(days=7))
    assert names() == [("101", None)]


def test_room_that_another_course_has_is_not_free(institution, campus):
    term = TermFactory(institution=institution)
    busy = {"institution": institution, "term": term, "reason": "高等数学", "source": "教务"}
    room = RoomFactory(campus=campus, name="101")
    BusyTime.objects.create(
        room=room, weekday=1, first_period=4, periods=2, weeks=every_week(3, 3), **busy
    )
    assert term.first_monday + datetime.timedelta(weeks=2) == DAY
    assert names() == []
    assert names(first_period=1) == [("101", 4)]


def test_smallest_room_that_is_large_enough_comes_first(campus):
    for name, capacity in (("大", 200), ("小", 30), ("中", 60)):
        RoomFactory(campus=campus, name=name, capacity=capacity)
    assert [name for name, _until in names(seats=50)] == ["中", "大"]


def test_campus_narrows_the_search(campus):
    RoomFactory(campus=campus, name="东")
    other = CampusFactory(institution=campus.institution)
    RoomFactory(campus=other, name="西")
    assert names(campus=other) == [("西", None)]


ASKED = {"date": "2026-09-14", "first_period": "3", "periods": "2"}


@pytest.mark.parametrize("role", [RoleKind.TEACHING_OFFICE, RoleKind.INSTRUCTOR])
def test_page_lists_free_rooms_of_the_own_institution(sign_in, campus, role):
    RoomFactory(campus=campus, name="东101")
    RoomFactory(campus=CampusFactory(institution=InstitutionFactory()), name="他校202")
    text = sign_in(role).get(reverse("timetable:rooms_free"), ASKED).content.decode()
    assert "东101" in text
    assert "他校202" not in text


def test_page_says_what_to_do_when_nothing_is_free(sign_in, campus):
    taken(campus, "101", first_period=3)
    client = sign_in(RoleKind.TEACHING_OFFICE)
    text = client.get(reverse("timetable:rooms_free"), ASKED).content.decode()
    assert "没有空教室" in text


def test_page_names_a_field_that_makes_no_sense(sign_in):
    client = sign_in(RoleKind.TEACHING_OFFICE)
    text = client.get(reverse("timetable:rooms_free"), ASKED | {"date": "昨天"}).content.decode()
    assert "invalid" in text


@pytest.mark.parametrize("rooms", [1, 3])
def test_page_takes_the_same_queries_whatever_the_number_of_rooms(
    sign_in, campus, rooms, django_assert_max_num_queries
):
    RoomFactory.create_batch(rooms, campus=campus)
    client = sign_in(RoleKind.TEACHING_OFFICE)
    client.get(reverse("timetable:rooms_free"), ASKED)
    with django_assert_max_num_queries(9):
        client.get(reverse("timetable:rooms_free"), ASKED)
