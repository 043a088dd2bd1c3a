"""A term is published again: what people have done stays, the rest follows the new version."""

import datetime

import pytest
from django.utils import timezone
from schedule.models import Event, Occurrence

from courses.delivery.models import AttendanceRecord
from courses.timetable.domain.calendar import add_special_day
from courses.timetable.domain.publication import preview, publish
from courses.timetable.domain.refusal import TimetableRefused
from courses.timetable.enums import MeetingStatus, VersionState
from courses.timetable.models import Booking, Meeting, Publication, Slot
from courses.timetable.weeks import every_week
from tests.courses.timetable.terms import make_class, make_slot, make_term, make_version
from tests.factories.institutions import StaffMemberFactory
from tests.factories.teaching import EnrolmentFactory
from tests.factories.timetable import RoomFactory

pytestmark = pytest.mark.django_db
D = datetime.date
TERM_BEGINS = D(2026, 8, 31)
# Bookings of one meeting: room, instructor and two administrative classes for two periods.
TAKEN = 8


@pytest.fixture
def term(institution):
    return make_term(institution, classes=1)


@pytest.fixture
def published(term):
    """Mondays, periods 1–2, weeks 1–16: sixteen meetings."""
    version = make_version(term)
    make_slot(version, term.teaching_classes.get())
    publish(version, by=None)
    return version


def another(term, *, number=2, **slot):
    version = make_version(term, number=number)
    make_slot(version, term.teaching_classes.get(), **slot)
    return version


def meeting_on(month, day):
    return Meeting.objects.get(date=D(2026, month, day))


def move(meeting, to):
    """As a change request does: the occurrence remembers where it had been planned."""
    shift = to - meeting.date
    meeting.date, meeting.weekday = to, to.isoweekday()
    meeting.starts_at += shift
    meeting.ends_at += shift
    meeting.save()
    Occurrence.objects.filter(pk=meeting.occurrence_id).update(
        start=meeting.starts_at, end=meeting.ends_at
    )
    meeting.bookings.update(date=to)


def test_publish_twice_changes_nothing(published):
    before = list(Meeting.objects.order_by("pk").values_list("pk", "public_id"))
    changed = Occurrence.objects.latest("updated_on").updated_on
    first = Publication.objects.get()
    assert publish(published, valid_from=TERM_BEGINS, by=None) == first
    assert list(Meeting.objects.order_by("pk").values_list("pk", "public_id")) == before
    assert Occurrence.objects.latest("updated_on").updated_on == changed


def test_publish_again_dates_by_the_present_calendar(published, term):
    add_special_day(term, date=D(2026, 9, 14), name="运动会", by=None)
    publish(published, valid_from=TERM_BEGINS, by=None)
    assert not Meeting.objects.filter(date=D(2026, 9, 14)).exists()
    assert Booking.objects.filter(date=D(2026, 9, 14)).count() == 0
    assert Meeting.objects.count() == 15


def test_holiday_declared_after_publication_touches_no_earlier_date(published, term):
    def state():
        rows = Meeting.objects.filter(date__lt=D(2026, 12, 7))
        return list(rows.order_by("pk").values_list("pk", "unit", "occurrence__updated_on"))

    before = state()
    add_special_day(term, date=D(2026, 12, 7), name="运动会", by=None)
    publish(published, valid_from=TERM_BEGINS, by=None)
    assert state() == before


def test_unit_of_a_lost_date_is_taught_on_the_next_one(published, term):
    lost = meeting_on(12, 7).unit
    add_special_day(term, date=D(2026, 12, 7), name="运动会", by=None)
    publish(published, valid_from=TERM_BEGINS, by=None)
    assert meeting_on(12, 14).unit == lost


def test_another_version_replaces_the_first(published, term):
    publish(another(term, weekday=3, weeks=every_week(1, 3)), valid_from=TERM_BEGINS, by=None)
    published.refresh_from_db()
    assert published.state == VersionState.SUPERSEDED
    assert {m.weekday for m in Meeting.objects.all()} == {3}
    assert Occurrence.objects.count() == 3
    assert Event.objects.count() == 1
    assert Slot.objects.exclude(event=None).get().version.number == 2


def test_another_version_keeps_the_address_of_the_nth_meeting(published, term):
    before = list(Meeting.objects.calendar_order().values_list("pk", "public_id"))
    publish(another(term, weekday=3, weeks=every_week(1, 3)), valid_from=TERM_BEGINS, by=None)
    after = list(Meeting.objects.calendar_order().values_list("pk", "public_id"))
    assert after == before[:3]


def test_meetings_before_the_date_stay(published, term):
    publish(another(term, weekday=3), valid_from=D(2026, 9, 14), by=None)
    dates = list(Meeting.objects.calendar_order().values_list("date", flat=True)[:3])
    assert dates == [D(2026, 8, 31), D(2026, 9, 7), D(2026, 9, 16)]


def test_first_publication_fills_the_whole_term_whatever_the_date(term):
    publish(another(term), valid_from=D(2026, 12, 1), by=None)
    assert Meeting.objects.earliest("date").date == TERM_BEGINS


def test_later_publication_begins_tomorrow_unless_told(published, term):
    publication = publish(another(term, weekday=3), by=None)
    assert publication.valid_from == timezone.localdate() + datetime.timedelta(days=1)


@pytest.mark.parametrize("status", [MeetingStatus.HELD, MeetingStatus.CANCELLED])
def test_held_and_cancelled_meetings_stay(published, term, status):
    Meeting.objects.filter(date=D(2026, 9, 14)).update(status=status)
    publish(another(term, weekday=3), valid_from=TERM_BEGINS, by=None)
    assert meeting_on(9, 14).status == status
    assert not Meeting.objects.filter(date=D(2026, 9, 16)).exists()
    assert [m.date for m in Meeting.objects.filter(weekday=1)] == [D(2026, 9, 14)]


