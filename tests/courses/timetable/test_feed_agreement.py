"""Over a whole term a feed says what the database says, occurrence by occurrence."""

import datetime
from zoneinfo import ZoneInfo

import icalendar
import pytest
from django.utils import timezone
from schedule.models import Occurrence

from courses.timetable.domain.booking import book, bookings_of
from courses.timetable.domain.feeds import feed_of, renew_feed, share_feed
from courses.timetable.domain.make_up_days import answer_make_up_day
from courses.timetable.domain.publication import publish
from courses.timetable.enums import DayKind, MeetingStatus
from courses.timetable.models import Booking, CalendarDay, Meeting
from courses.timetable.weeks import even_weeks, odd_weeks
from tests.courses.timetable.calendars import occurrences, stored
from tests.courses.timetable.terms import make_class, make_slot, make_term, make_version
from tests.factories.institutions import StudentFactory, UserFactory
from tests.factories.teaching import EnrolmentFactory
from tests.factories.timetable import MeetingFactory

SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.fixture
def term(institution):
    """Two classes of one instructor: every Monday morning, and odd Thursday and even Wednesday
    afternoons, whose clock times change with the bells in October."""
    term = make_term(institution, classes=2, rooms=2)
    first, second = term.teaching_classes.order_by("pk")
    staff = first.assignments.get().staff
    second.assignments.update(staff=staff)
    version = make_version(term)
    make_slot(version, first, weekday=1)
    make_slot(version, second, weekday=4, first_period=5, weeks=odd_weeks(1, 16))
    make_slot(version, second, weekday=3, first_period=7, weeks=even_weeks(1, 16))
    publish(version, by=None)
    return term


@pytest.fixture
def staff(term):
    staff = Meeting.objects.first().instructor
    staff.user = UserFactory()
    staff.save()
    return staff


@pytest.fixture
def student(term):
    student = StudentFactory(
        administrative_class__major__department__institution=term.institution, user=UserFactory()
    )
    for teaching_class in term.teaching_classes.all():
        EnrolmentFactory(teaching_class=teaching_class, student=student)
    return student


def _move(meeting, **fields):
    """What a change request writes: the meeting, its bookings, the day of change."""
    for name, value in fields.items():
        setattr(meeting, name, value)
    meeting.weekday = meeting.date.isoweekday()
    meeting.week = meeting.term.week_of(meeting.date)
    meeting.save()
    Booking.objects.filter(meeting=meeting).delete()
    if meeting.status != MeetingStatus.CANCELLED:
        book(bookings_of(meeting, ()))
    Occurrence.objects.filter(pk=meeting.occurrence_id).update(updated_on=timezone.now())


def _to(meeting, *, days, hour):
    start = timezone.localtime(meeting.starts_at) + datetime.timedelta(days=days)
    start = start.replace(hour=hour, minute=0)
    return {
        "date": start.date(),
        "starts_at": start,
        "ends_at": start + datetime.timedelta(minutes=100),
    }


def _change_much(term):
    """Moved, cancelled, into another room, both at once, and an extra meeting of no slot."""
    meetings = list(Meeting.objects.filter(slot__weekday=1).order_by("starts_at"))
    other = term.institution.rooms.exclude(pk=meetings[0].room_id).get()
    _move(meetings[0], **_to(meetings[0], days=4, hour=16))
    _move(meetings[2], status=MeetingStatus.CANCELLED)
    _move(meetings[3], room=other)
    _move(meetings[5], room=other, **_to(meetings[5], days=-2, hour=19))
    evens = list(Meeting.objects.filter(slot__weekday=3).order_by("starts_at"))
    _move(evens[1], status=MeetingStatus.CANCELLED, **_to(evens[1], days=1, hour=20))
    MeetingFactory(
        teaching_class=meetings[0].teaching_class,
        instructor=meetings[0].instructor,
        room=meetings[0].room,
        date=datetime.date(2026, 12, 26),
        week=17,
        starts_at=datetime.datetime(2026, 12, 26, 9, tzinfo=SHANGHAI),
    )


def _read(secret):
    return feed_of(secret).document()


def test_feed_of_an_instructor_agrees_over_a_term_of_changes(term, staff):
    _change_much(term)
    assert occurrences(_read(renew_feed(staff.user))) == stored(Meeting.objects.all())


