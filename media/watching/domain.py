"""Recording what was watched.

Why it can't be cheated beyond real time × rate. A person's account (Watcher) begins empty at the
first contact. From then on it earns `max_rate` milliseconds of content in each millisecond of the
*server's* clock, and every millisecond of content that was not seen before is paid from it, on
whatever device and of whatever recording: all reports of a person wait for the same locked row.
So what was credited until now is at most (now - first contact) × max_rate + tolerance. No clock of
the client enters into it. What can't be paid is refused and not stored; the player keeps it and
reports it again, and once as much time has passed as watching takes, it is accepted.

Why somebody who lost the connection is treated fairly. The account earns while nothing is heard,
up to `longest_offline`; whoever watched on from the buffer finds the time there when the player
reports later. This is also what a forger could have: time that really passed, of a person who
really signed in. No server can tell a bought hour of an open page from a watched one.

Why resending is harmless. Ranges are a set (see ranges.py): what is there already costs nothing and
changes nothing, so a report needs no number and may come twice, late, or out of order. The position
carries its age in seconds, a difference on one device, and only a newer one replaces what is known.
"""

import datetime
import math
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from media.library.models import LibraryMedia
from media.watching.models import Watcher, WatchRecord
from media.watching.pace import pace_of
from media.watching.ranges import Range, add, total
from media.watching.signals import watched as watched_signal

RANGES_IN_REPORT = 200
RANGES_KEPT = 2000
OLDEST_POSITION = datetime.timedelta(days=365)


class WatchRefused(Exception):
    """The report is not stored; the message is for the person."""


class TooFast(WatchRefused):
    """More content than time has passed. `seconds`: until the report can be accepted; None when it
    never can, because it holds more than may wait."""

    def __init__(self, message: str, seconds: int | None) -> None:
        super().__init__(message)
        self.seconds = seconds


@dataclass(frozen=True)
class Watched:
    """What is known now, in milliseconds of content. `credited_ms` is new with this report."""

    duration_ms: int
    watched_ms: int = 0
    position_ms: int = 0
    credited_ms: int = 0

    @property
    def share(self) -> Fraction:
        """From 0 to 1."""
        if not self.duration_ms:
            return Fraction(0)
        return min(Fraction(1), Fraction(self.watched_ms, self.duration_ms))

    @property
    def percent(self) -> int:
        """Rounded down: 100 means all of it."""
        return math.floor(self.share * 100)


def duration_ms(media: LibraryMedia) -> int:
    """Length of the recording; 0 while nobody has looked into the file."""
    return math.ceil((media.duration or 0) * 1000)


def record_watched(
    user: Any,
    media: LibraryMedia,
    *,
    ranges: Iterable[Range] = (),
    position_ms: int | None = None,
    position_age: float = 0,
) -> Watched:
    """Add what `user` has seen of `media`; the caller has asked whether the person may open it.

    `ranges`: [from, to) in whole milliseconds of content, of any number of playings, overlapping or
    not; none of them begins the person's account, as a player does that is opened. `position_ms`:
    where the person stopped, `position_age` seconds before this report was sent.
    Raises WatchRefused for ranges or a position outside the recording, TooFast for content that
    can't have been watched yet; then nothing is stored.
    """
    length = duration_ms(media)
    claimed = _checked(ranges, position_ms, position_age, length=length)
    try:
        return _record(user, media, claimed, position_ms, position_age, length=length)
    except TooFast:
        # Perhaps the first that is heard of this person: their time counts from here.
        _watcher(user)
        raise


@transaction.atomic
def _record(
    user: Any,
    media: LibraryMedia,
    claimed: list[Range],
    position_ms: int | None,
    position_age: float,
    *,
    length: int,
) -> Watched:
    record = _locked_record(user, media)
    # After the lock was got: whoever waited for it has waited in real time.
    now = timezone.now()
    seen = [(start, end) for start, end in record.ranges]
    merged = add(seen, claimed)
    watched_ms = total(merged)
    credited = watched_ms - record.watched_ms
    if credited > 0:
        if len(merged) > RANGES_KEPT:
            raise WatchRefused(_("Too many separate pieces were reported."))
        _pay(record.watcher, credited, now=now)
        record.ranges, record.watched_ms = merged, watched_ms
    moved = _move(record, position_ms, now - datetime.timedelta(seconds=position_age))
    if credited > 0 or moved:
        record.save()
    if credited > 0:
        watched_signal.send(sender=WatchRecord, user=user, media=media, watched_ms=watched_ms)
    return Watched(length, record.watched_ms, record.position_ms, max(0, credited))


