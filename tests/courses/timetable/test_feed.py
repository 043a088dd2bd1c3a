"""The calendar on a phone, read back as phones read it."""

import datetime
from zoneinfo import ZoneInfo

import icalendar
import pytest
from django.test import Client
from django.urls import reverse

from courses.institutions.enums import StudentStatus
from courses.timetable.domain.feeds import feed_of, renew_feed, switch_off_feed
from courses.timetable.domain.publication import publish
from courses.timetable.enums import MeetingStatus
from courses.timetable.models import FeedToken, Meeting
from tests.courses.timetable.calendars import occurrences
from tests.courses.timetable.terms import make_slot, make_term, make_version
from tests.factories.institutions import StudentFactory, UserFactory
from tests.factories.teaching import EnrolmentFactory

PAGE, RENEW, OFF = (reverse(f"timetable:feed{name}") for name in ("", "_renew", "_off"))
SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.fixture
def term(institution):
    term = make_term(institution, classes=1)
    version = make_version(term)
    make_slot(version, term.teaching_classes.get())
    publish(version, by=None)
    return term


@pytest.fixture
def student(term):
    user = UserFactory()
    student = StudentFactory(
        administrative_class__major__department__institution=term.institution, user=user
    )
    EnrolmentFactory(teaching_class=term.teaching_classes.get(), student=student)
    return user


def _get(token, **headers):
    return Client().get(reverse("feeds:ics", kwargs={"token": token}), **headers)


def _events(response):
    return icalendar.Calendar.from_ical(response.content).walk("VEVENT")


def test_feed_holds_every_meeting_of_a_student(student):
    assert len(occurrences(_get(renew_feed(student)).content)) == 16


def test_feed_holds_every_meeting_of_an_instructor(term):
    staff = term.teaching_classes.get().assignments.get().staff
    staff.user = UserFactory()
    staff.save()
    assert len(occurrences(_get(renew_feed(staff.user)).content)) == 16


def test_feed_of_somebody_without_classes_is_an_empty_calendar(db):
    response = _get(renew_feed(UserFactory()))
    assert (response.status_code, _events(response)) == (200, [])


def test_feed_keeps_monday_morning_on_monday_in_shanghai(student):
    first = min(_events(_get(renew_feed(student))), key=lambda event: event["DTSTART"].dt)
    starts = first["DTSTART"].dt
    assert starts == datetime.datetime(2026, 8, 31, 8, 0, tzinfo=SHANGHAI)
    assert first["DTSTART"].params["TZID"] == "Asia/Shanghai"
    assert starts.isoweekday() == 1


def test_feed_carries_its_time_zone(student):
    calendar = icalendar.Calendar.from_ical(_get(renew_feed(student)).content)
    (zone,) = calendar.walk("VTIMEZONE")
    assert zone["TZID"] == "Asia/Shanghai"
    assert zone.to_tz().utcoffset(datetime.datetime(2026, 9, 1)) == datetime.timedelta(hours=8)


def test_feed_has_what_the_format_requires(student):
    response = _get(renew_feed(student))
    calendar = icalendar.Calendar.from_ical(response.content)
    assert (calendar["VERSION"], bool(calendar["PRODID"])) == ("2.0", True)
    assert all(
        event.has_key("DTSTAMP") and event.has_key("UID") for event in calendar.walk("VEVENT")
    )
    assert response["Content-Type"] == "text/calendar; charset=utf-8"


def test_feed_folds_long_lines_and_ends_them_as_required(student):
    lines = _get(renew_feed(student)).content.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert not any(b"\n" in line for line in lines)


def test_feed_escapes_what_people_typed(student, term):
    room = Meeting.objects.first().room
    room.name = "A;B,C\\D\nBEGIN:VALARM"
    room.save()
    response = _get(renew_feed(student))
    assert icalendar.Calendar.from_ical(response.content).walk("VALARM") == []
    assert str(_events(response)[0]["LOCATION"]).endswith("A;B,C\\D\nBEGIN:VALARM")


def test_feed_marks_a_cancelled_meeting(student):
    meeting = Meeting.objects.first()
    Meeting.objects.filter(pk=meeting.pk).update(status=MeetingStatus.CANCELLED)
    series, *single = _events(_get(renew_feed(student)))
    (cancelled,) = [event for event in single if event["STATUS"] == "CANCELLED"]
    assert cancelled["RECURRENCE-ID"].dt == meeting.starts_at
    assert cancelled["UID"] == series["UID"]
    assert series["STATUS"] == "CONFIRMED"


