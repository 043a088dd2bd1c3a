"""A person's calendar for their phone: the secret address, and what it answers."""

import datetime
import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from icalendar import Calendar, Event, Timezone, TimezoneStandard

from cms.users.models import User
from courses.timetable.enums import MeetingStatus
from courses.timetable.models import FeedToken, Meeting
from courses.timetable.queries import own_meetings
from courses.timetable.weeks import format_weeks

TZID = settings.TIME_ZONE
# SEQUENCE must grow with every change and fit 32 bits: seconds since this moment do both.
SEQUENCE_EPOCH = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)


@dataclass(frozen=True)
class Feed:
    """An iCalendar document and when anything in it last changed."""

    body: bytes
    changed_at: datetime.datetime | None


def renew_feed(user: User) -> str:
    """A new secret for the person's feed; the former address stops at once. The secret is
    returned here only: the database keeps its SHA-256 digest."""
    token = secrets.token_urlsafe(32)
    FeedToken.objects.update_or_create(user=user, defaults={"digest": _digest(token)})
    return token


def switch_off_feed(user: User) -> None:
    FeedToken.objects.filter(user=user).delete()


def owner_of(token: str) -> User | None:
    """The person whose feed it is; None for an unknown secret and for a deactivated person."""
    found = (
        FeedToken.objects.select_related("user")
        .filter(digest=_digest(token), user__is_active=True)
        .first()
    )
    return found.user if found else None


def feed_of(user: User) -> Feed:
    """All published meetings of the person, cancelled ones marked as such. The same meetings
    always give the same bytes."""
    meetings = list(
        own_meetings(user)
        .with_names()
        .select_related("occurrence", "teaching_class__institution")
        .calendar_order()
    )
    # Phones ask without a language; the feed is for Chinese readers.
    with override("zh-hans"):
        body = _document(meetings)
    return Feed(body, max((_changed_at(meeting) for meeting in meetings), default=None))


def _document(meetings: Iterable[Meeting]) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", "-//Qihang//Timetable//ZH")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("x-wr-calname", _("My timetable"))
    calendar.add("x-wr-timezone", TZID)
    calendar.add("refresh-interval", datetime.timedelta(hours=1), parameters={"VALUE": "DURATION"})
    calendar.add_component(_timezone())
    for meeting in meetings:
        calendar.add_component(_event(meeting))
    return bytes(calendar.to_ical())


def _event(meeting: Meeting) -> Event:
    changed_at = _changed_at(meeting)
    cancelled = meeting.status == MeetingStatus.CANCELLED
    course = meeting.teaching_class.course.name
    event = Event()
    event.add("uid", f"{meeting.public_id}@qihang")
    # In a calendar that is no invitation DTSTAMP is the last revision (RFC 5545 3.8.7.2).
    event.add("dtstamp", changed_at)
    event.add("last-modified", changed_at)
    event.add("sequence", max(0, int((changed_at - SEQUENCE_EPOCH).total_seconds())))
    event.add("dtstart", timezone.localtime(meeting.starts_at))
    event.add("dtend", timezone.localtime(meeting.ends_at))
    event.add("summary", _("Cancelled: %(course)s") % {"course": course} if cancelled else course)
    event.add("location", f"{meeting.room.campus.name} {meeting.room.name}")
    event.add("description", _description(meeting))
    event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    return event


def _description(meeting: Meeting) -> str:
    lines = [
        meeting.teaching_class.code,
        _("Instructor: %(name)s") % {"name": meeting.instructor.name},
        _("Week %(week)d, periods %(first)d–%(last)d")
        % {
            "week": meeting.week,
            "first": meeting.first_period,
            "last": meeting.first_period + meeting.periods - 1,
        },
    ]
    if meeting.slot is not None:
        lines.append(format_weeks(meeting.slot.weeks))
    if meeting.unit is not None:
        lines.append(meeting.unit.title)
    return "\n".join(lines)


def _changed_at(meeting: Meeting) -> datetime.datetime:
    changed: datetime.datetime = meeting.occurrence.updated_on
    return changed.astimezone(datetime.UTC).replace(microsecond=0)


def _timezone() -> Timezone:
    """China has had one offset and no summer time since September 1991."""
    zone = Timezone()
    zone.add("tzid", TZID)
    standard = TimezoneStandard()
    standard.add("dtstart", datetime.datetime(1992, 1, 1))  # noqa: DTZ001 — local by definition
    standard.add("tzoffsetfrom", datetime.timedelta(hours=8))
    standard.add("tzoffsetto", datetime.timedelta(hours=8))
    standard.add("tzname", "CST")
    zone.add_component(standard)
    return zone


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