def test_feed_of_a_student_agrees_over_a_term_of_changes(term, student):
    _change_much(term)
    assert occurrences(_read(renew_feed(student.user))) == stored(Meeting.objects.all())


def test_feed_of_a_late_joiner_agrees_from_the_day_of_joining(term, student):
    _change_much(term)
    student.enrolments.update(valid_from=datetime.date(2026, 10, 13))
    late = Meeting.objects.filter(date__gte=datetime.date(2026, 10, 13))
    assert occurrences(_read(renew_feed(student.user))) == stored(late)


def test_feed_of_a_room_agrees_and_leaves_with_the_class_that_left_it(term):
    _change_much(term)
    for room in term.institution.rooms.all():
        _feed, secret = share_feed(room, by=UserFactory())
        assert occurrences(_read(secret)) == stored(Meeting.objects.filter(room=room))


def test_feed_of_classes_agrees_over_a_term_of_changes(term):
    _change_much(term)
    teaching_class = term.teaching_classes.order_by("pk").first()
    own = stored(Meeting.objects.filter(teaching_class=teaching_class))
    for subject in (teaching_class, teaching_class.administrative_classes.first()):
        _feed, secret = share_feed(subject, by=UserFactory())
        assert occurrences(_read(secret)) == own


def test_feed_of_a_substituted_date_changes_both_calendars(term, staff):
    meeting = Meeting.objects.filter(slot__weekday=1).order_by("starts_at")[4]
    other = make_class(term).assignments.get().staff
    other.user = UserFactory()
    other.save()
    secrets = renew_feed(staff.user), renew_feed(other.user)
    before = _sequences(_read(secrets[0]))
    Occurrence.objects.filter(qihang_meeting__isnull=False).update(
        updated_on=timezone.now() - datetime.timedelta(days=1)
    )
    _move(meeting, instructor=other)
    for secret, person in zip(secrets, (staff, other), strict=True):
        own = stored(Meeting.objects.filter(instructor=person))
        assert occurrences(_read(secret)) == own
    after = _sequences(_read(secrets[0]))
    assert after.keys() == before.keys()


def test_feed_shows_a_make_up_workday_as_the_holiday_moved(term, staff):
    calendar = icalendar.Calendar.from_ical(_read(renew_feed(staff.user)))
    (made_up,) = [
        event
        for event in calendar.walk("VEVENT")
        if event["DTSTART"].dt.date() == datetime.date(2026, 9, 20)
    ]
    assert made_up["RECURRENCE-ID"].dt.date() == datetime.date(2026, 10, 5)
    assert "RDATE" not in calendar.to_ical().decode()


def test_feed_has_one_repeating_event_for_each_slot(term, staff):
    events = icalendar.Calendar.from_ical(_read(renew_feed(staff.user))).walk("VEVENT")
    rules = [event["RRULE"].to_ical().decode() for event in events if "RRULE" in event]
    assert sorted(rule.split(";INTERVAL=")[1][0] for rule in rules) == ["1", "2", "2"]
    assert len({str(event["UID"]) for event in events}) == 3


def test_feed_agrees_when_the_calendar_is_edited_after_the_publication(term, staff):
    """The make-up workday loses its date, another takes it: no occurrence is lost or doubled."""
    day = CalendarDay.objects.get(term=term, date=datetime.date(2026, 9, 20))
    secret = renew_feed(staff.user)
    answer_make_up_day(day, follows=None, by=None)
    assert occurrences(_read(secret)) == stored(Meeting.objects.all())
    other = CalendarDay.objects.get(term=term, date=datetime.date(2026, 10, 10))
    other.follows = datetime.date(2026, 10, 5)
    other.save()
    CalendarDay.objects.create(
        term=term,
        institution=term.institution,
        date=datetime.date(2026, 9, 21),
        kind=DayKind.MAKE_UP_WORKDAY,
        follows=datetime.date(2026, 9, 14),
    )
    assert occurrences(_read(secret)) == stored(Meeting.objects.all())


def test_feed_says_the_usual_periods_though_the_first_date_was_moved(term, staff):
    first = Meeting.objects.filter(slot__weekday=1).order_by("starts_at").first()
    _move(first, first_period=7, **_to(first, days=1, hour=16))
    calendar = icalendar.Calendar.from_ical(_read(renew_feed(staff.user)))
    uid = f"{first.teaching_class.public_id}-1@qihang"
    series = next(
        event
        for event in calendar.walk("VEVENT")
        if event["UID"] == uid and "RECURRENCE-ID" not in event
    )
    (moved,) = [
        event for event in calendar.walk("VEVENT") if "原定 8月31日" in event["DESCRIPTION"]
    ]
    assert "第1–2节" in series["DESCRIPTION"]
    assert "第7–8节" in moved["DESCRIPTION"]