def state_of(user: Any, media: LibraryMedia) -> Watched:
    """What is known of this person and recording; nothing is written."""
    record = WatchRecord.objects.filter(watcher=user.pk, media=media).first()
    if record is None:
        return Watched(duration_ms(media))
    return Watched(duration_ms(media), record.watched_ms, record.position_ms)


def watched_share(user: Any, media: LibraryMedia) -> Fraction:
    """From 0 to 1: how much of the recording this person has seen."""
    return state_of(user, media).share


def watched_ms_of(users: Iterable[int], media: Iterable[int]) -> dict[tuple[int, int], int]:
    """Milliseconds seen, by (user id, media id), in one query; no record, no pair."""
    rows = WatchRecord.objects.filter(watcher__in=list(users), media__in=list(media))
    return {
        (watcher, one): seen
        for watcher, one, seen in rows.values_list("watcher_id", "media_id", "watched_ms")
    }


def _checked(
    ranges: Iterable[Range], position_ms: int | None, position_age: float, *, length: int
) -> list[Range]:
    claimed = list(ranges)
    if claimed and not length:
        raise WatchRefused(_("The length of this recording isn't known yet, so it can't count."))
    if len(claimed) > RANGES_IN_REPORT:
        raise WatchRefused(_("Too many separate pieces were reported."))
    if not all(0 <= start < end <= length for start, end in claimed):
        raise WatchRefused(_("The report names a part that the recording doesn't have."))
    if position_ms is not None and not 0 <= position_ms <= max(length, 0):
        raise WatchRefused(_("The report names a part that the recording doesn't have."))
    if not 0 <= position_age <= OLDEST_POSITION.total_seconds():
        raise WatchRefused(_("The report can't be read."))
    return claimed


def _watcher(user: Any) -> Watcher:
    """The person's account; it begins empty and now."""
    return Watcher.objects.get_or_create(user=user, defaults={"counted_to": timezone.now()})[0]


def _locked_record(user: Any, media: LibraryMedia) -> WatchRecord:
    """The record with its watcher, both locked: reports of one person go one after another."""
    locked = WatchRecord.objects.select_for_update().select_related("watcher")
    record = locked.filter(watcher=user.pk, media=media).first()
    if record is None:
        watcher = _watcher(user)
        WatchRecord.objects.get_or_create(watcher=watcher, media=media)
        record = locked.get(watcher=watcher, media=media)
    return record


def _pay(watcher: Watcher, price_ms: int, *, now: datetime.datetime) -> None:
    """Take the price from the account and what time has earned; TooFast when that is too little."""
    pace = pace_of(watcher.user_id, timezone.localdate(now))
    earned = pace.earned_ms(now - watcher.counted_to)
    balance = min(pace.most_ms, watcher.balance_ms + earned)
    left = balance - price_ms
    if left < -pace.tolerance_ms:
        missing = -pace.tolerance_ms - left
        possible = price_ms <= pace.most_ms + pace.tolerance_ms
        raise TooFast(
            _("More was reported than can have been watched in this time."),
            math.ceil(missing / (1000 * float(pace.max_rate))) if possible else None,
        )
    watcher.balance_ms, watcher.counted_to = left, max(now, watcher.counted_to)
    watcher.save(update_fields=["balance_ms", "counted_to"])


def _move(record: WatchRecord, position_ms: int | None, at: datetime.datetime) -> bool:
    """Take over the position when it is newer than the known one."""
    if position_ms is None or (record.position_at is not None and at <= record.position_at):
        return False
    record.position_ms, record.position_at = position_ms, at
    return True