def test_feed_keeps_the_uids_when_the_timetable_is_published_anew(student, term):
    token = renew_feed(student)
    before = {str(event["UID"]): event["SEQUENCE"] for event in _events(_get(token))}
    version = make_version(term, number=2)
    make_slot(version, term.teaching_classes.get(), weekday=3)
    publish(version, by=None)
    after = {str(event["UID"]): event["SEQUENCE"] for event in _events(_get(token))}
    assert set(after) <= set(before) or set(before) <= set(after)
    assert all(after[uid] >= before[uid] for uid in set(before) & set(after))


def test_feed_is_the_same_bytes_twice_and_answers_not_modified(student):
    token = renew_feed(student)
    first = _get(token)
    assert _get(token).content == first.content
    again = _get(token, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert first["Cache-Control"].startswith("private")


def test_feed_changed_is_sent_again(student):
    token = renew_feed(student)
    etag = _get(token)["ETag"]
    Meeting.objects.filter(date="2026-09-14").update(status=MeetingStatus.CANCELLED)
    assert _get(token, headers={"If-None-Match": etag}).status_code == 200


def test_feed_needs_no_session_and_sets_no_cookie(student):
    assert not _get(renew_feed(student)).cookies


def test_feed_of_an_unknown_secret_is_not_found(db):
    assert _get("x" * 43).status_code == 404


def test_feed_of_a_renewed_secret_is_not_found(student):
    old = renew_feed(student)
    renew_feed(student)
    assert _get(old).status_code == 404


def test_feed_of_a_deactivated_person_is_not_found(student):
    token = renew_feed(student)
    student.is_active = False
    student.save()
    assert _get(token).status_code == 404


def test_feed_of_staff_who_left_is_not_found(term):
    staff = term.teaching_classes.get().assignments.get().staff
    staff.user = UserFactory()
    staff.save()
    token = renew_feed(staff.user)
    assert _get(token).status_code == 200
    staff.periods.update(valid_to=datetime.date(2026, 9, 1))
    assert _get(token).status_code == 404


def test_feed_of_a_student_who_graduated_is_not_found(student):
    token = renew_feed(student)
    student.qihang_student.periods.update(status=StudentStatus.GRADUATED)
    assert _get(token).status_code == 404


def test_feed_switched_off_is_not_found(student):
    token = renew_feed(student)
    switch_off_feed(student)
    assert _get(token).status_code == 404


@pytest.mark.usefixtures("clock")
def test_feed_guesses_are_slowed_down(db):
    answers = [_get(f"guess-{number}").status_code for number in range(45)]
    assert answers[0] == 404
    assert 429 in answers


def test_feed_secret_is_not_in_the_database(student):
    token = renew_feed(student)
    assert token not in str(FeedToken.objects.values().get())
    assert feed_of(token).subject.student == student.qihang_student.pk


def test_feed_takes_a_fixed_number_of_queries(student, django_assert_max_num_queries):
    token = renew_feed(student)
    with django_assert_max_num_queries(9):
        etag = _get(token)["ETag"]
    with django_assert_max_num_queries(5):
        assert _get(token, headers={"If-None-Match": etag}).status_code == 304


def test_feed_page_shows_the_address_once(sign_in, term):
    client = sign_in("student")
    address = client.post(RENEW).context["address"]
    path = address.split("/calendar/")[1]
    assert path not in client.get(PAGE).content.decode()
    assert Client().get(f"/calendar/{path}").status_code == 200


def test_feed_page_is_not_changed_by_looking(sign_in):
    client = sign_in("student")
    assert client.get(RENEW).status_code == 405
    assert client.get(OFF).status_code == 405
    assert FeedToken.objects.count() == 0


def test_feed_page_switches_off(sign_in):
    client = sign_in("instructor")
    client.post(RENEW)
    client.post(OFF)
    assert FeedToken.objects.count() == 0


@pytest.mark.parametrize("role", ["office", "auditor", "province", "department", "counsellor"])
def test_feed_page_is_for_those_who_have_classes(sign_in, role):
    assert sign_in(role).get(PAGE).status_code == 403
