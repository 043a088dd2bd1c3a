"""From a draft to meetings."""

import datetime

import pytest
from django.utils import timezone
from schedule.models import Calendar, Event, Occurrence

from courses.timetable.domain.publication import publish
from courses.timetable.domain.refusal import TimetableRefused
from courses.timetable.enums import ResourceKind, VersionState
from courses.timetable.models import Booking, Meeting
from courses.timetable.weeks import every_week, week_set
from tests.courses.timetable.terms import make_class, make_slot, make_term, make_version

pytestmark = pytest.mark.django_db
D = datetime.date


@pytest.fixture
def term(institution):
    return make_term(institution, classes=1)


@pytest.fixture
def version(term):
    version = make_version(term)
    make_slot(version, term.teaching_classes.get())
    return version


def test_publish_writes_one_meeting_and_occurrence_a_date(version):
    publish(version, by=None)
    dates = list(Meeting.objects.values_list("date", flat=True))
    assert len(dates) == Occurrence.objects.count() == 16
    assert Event.objects.count() == Calendar.objects.count() == 1
    assert D(2026, 10, 5) not in dates
    assert D(2026, 9, 20) in dates


def test_publish_keeps_a_meeting_of_monday_on_monday(term):
    version = make_version(term)
    make_slot(version, term.teaching_classes.get(), weeks=every_week(1, 4))
    publish(version, by=None)
    first = Meeting.objects.calendar_order().first()
    starts = timezone.localtime(first.starts_at)
    assert (starts.isoweekday(), starts.hour) == (1, 8)
    assert timezone.localtime(first.occurrence.start) == starts
    assert timezone.localtime(first.occurrence.original_start) == starts


def test_publish_puts_the_make_up_workday_in_its_own_week(version):
    publish(version, by=None)
    made_up = Meeting.objects.get(date=D(2026, 9, 20))
    assert (made_up.week, made_up.weekday) == (3, 7)


def test_publish_rings_the_bell_in_force_on_each_date(term):
    version = make_version(term)
    make_slot(version, term.teaching_classes.get(), first_period=5)
    publish(version, by=None)
    times = {
        m.date: timezone.localtime(m.starts_at).strftime("%H:%M") for m in Meeting.objects.all()
    }
    assert (times[D(2026, 9, 14)], times[D(2026, 10, 12)]) == ("14:30", "14:00")


def test_publish_books_room_instructor_and_every_administrative_class(version):
    publish(version, by=None)
    meeting = Meeting.objects.calendar_order().first()
    assert sorted(meeting.bookings.values_list("kind", "period")) == sorted(
        (kind, period)
        for kind in (
            ResourceKind.ROOM,
            ResourceKind.STAFF,
            ResourceKind.ADMINISTRATIVE_CLASS,
            ResourceKind.ADMINISTRATIVE_CLASS,
        )
        for period in (1, 2)
    )


def test_publish_allots_units_in_the_order_of_hours(version):
    publish(version, by=None)
    positions = [m.unit.position for m in Meeting.objects.calendar_order().select_related("unit")]
    assert positions == list(range(1, 17))


def test_publish_makes_the_version_the_published_one(version):
    publish(version, by=None)
    version.refresh_from_db()
    assert version.state == VersionState.PUBLISHED
    assert version.published_at is not None


def test_publish_names_a_clash_inside_the_version_and_writes_nothing(version, term):
    other = make_class(term)
    slot = make_slot(version, other, first_period=2)
    with pytest.raises(TimetableRefused, match=rf"{slot.room.name}.*2026-08-31.*第2节"):
        publish(version, by=None)
    assert Meeting.objects.count() == Occurrence.objects.count() == Booking.objects.count() == 0
    version.refresh_from_db()
    assert version.state == VersionState.DRAFT


def test_publish_names_a_clash_with_another_term_and_writes_nothing(version, term):
    publish(version, by=None)
    summer = make_term(term.institution, classes=1, rooms=0, code="2026-2027-3")
    clashing = make_version(summer)
    slot = make_slot(clashing, summer.teaching_classes.get(), weeks=week_set([2]))
    with pytest.raises(TimetableRefused, match=rf"{slot.room.name}.*2026-09-07"):
        publish(clashing, by=None)
    assert Meeting.objects.filter(term=summer).count() == 0
    assert Meeting.objects.filter(term=term).count() == 16


def test_publish_allows_odd_and_even_weeks_in_one_room(term):
    version = make_version(term)
    make_slot(version, term.teaching_classes.get(), weeks=week_set([1, 3]))
    make_slot(version, make_class(term), weeks=week_set([2, 4]))
    publish(version, by=None)
    assert Meeting.objects.count() == 4


def test_publish_refuses_a_period_without_a_bell(term):
    version = make_version(term)
    make_slot(version, term.teaching_classes.get(), first_period=10)
    with pytest.raises(TimetableRefused, match="第11节"):
        publish(version, by=None)


def test_publish_refuses_an_empty_version(term):
    with pytest.raises(TimetableRefused):
        publish(make_version(term), by=None)


def test_publish_takes_the_same_queries_for_one_class_and_three(
    term, django_assert_max_num_queries
):
    version = make_version(term)
    make_slot(version, term.teaching_classes.get(), weeks=every_week(1, 3))
    with django_assert_max_num_queries(45):
        publish(version, by=None)
    for weekday in (2, 3):
        make_slot(version, make_class(term), weekday=weekday, weeks=every_week(1, 3))
    with django_assert_max_num_queries(45):
        publish(version, valid_from=term.first_monday, by=None)
    assert Meeting.objects.count() == 9
