"""Two campuses whose bells overlap: nobody is on both at once."""

import datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from courses.timetable.domain.bells import Bells, set_bell_schedule
from courses.timetable.domain.booking import book, bookings_of
from courses.timetable.domain.publication import publish
from courses.timetable.domain.reassignment import give_meetings_to
from courses.timetable.domain.refusal import TimetableRefused
from courses.timetable.domain.travel import set_travel, travel_of
from courses.timetable.models import Meeting, Room, TimetableVersion
from courses.timetable.weeks import week_set
from tests.courses.timetable.terms import make_class, make_slot, make_term, make_version
from tests.factories.institutions import CampusFactory
from tests.factories.timetable import RoomFactory

pytestmark = pytest.mark.django_db

OVERLAPPING = ("08:00-08:45", "08:55-09:30", "09:40-10:05", "10:20-11:00")
"""Period 4 begins while period 3 of the sample, 10:00 to 10:45 all year, goes on."""
APART = ("07:00-07:40", "07:50-08:30", "08:40-09:20", "12:10-12:50")


@pytest.fixture
def term(institution: Any) -> Any:
    return make_term(institution, classes=2)


@pytest.fixture
def far(term: Any) -> Room:
    """A room of a campus whose fourth period overlaps the third of the others."""
    room: Room = RoomFactory(campus=CampusFactory(institution=term.institution))
    ring(room.campus, term.first_monday, OVERLAPPING)
    return room


def ring(campus: Any, valid_from: datetime.date, periods: tuple[str, ...]) -> None:
    times = [
        tuple(datetime.time.fromisoformat(each) for each in period.split("-")) for period in periods
    ]
    set_bell_schedule(
        campus.institution,
        name="分校",
        valid_from=valid_from,
        campus=campus,
        periods=times,
        by=None,
    )


def two_slots(term: Any, here: Room, there: Room, *, shared: str, later: int = 4) -> Any:
    """Period 3 here and period `later` there, with the same instructor or the same students."""
    first, second = term.teaching_classes.order_by("pk")
    instructor = None
    if shared == "instructor":
        instructor = first.assignments.get().staff
    else:
        second.administrative_classes.add(first.administrative_classes.first())
    version = make_version(term)
    weeks = week_set({1, 2})
    make_slot(version, first, first_period=3, periods=1, weeks=weeks, room=here)
    make_slot(
        version,
        second,
        first_period=later,
        periods=1,
        weeks=weeks,
        room=there,
        instructor=instructor,
    )
    return version


def near(term: Any) -> Room:
    room: Room = term.institution.rooms.order_by("pk").first()
    return room


def publish_refused(version: TimetableVersion) -> str:
    with pytest.raises(TimetableRefused) as refused:
        publish(version, by=None)
    assert not Meeting.objects.exists()
    return str(refused.value)


@pytest.mark.parametrize("shared", ["instructor", "students"])
def test_publication_with_somebody_on_two_campuses_at_once_is_refused(
    term: Any, far: Room, shared: str
) -> None:
    sentence = publish_refused(two_slots(term, near(term), far, shared=shared))
    first, second = term.teaching_classes.order_by("pk")
    for word in (first.code, second.code, far.campus.name, "10:20–11:00", "2026-08-31"):
        assert word in sentence


def test_publication_of_others_at_the_same_time_is_no_clash(term: Any, far: Room) -> None:
    first, second = term.teaching_classes.order_by("pk")
    version = make_version(term)
    make_slot(version, first, first_period=3, periods=1, weeks=1, room=near(term))
    make_slot(version, second, first_period=4, periods=1, weeks=1, room=far)
    publish(version, by=None)
    assert Meeting.objects.count() == 2


@pytest.mark.parametrize("shared", ["instructor", "students"])
def test_publication_on_one_campus_is_no_clash(term: Any, far: Room, shared: str) -> None:
    here, there = term.institution.rooms.exclude(pk=far.pk).order_by("pk")[:2]
    publish(two_slots(term, here, there, shared=shared), by=None)
    assert Meeting.objects.count() == 4


def test_bells_decide_for_each_date(term: Any, far: Room) -> None:
    """Winter bells that overlap don't matter before they ring."""
    second_monday = term.first_monday + datetime.timedelta(days=7)
    third_monday = second_monday + datetime.timedelta(days=7)
    version = two_slots(term, near(term), far, shared="students")
    ring(far.campus, term.first_monday, APART)
    ring(far.campus, third_monday, OVERLAPPING)
    publish(version, by=None)
    assert Meeting.objects.count() == 4
    ring(far.campus, second_monday, OVERLAPPING)
    with pytest.raises(TimetableRefused, match=second_monday.isoformat()):
        publish(version, valid_from=term.first_monday, by=None)


def test_instructor_given_a_class_on_another_campus_at_the_time_is_refused(
    term: Any, far: Room
) -> None:
    version = two_slots(term, near(term), far, shared="nothing")
    second = term.teaching_classes.order_by("pk").last()
    second.administrative_classes.set([])
    publish(version, by=None)
    staff = term.teaching_classes.order_by("pk").first().assignments.get().staff
    with pytest.raises(TimetableRefused, match="10:20–11:00"):
        give_meetings_to(second, staff=staff, valid_from=term.first_monday)
    assert not Meeting.objects.filter(teaching_class=second, instructor=staff).exists()


def test_search_knows_periods_that_overlap_without_minutes_between(term: Any, far: Room) -> None:
    [way] = travel_of(term, Bells(term.institution_id), periods=4)
    assert way.campuses == {str(near(term).campus_id), str(far.campus_id)}
    assert (3, 4) in way.too_short
    pair = sorted((near(term).campus_id, far.campus_id))
    set_travel(term.institution, minutes={(pair[0], pair[1]): 200}, by=None)
    [longer] = travel_of(term, Bells(term.institution_id), periods=4)
    assert longer.too_short > way.too_short


def test_booking_takes_the_same_queries_for_one_meeting_and_three(term: Any, far: Room) -> None:
    publish(two_slots(term, near(term), far, shared="instructor", later=1), by=None)
    for _ in range(2):
        make_class(term)

    def queries(meetings: list[Meeting]) -> int:
        rows = []
        for meeting in meetings:
            groups = meeting.teaching_class.administrative_classes.values_list("pk", flat=True)
            meeting.bookings.all().delete()
            rows += bookings_of(meeting, list(groups))
        with CaptureQueriesContext(
            connection,
        ) as captured:
            book(rows)
        return len(captured)

    meetings = list(Meeting.objects.order_by("pk"))
    assert queries(meetings[:1]) == queries(meetings[:3])
