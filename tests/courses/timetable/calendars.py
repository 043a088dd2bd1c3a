"""A feed as a calendar understands it: its repetitions worked out by somebody else's code."""

import datetime

import icalendar
import recurring_ical_events

SHOWN = (datetime.date(1980, 1, 1), datetime.date(2040, 1, 1))


def occurrences(content):
    """{(start, end, place, cancelled)}, aware; a date told twice fails."""
    calendar = icalendar.Calendar.from_ical(content)
    found = [
        (
            event["DTSTART"].dt,
            event["DTEND"].dt,
            str(event["LOCATION"]),
            event["STATUS"] == "CANCELLED",
        )
        for event in recurring_ical_events.of(calendar).between(*SHOWN)
    ]
    assert len(found) == len(set(found))
    return set(found)


def stored(meetings):
    """The same of rows of the database."""
    return {
        (
            meeting.starts_at,
            meeting.ends_at,
            f"{meeting.room.campus.name} {meeting.room.name}",
            meeting.status == "cancelled",
        )
        for meeting in meetings.select_related("room__campus")
    }
