"""From meetings to series as calendars know them: a weekly rule, the dates left out, and what
differs on single dates. Plain data; docs/decisions/0016-feed-shape.md says why this shape."""

import datetime
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field
from math import gcd
from typing import TypeVar
from zoneinfo import ZoneInfo

from django.conf import settings

from courses.timetable.domain.feed_rows import FeedRow, FeedRows, Line
from courses.timetable.enums import MeetingStatus

ZONE = ZoneInfo(settings.TIME_ZONE)
# SEQUENCE must grow with every change and fit 32 bits: seconds since this moment do both.
SEQUENCE_EPOCH = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
ONE_WEEK = datetime.timedelta(weeks=1)

Value = TypeVar("Value", bound=Hashable)


@dataclass(frozen=True)
class Series:
    """A weekly slot as one repeating event, or a single event (`rows` has one, `overrides` none).

    `keys` are the dates on which the plain timetable has it, at its usual clock time, each with
    its meeting. `overrides` are the meetings that differ from the usual one: time, length, room,
    instructor, cancelled. A make-up workday is such a difference: the date it makes up for, moved.
    """

    uid: str
    sequence: int
    changed_at: datetime.datetime
    keys: dict[datetime.datetime, FeedRow]
    usual: FeedRow
    length: datetime.timedelta
    interval: int = 1
    count: int = 1
    excluded: list[datetime.datetime] = field(default_factory=list)
    added: list[datetime.datetime] = field(default_factory=list)
    overrides: dict[datetime.datetime, FeedRow] = field(default_factory=dict)

    @property
    def start(self) -> datetime.datetime:
        return next(iter(self.keys))

    @property
    def is_single(self) -> bool:
        return len(self.keys) == 1


def series_of(rows: FeedRows) -> list[Series]:
    """Every meeting in exactly one series, in the order of their first dates."""
    ranks, changed = _ranks(rows), _changed(rows)
    by_line: dict[Line, list[FeedRow]] = defaultdict(list)
    found: list[Series] = []
    for row in rows.meetings:
        line = row.line
        if line is None:
            found.append(_single(row, _sequence(row, changed, rows), changed))
        else:
            by_line[line].append(row)
    for line, meetings in by_line.items():
        first = meetings[0]
        keys, strays = _keys(meetings, rows)
        sequence = _sequence(first, changed, rows)
        uid = f"{first.class_id}-{ranks[line]}@qihang"
        found.append(_series(uid, sequence, changed[first.teaching_class], keys))
        found += [_single(row, sequence, changed) for row in strays]
    return sorted(found, key=lambda one: (one.start, one.uid))


def local(moment: datetime.datetime) -> datetime.datetime:
    return moment.astimezone(ZONE)


def _ranks(rows: FeedRows) -> dict[Line, int]:
    """The place of each weekly time among those of its class, counted from 1 by first dates. It
    stays when the timetable is published anew, though the rows of slots are others then: before
    the term the new first time takes the first place, during the term a new time comes last."""
    ranks: dict[Line, int] = {}
    counts: Counter[int] = Counter()
    for row in rows.lines:
        if row.weekday:
            counts[row.teaching_class] += 1
            ranks[row.teaching_class, row.weekday, row.period] = counts[row.teaching_class]
    return ranks


def _changed(rows: FeedRows) -> dict[int, datetime.datetime]:
    """When anything of a class last changed, whether or not this feed shows it: a meeting that
    went to a substitute leaves the feed, and the series without it is a new one."""
    changed: dict[int, datetime.datetime] = {}
    for row in rows.lines:
        known = changed.get(row.teaching_class)
        changed[row.teaching_class] = max(known, row.updated_on) if known else row.updated_on
    return {
        key: moment.astimezone(datetime.UTC).replace(microsecond=0)
        for key, moment in changed.items()
    }


def _sequence(row: FeedRow, changed: dict[int, datetime.datetime], rows: FeedRows) -> int:
    since = changed[row.teaching_class] - SEQUENCE_EPOCH
    return max(0, int(since.total_seconds())) + rows.ended.get(row.teaching_class, 0)


def _keys(
    meetings: list[FeedRow], rows: FeedRows
) -> tuple[dict[datetime.datetime, FeedRow], list[FeedRow]]:
    """Each meeting by its date in the plain timetable, ascending; and meetings whose date another
    one has already, which the calendar allows when it was edited after the publication."""
    clock = _most([local(row.original_start).time() for row in meetings])
    keys: dict[datetime.datetime, FeedRow] = {}
    strays: list[FeedRow] = []
    for row in meetings:
        published = local(row.original_start)
        plain = rows.made_up.get((row.term, published.date()), published.date())
        options = (datetime.datetime.combine(plain, clock, tzinfo=ZONE), published)
        key = next((one for one in options if one not in keys), None)
        if key is None:
            strays.append(row)
        else:
            keys[key] = row
    return dict(sorted(keys.items())), strays


def _series(
    uid: str, sequence: int, changed_at: datetime.datetime, keys: dict[datetime.datetime, FeedRow]
) -> Series:
    rows = list(keys.values())
    taught = [row for row in rows if row.status != MeetingStatus.CANCELLED] or rows
    where = _most([_where(row) for row in taught])
    length = _most([row.original_end - row.original_start for row in rows])
    there = {key: row for key, row in keys.items() if row in taught and _where(row) == where}
    # One that wasn't moved says the usual periods.
    usual = next(
        (row for key, row in there.items() if local(row.starts_at) == key),
        next(iter(there.values())),
    )
    if len(keys) == 1:
        return Series(uid, sequence, changed_at, keys, usual, length)
    start = next(iter(keys))
    places = {key: (key.date() - start.date()).days for key in keys}
    steps = [
        days // 7 for key, days in places.items() if days % 7 == 0 and key.time() == start.time()
    ]
    interval = gcd(*steps) or 1
    count = steps[-1] // interval + 1
    ruled = [_wall(start, ONE_WEEK * interval * number) for number in range(count)]
    return Series(
        uid=uid,
        sequence=sequence,
        changed_at=changed_at,
        keys=keys,
        usual=usual,
        length=length,
        interval=interval,
        count=count,
        excluded=[date for date in ruled if date not in keys],
        added=sorted(keys.keys() - set(ruled)),
        overrides={
            key: row
            for key, row in keys.items()
            if row.status == MeetingStatus.CANCELLED
            or local(row.starts_at) != key
            or row.ends_at - row.starts_at != length
            or _where(row) != where
        },
    )


def _single(row: FeedRow, sequence: int, changed: dict[int, datetime.datetime]) -> Series:
    return Series(
        uid=f"{row.public_id}@qihang",
        sequence=sequence,
        changed_at=changed[row.teaching_class],
        keys={local(row.starts_at): row},
        usual=row,
        length=row.ends_at - row.starts_at,
    )


def _where(row: FeedRow) -> tuple[str, str, str]:
    return row.campus, row.room, row.instructor


def _wall(start: datetime.datetime, step: datetime.timedelta) -> datetime.datetime:
    """The same clock time later, whatever summer time does in between."""
    return (start.replace(tzinfo=None) + step).replace(tzinfo=ZONE)


def _most(values: Iterable[Value]) -> Value:
    """The most frequent value; of several the first."""
    return Counter(values).most_common(1)[0][0]