def test_meeting_with_attendance_stays(published, term):
    meeting = meeting_on(9, 14)
    enrolment = EnrolmentFactory(teaching_class=meeting.teaching_class)
    AttendanceRecord.objects.create(
        meeting=meeting,
        enrolment=enrolment,
        institution=term.institution,
        status="present",
        recorded_at=timezone.now(),
    )
    publish(another(term, weekday=3), valid_from=TERM_BEGINS, by=None)
    assert meeting_on(9, 14).bookings.count() == TAKEN
    assert Booking.objects.count() == TAKEN * Meeting.objects.count()


def test_moved_meeting_stays_where_people_agreed(published):
    move(meeting_on(9, 14), D(2026, 9, 17))
    publish(published, valid_from=TERM_BEGINS, by=None)
    assert meeting_on(9, 17).weekday == 4
    assert not Meeting.objects.filter(date=D(2026, 9, 14)).exists()
    assert Meeting.objects.count() == 16


def test_substituted_meeting_keeps_the_substitute(published, term):
    colleague = StaffMemberFactory(institution=term.institution)
    Meeting.objects.filter(date=D(2026, 9, 14)).update(instructor=colleague)
    publish(published, valid_from=TERM_BEGINS, by=None)
    assert meeting_on(9, 14).instructor == colleague


def test_meeting_in_another_room_keeps_the_room(published, term):
    room = RoomFactory(campus=term.institution.rooms.first().campus)
    Meeting.objects.filter(date=D(2026, 9, 14)).update(room=room)
    publish(published, valid_from=TERM_BEGINS, by=None)
    assert meeting_on(9, 14).room == room


def test_class_never_meets_more_than_its_plan(published, term):
    """Ten Mondays are over; the new version teaches in the weeks after them, twice a week."""
    later = make_version(term, number=2)
    for weekday in (2, 4):
        make_slot(later, term.teaching_classes.get(), weekday=weekday, weeks=every_week(9, 16))
    publish(later, valid_from=D(2026, 11, 9), by=None)
    assert sum(meeting.periods for meeting in Meeting.objects.all()) == 32


def test_hours_that_the_change_costs_are_counted(published, term):
    """On Wednesday the class moves to Monday: this week's Monday is over, its Friday is gone."""
    friday = another(term, number=2, weekday=5)
    publish(friday, valid_from=TERM_BEGINS, by=None)
    assert preview(published, valid_from=D(2026, 9, 16)).owed == {term.teaching_classes.get().pk: 2}


def test_hours_that_stand_and_the_version_no_longer_plans_are_counted(published, term):
    shorter = another(term, weeks=every_week(1, 10))
    assert preview(shorter, valid_from=TERM_BEGINS).owed == {term.teaching_classes.get().pk: 12}


def test_units_go_on_after_what_was_taught(published, term):
    publish(another(term, weekday=3), valid_from=D(2026, 9, 14), by=None)
    units = [m.unit.position for m in Meeting.objects.calendar_order().select_related("unit")]
    assert units == list(range(1, len(units) + 1))


def test_roll_back_publishes_an_earlier_version(published, term):
    before = list(Meeting.objects.calendar_order().values_list("public_id", "date", "room"))
    other = another(term, weekday=3)
    publish(other, valid_from=TERM_BEGINS, by=None)
    publication = publish(published, valid_from=TERM_BEGINS, by=None)
    published.refresh_from_db()
    other.refresh_from_db()
    assert (published.state, other.state) == (VersionState.PUBLISHED, VersionState.SUPERSEDED)
    assert publication.number == 3
    assert list(Meeting.objects.calendar_order().values_list("public_id", "date", "room")) == before


def test_publication_counts_what_changed(published, term):
    Meeting.objects.filter(date=D(2026, 8, 31)).update(status=MeetingStatus.HELD)
    room = RoomFactory(campus=term.institution.rooms.first().campus)
    publication = publish(another(term, room=room), valid_from=TERM_BEGINS, by=None)
    counts = (
        publication.meetings_settled,
        publication.meetings_same,
        publication.meetings_changed,
        publication.meetings_added,
        publication.meetings_removed,
    )
    assert counts == (1, 0, 15, 0, 0)


def test_classes_that_swap_their_rooms_do_not_clash(term):
    one, two = term.institution.rooms.all()
    first, second = term.teaching_classes.get(), make_class(term)
    version = make_version(term)
    make_slot(version, first, room=one)
    make_slot(version, second, room=two)
    publish(version, by=None)
    swapped = make_version(term, number=2)
    make_slot(swapped, first, room=two)
    make_slot(swapped, second, room=one)
    publish(swapped, valid_from=TERM_BEGINS, by=None)
    assert set(Meeting.objects.filter(teaching_class=first).values_list("room", flat=True)) == {
        two.pk
    }
    assert Booking.objects.count() == 32 * TAKEN


def test_clash_with_a_meeting_that_stays_is_named_and_changes_nothing(published, term):
    held = meeting_on(9, 14)
    Meeting.objects.filter(pk=held.pk).update(status=MeetingStatus.HELD)
    version = make_version(term, number=2)
    make_slot(version, term.teaching_classes.get(), weekday=3)
    make_slot(version, make_class(term), weekday=1)
    with pytest.raises(TimetableRefused, match=rf"{held.room.name}.*2026-09-14"):
        publish(version, valid_from=TERM_BEGINS, by=None)
    assert Meeting.objects.count() == 16
    assert Publication.objects.count() == 1
