"""A feed as an iCalendar document (RFC 5545)."""

import datetime
from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import override
from icalendar import Calendar, Event

from courses.timetable.domain.feed_rows import FeedRow, FeedRows
from courses.timetable.domain.feed_series import Series, local, series_of
from courses.timetable.domain.feed_subjects import FeedSubject
from courses.timetable.domain.feed_zone import TZID, needs_summer_time, time_zone
from courses.timetable.enums import MeetingStatus
from courses.timetable.weeks import format_weeks
from courses.timetable.wording import dated_text, periods_text, week_text

# Phones ask without a language; the feed is for Chinese readers.
LANGUAGE = "zh-hans"


def document_of(subject: FeedSubject, rows: FeedRows) -> bytes:
    """All meetings, cancelled ones marked as such. The same rows always give the same bytes."""
    calendar = Calendar()
    calendar.add("prodid", "-//Qihang//Timetable//ZH")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("x-wr-calname", subject.title)
    calendar.add("x-wr-timezone", TZID)
    calendar.add("refresh-interval", datetime.timedelta(hours=1), parameters={"VALUE": "DURATION"})
    years = {row.date.year for row in rows.meetings}
    calendar.add_component(time_zone(with_summer_time=needs_summer_time(years)))
    with override(LANGUAGE):
        for series in series_of(rows):
            for event in _events(series):
                calendar.add_component(event)
    return bytes(calendar.to_ical())


def _events(series: Series) -> Iterable[Event]:
    if series.is_single:
        (row,) = series.keys.values()
        yield _of_one_date(series, row, key=None)
        return
    event = _event(series, series.usual, changed_at=series.changed_at)
    event.add("dtstart", series.start)
    event.add("dtend", series.start + series.length)
    event.add("rrule", {"freq": "weekly", "interval": series.interval, "count": series.count})
    if series.excluded:
        event.add("exdate", series.excluded)
    if series.added:
        event.add("rdate", series.added)
    event.add("summary", series.usual.course)
    event.add("description", _plan(series))
    event.add("status", "CONFIRMED")
    yield event
    for key, row in series.overrides.items():
        yield _of_one_date(series, row, key=key)


def _of_one_date(series: Series, row: FeedRow, *, key: datetime.datetime | None) -> Event:
    cancelled = row.status == MeetingStatus.CANCELLED
    event = _event(series, row, changed_at=_whole(row.updated_on))
    if key is not None:
        event.add("recurrence-id", key)
    event.add("dtstart", local(row.starts_at))
    event.add("dtend", local(row.ends_at))
    summary = _("Cancelled: %(course)s") % {"course": row.course} if cancelled else row.course
    event.add("summary", summary)
    event.add("description", _particulars(row))
    event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    return event


def _event(series: Series, row: FeedRow, *, changed_at: datetime.datetime) -> Event:
    event = Event()
    event.add("uid", series.uid)
    # In a calendar that is no invitation DTSTAMP is the last revision (RFC 5545 3.8.7.2).
    event.add("dtstamp", changed_at)
    event.add("last-modified", changed_at)
    event.add("sequence", series.sequence)
    event.add("location", f"{row.campus} {row.room}")
    return event


def _plan(series: Series) -> str:
    """What holds for the whole series, and the unit of each date."""
    row = series.usual
    lines = [
        row.code,
        _("Instructor: %(name)s") % {"name": row.instructor},
        periods_text(row.first_period, row.periods),
    ]
    if row.weeks:
        lines.append(format_weeks(row.weeks))
    lines += [
        f"{dated_text(one.date, one.week)} {one.unit}"
        for one in sorted(series.keys.values(), key=lambda one: one.starts_at)
        if one.unit
    ]
    return "\n".join(lines)


def _particulars(row: FeedRow) -> str:
    lines = [
        row.code,
        _("Instructor: %(name)s") % {"name": row.instructor},
        f"{week_text(row.week)} {periods_text(row.first_period, row.periods)}",
    ]
    published = local(row.original_start)
    if local(row.starts_at) != published:
        week = (published.date() - row.first_monday).days // 7 + 1
        lines.append(
            _("Moved from %(date)s %(time)s")
            % {"date": dated_text(published.date(), week), "time": f"{published:%H:%M}"}
        )
    if row.unit:
        lines.append(row.unit)
    return "\n".join(lines)


def _whole(moment: datetime.datetime) -> datetime.datetime:
    return moment.astimezone(datetime.UTC).replace(microsecond=0)
