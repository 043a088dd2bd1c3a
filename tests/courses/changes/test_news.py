"""Who learns of a change: calendars on phones, home pages."""

import datetime
from typing import Any

import icalendar
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from courses.changes.domain import mark_seen, notices_for_staff, notices_for_student
from courses.changes.models import MeetingChange
from courses.timetable.domain.feeds import feed_of, renew_feed
from tests.courses.changes.test_requesting import agree, asked_move
from tests.factories.changes import Published
from tests.factories.institutions import StudentFactory, UserFactory
from tests.factories.teaching import EnrolmentFactory


def event_of(user: Any) -> Any:
    """The event of the world's only meeting in the person's calendar."""
    feed = feed_of(renew_feed(user))
    assert feed is not None
    events = icalendar.Calendar.from_ical(feed.document()).walk("VEVENT")
    assert len(events) <= 1
    return events[0] if events else None


def test_feed_shows_the_new_time_under_the_same_uid_with_grown_sequence(
    world: Published,
) -> None:
    before = event_of(world.student.user)
    agree(world, asked_move(world))
    after = event_of(world.student.user)
    world.meeting.refresh_from_db()
    assert after["DTSTART"].dt == timezone.localtime(world.meeting.starts_at)
    assert after["UID"] == before["UID"]
    assert after["DTSTART"].dt != before["DTSTART"].dt
    assert after["SEQUENCE"] > before["SEQUENCE"]
    assert after["STATUS"] == "CONFIRMED"


def test_feed_marks_a_cancelled_meeting_with_grown_sequence(world: Published) -> None:
    before = event_of(world.student.user)
    agree(world, world.ask("cancel"))
    after = event_of(world.student.user)
    assert (after["STATUS"], after["DTSTART"].dt) == ("CANCELLED", before["DTSTART"].dt)
    assert after["SEQUENCE"] > before["SEQUENCE"]


def test_feed_of_the_substitute_has_the_meeting_and_that_of_the_instructor_not(
    world: Published,
) -> None:
    agree(world, world.ask())
    assert event_of(world.colleague.user) is not None
    assert event_of(world.instructor.user) is None
    assert "何敏" in event_of(world.student.user)["DESCRIPTION"]


def sentences(world: Published) -> list[str]:
    return [one.sentence for one in notices_for_student(world.student.user, world.student)]


def test_students_and_both_instructors_are_told(world: Published) -> None:
    agree(world, world.ask())
    (said,) = sentences(world)
    assert "何敏" in said
    for staff in (world.instructor, world.colleague):
        assert len(notices_for_staff(staff.user, staff)) == 1


def test_request_that_waits_is_no_news(world: Published) -> None:
    world.ask()
    assert sentences(world) == []


def test_news_is_for_the_class_alone(world: Published) -> None:
    agree(world, world.ask())
    stranger = StudentFactory(administrative_class=world.student.administrative_class)
    EnrolmentFactory(teaching_class=world.add_class(), student=stranger)
    assert notices_for_student(UserFactory(), stranger) == []


def test_news_that_was_read_is_gone_for_the_reader_alone(world: Published) -> None:
    agree(world, world.ask())
    change = MeetingChange.objects.get()
    mark_seen([change], by=world.student.user)
    mark_seen([change], by=world.student.user)
    assert sentences(world) == []
    assert len(notices_for_staff(world.colleague.user, world.colleague)) == 1


def test_news_goes_after_two_weeks(world: Published) -> None:
    agree(world, world.ask())
    MeetingChange.objects.update(applied_at=timezone.now() - datetime.timedelta(days=15))
    assert sentences(world) == []


def test_home_shows_the_news_until_it_is_read(world: Published) -> None:
    agree(world, world.ask())
    client = Client()
    client.force_login(world.student.user, backend="cms.users.backends.AccountBackend")
    assert "由 何敏 代课" in client.get(reverse("portal:home")).content.decode()
    client.post(reverse("changes:read"))
    assert "由 何敏 代课" not in client.get(reverse("portal:home")).content.decode()
