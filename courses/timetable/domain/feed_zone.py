"""The time zone as a calendar carries it."""

import datetime
from functools import cache
from zoneinfo import ZoneInfo

from django.conf import settings
from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

TZID = settings.TIME_ZONE
# China had summer time in these years and none since; before them, in the 1940s.
SUMMER_TIME = (1986, 1991)
_NEVER = datetime.timedelta(0)


@cache
def time_zone(*, with_summer_time: bool) -> bytes:
    """The component VTIMEZONE, without a last line end: one offset, +8; with the summers of 1986
    to 1991 for terms that lie there, or a calendar that believes it would show their classes an
    hour late."""
    zone = Timezone()
    zone.add("tzid", TZID)
    for observance in _observances(SUMMER_TIME[0]) if with_summer_time else [_standard()]:
        zone.add_component(observance)
    return bytes(zone.to_ical()).rstrip()


def needs_summer_time(dates: set[int]) -> bool:
    """Whether any of these years had summer time or came before."""
    return any(year <= SUMMER_TIME[1] for year in dates)


def _standard() -> TimezoneStandard:
    return _observance(TimezoneStandard, datetime.datetime(1992, 1, 1), hours=8, before=8)  # noqa: DTZ001 — local by definition


def _observances(first_year: int) -> list[Timezone]:
    """One for each change of the clocks, as the zone database has them."""
    shanghai = ZoneInfo(TZID)
    found = [_observance(TimezoneStandard, datetime.datetime(1970, 1, 1), hours=8, before=8)]  # noqa: DTZ001
    moment = datetime.datetime(first_year, 1, 1, tzinfo=datetime.UTC)
    end = datetime.datetime(SUMMER_TIME[1] + 1, 1, 1, tzinfo=datetime.UTC)
    hour = datetime.timedelta(hours=1)
    before = moment.astimezone(shanghai).utcoffset()
    while moment < end:
        here = moment.astimezone(shanghai)
        offset = here.utcoffset()
        if offset != before:
            assert before is not None
            assert offset is not None
            kind = TimezoneDaylight if here.dst() != _NEVER else TimezoneStandard
            # Told in the clock time that was in force until then.
            onset = (moment + before).replace(tzinfo=None)
            found.append(_observance(kind, onset, hours=offset // hour, before=before // hour))
        before = offset
        moment += hour
    return found


def _observance(kind: type, onset: datetime.datetime, *, hours: int, before: int) -> Timezone:
    observance = kind()
    observance.add("dtstart", onset)
    observance.add("tzoffsetfrom", datetime.timedelta(hours=before))
    observance.add("tzoffsetto", datetime.timedelta(hours=hours))
    observance.add("tzname", "CST" if hours == 8 else "CDT")
    return observance
