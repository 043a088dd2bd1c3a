"""A feed as an iCalendar document (RFC 5545)."""

import datetime
from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import override

from courses.timetable.domain.feed_lines import LINE_END, line, local_line, text_line, utc_line
from courses.timetable.domain.feed_rows import FeedRow, FeedRows
from courses.timetable.domain.feed_series import Series, local, series_of
from courses.timetable.domain.feed_subjects import FeedSubject
from courses.timetable.domain.feed_zone import TZID, needs_summer_time, time_zone
from courses.timetable.enums import MeetingStatus
from courses.timetable.weeks import WeekSet, format_weeks, week_set
from courses.timetable.wording import dated_text, periods_text, week_text

# Phones ask without a language; the feed is for Chinese readers.
LANGUAGE = "zh-hans"


def document_of(subject: FeedSubject, rows: FeedRows) -> bytes:
    """All meetings, cancelled ones marked as such. The same rows always give the same bytes."""
    years = {row.date.year for row in rows.meetings}
    with override(LANGUAGE):
        return LINE_END.join(
            [
                line("BEGIN", "VCALENDAR"),
                line("PRODID", "-//Qihang//Timetable//ZH"),
                line("VERSION", "2.0"),
                line("CALSCALE", "GREGORIAN"),
                text_line("X-WR-CALNAME", subject.title or _("My timetable")),
                line("X-WR-TIMEZONE", TZID),
                line("REFRESH-INTERVAL;VALUE=DURATION", "PT1H"),
                time_zone(with_summer_time=needs_summer_time(years)),
                *(one for series in series_of(rows) for one in _events(series)),
                line("END", "VCALENDAR"),
                b"",
            ]
        )


def _events(series: Series) -> Iterator[bytes]:
    if series.is_single:
        (row,) = series.keys.values()
        yield from _of_one_date(series, row, key=None)
        return
    row = series.usual
    yield from _begin(series, row, changed_at=series.changed_at)
    yield local_line("DTSTART", TZID, [series.start])
    yield local_line("DTEND", TZID, [series.start + series.length])
    yield line("RRULE", f"FREQ=WEEKLY;COUNT={series.count};INTERVAL={series.interval}")
    if series.excluded:
        yield local_line("EXDATE", TZID, series.excluded)
    if series.added:
        yield local_line("RDATE", TZID, series.added)
    yield from _end(row.course, _plan(series), cancelled=False)
    for key, changed in series.overrides.items():
        yield from _of_one_date(series, changed, key=key)


def _of_one_date(series: Series, row: FeedRow, *, key: datetime.datetime | None) -> Iterator[bytes]:
    cancelled = row.status == MeetingStatus.CANCELLED
    yield from _begin(series, row, changed_at=row.updated_on)
    if key is not None:
        yield local_line("RECURRENCE-ID", TZID, [key])
    yield local_line("DTSTART", TZID, [local(row.starts_at)])
    yield local_line("DTEND", TZID, [local(row.ends_at)])
    summary = _("Cancelled: %(course)s") % {"course": row.course} if cancelled else row.course
    yield from _end(summary, _particulars(row), cancelled=cancelled)


def _begin(series: Series, row: FeedRow, *, changed_at: datetime.datetime) -> Iterator[bytes]:
    yield line("BEGIN", "VEVENT")
    yield line("UID", series.uid)
    # In a calendar that is no invitation DTSTAMP is the last revision (RFC 5545 3.8.7.2).
    yield utc_line("DTSTAMP", changed_at)
    yield utc_line("LAST-MODIFIED", changed_at)
    yield line("SEQUENCE", str(series.sequence))
    yield text_line("LOCATION", f"{row.campus} {row.room}")


def _end(summary: str, description: str, *, cancelled: bool) -> Iterator[bytes]:
    yield text_line("SUMMARY", summary)
    yield text_line("DESCRIPTION", description)
    yield line("STATUS", "CANCELLED" if cancelled else "CONFIRMED")
    yield line("END", "VEVENT")


def _plan(series: Series) -> str:
    """What holds for the whole series, and the unit of each date."""
    row = series.usual
    lines = [
        row.code,
        _("Instructor: %(name)s") % {"name": row.instructor},
        periods_text(row.first_period, row.periods),
        format_weeks(_weeks(series)),
    ]
    lines += [
        f"{dated_text(one.date, one.week)} {one.unit}"
        for one in sorted(series.keys.values(), key=lambda one: one.starts_at)
        if one.unit
    ]
    return "\n".join(lines)


def _weeks(series: Series) -> WeekSet:
    """Teaching weeks of the plain timetable, as far as this feed shows them."""
    return week_set(
        week
        for key, row in series.keys.items()
        if (week := (key.date() - row.first_monday).days // 7 + 1) > 0
    )


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