def test_feed_published_anew_keeps_uids_and_agrees(term, staff):
    secret = renew_feed(staff.user)
    before = _sequences(_read(secret))
    first, second = term.teaching_classes.order_by("pk")
    version = make_version(term, number=2)
    make_slot(version, first, weekday=2, first_period=3)
    make_slot(version, second, weekday=5, first_period=5, weeks=odd_weeks(1, 16))
    make_slot(version, second, weekday=1, first_period=7, weeks=even_weeks(1, 16))
    publish(version, valid_from=term.first_monday, by=None)
    after = _read(secret)
    assert _sequences(after).keys() == before.keys()
    assert occurrences(after) == stored(Meeting.objects.all())


def test_feed_published_anew_within_the_term_keeps_what_stays(term, staff):
    """One time stays, the others move from week 9 on: their past keeps its UIDs."""
    secret = renew_feed(staff.user)
    before = _sequences(_read(secret))
    first, second = term.teaching_classes.order_by("pk")
    version = make_version(term, number=2)
    make_slot(version, first, weekday=1)
    make_slot(version, second, weekday=5, first_period=5)
    publish(version, valid_from=datetime.date(2026, 10, 26), by=None)
    after = _read(secret)
    assert occurrences(after) == stored(Meeting.objects.all())
    fresh = _sequences(after).keys() - before.keys()
    assert fresh == {f"{second.public_id}-3@qihang"}
    assert before.keys() < _sequences(after).keys()


def test_feed_sequence_grows_with_each_change(term, staff):
    secret = renew_feed(staff.user)
    meeting = Meeting.objects.filter(slot__weekday=1).order_by("starts_at")[6]
    uid = f"{meeting.teaching_class.public_id}-1@qihang"
    seen = [_sequences(_read(secret))[uid]]
    changes = (
        {"status": MeetingStatus.CANCELLED},
        {"status": MeetingStatus.SCHEDULED},
        _to(meeting, days=1, hour=10),
        {"room": term.institution.rooms.exclude(pk=meeting.room_id).get()},
    )
    for number, fields in enumerate(changes, start=1):
        _move(meeting, **fields)
        later = timezone.now() + datetime.timedelta(minutes=number)
        Occurrence.objects.filter(pk=meeting.occurrence_id).update(updated_on=later)
        seen.append(_sequences(_read(secret))[uid])
    assert seen == sorted(set(seen))


def test_feed_sequence_grows_when_a_student_leaves_the_class(term, student):
    secret = renew_feed(student.user)
    enrolment = student.enrolments.first()
    uid = f"{enrolment.teaching_class.public_id}-1@qihang"
    before = _sequences(_read(secret))[uid]
    enrolment.valid_to = datetime.date(2026, 10, 20)
    enrolment.save()
    assert _sequences(_read(secret))[uid] > before


@pytest.mark.parametrize("first_monday", [(1986, 3, 3), (1990, 2, 26), (1991, 9, 2)])
def test_feed_of_a_term_with_summer_time_is_not_an_hour_off(institution, first_monday):
    """Read by the zone in the document alone, as calendars without a zone database do."""
    term = make_term(institution, classes=1, first_monday=datetime.date(*first_monday), weeks=20)
    version = make_version(term)
    make_slot(version, term.teaching_classes.get())
    publish(version, by=None)
    _feed, secret = share_feed(term.teaching_classes.get(), by=UserFactory())
    content = _read(secret)
    assert occurrences(content) == stored(Meeting.objects.all())
    (zone,) = icalendar.Calendar.from_ical(content).walk("VTIMEZONE")
    own = zone.to_tz()
    for meeting in Meeting.objects.all():
        local = timezone.localtime(meeting.starts_at)
        assert local.replace(tzinfo=None).time() == datetime.time(8, 0)
        assert local.replace(tzinfo=None).replace(tzinfo=own).utcoffset() == local.utcoffset()


def _sequences(content):
    return {
        str(event["UID"]): int(event["SEQUENCE"])
        for event in icalendar.Calendar.from_ical(content).walk("VEVENT")
    }
