"""What a rule says of one person on a date: enough trained or not, and until when it must be."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from courses.training.domain.spans import months_after
from courses.training.models import CycleRule

ONE_DAY = datetime.timedelta(days=1)


@dataclass(frozen=True)
class Trained:
    """A completion that counts: its day and its hours."""

    on: datetime.date
    hours: Decimal


@dataclass(frozen=True)
class Standing:
    """`first` and `last` are the days of the cycle (of one's own cycle: the last `months` until the
    date), `hours` and `sessions` what it holds until the date. `due_on` is the last day until which
    the next training must be completed; it lies in the past for who is overdue."""

    rule: CycleRule
    first: datetime.date
    last: datetime.date
    hours: Decimal
    sessions: int
    is_fulfilled: bool
    due_on: datetime.date
    is_overdue: bool

    @property
    def hours_missing(self) -> Decimal:
        """0 where the rule asks for no hours, or enough was done."""
        if self.is_fulfilled or not self.rule.required_hours:
            return Decimal(0)
        return max(Decimal(0), self.rule.required_hours - self.hours)


def standing_of(
    rule: CycleRule,
    trained: Sequence[Trained],
    *,
    employed_from: datetime.date,
    on: datetime.date,
) -> Standing | None:
    """`trained` in any order; what lies after `on` isn't known yet. None: before the first
    cycle."""
    known = sorted((one for one in trained if one.on <= on), key=lambda one: one.on, reverse=True)
    if rule.first_day is None:
        return _in_own_cycle(rule, known, employed_from, on)
    return _in_common_cycle(rule, known, employed_from, on)


def cycle_of(rule: CycleRule, on: datetime.date) -> tuple[datetime.date, datetime.date] | None:
    """First and last day of everybody's cycle on the date; None before the first and where
    everybody has their own."""
    if rule.first_day is None or on < rule.first_day:
        return None
    passed = (on.year - rule.first_day.year) * 12 + on.month - rule.first_day.month
    number = passed // rule.months
    # In the month in which a cycle ends its last days may still belong to it.
    if months_after(rule.first_day, number * rule.months) > on:
        number -= 1
    return _cycle(rule, number)


def _cycle(rule: CycleRule, number: int) -> tuple[datetime.date, datetime.date]:
    assert rule.first_day is not None
    first = months_after(rule.first_day, number * rule.months)
    return first, months_after(rule.first_day, (number + 1) * rule.months) - ONE_DAY


def _in_common_cycle(
    rule: CycleRule, known: Sequence[Trained], employed_from: datetime.date, on: datetime.date
) -> Standing | None:
    cycle = cycle_of(rule, on)
    if cycle is None:
        return None
    first, last = cycle
    before = months_after(first, -rule.months), first - ONE_DAY
    after = last + ONE_DAY, months_after(last + ONE_DAY, rule.months) - ONE_DAY
    hours, sessions = _within(known, first, last)
    fulfilled = rule.suffices(hours, sessions)
    owed = _owes(rule, employed_from, last)
    overdue = (
        not fulfilled
        and rule.first_day is not None
        and before[0] >= rule.first_day
        and _owes(rule, employed_from, before[1])
        and not rule.suffices(*_within(known, *before))
    )
    if overdue:
        due_on = before[1]
    elif fulfilled or not owed:
        due_on = after[1]
    else:
        due_on = last
    return Standing(rule, first, last, hours, sessions, fulfilled, due_on, overdue)


def _owes(rule: CycleRule, employed_from: datetime.date, last: datetime.date) -> bool:
    """Whether who came on that day owes the cycle that ends on `last`."""
    return months_after(employed_from, rule.newcomer_months) <= last


def _in_own_cycle(
    rule: CycleRule, known: Sequence[Trained], employed_from: datetime.date, on: datetime.date
) -> Standing:
    first = months_after(on, -rule.months) + ONE_DAY
    hours, sessions = _within(known, first, on)
    # Nobody owes anything for the time before the rule and before they came.
    begins = max(employed_from, rule.valid_from)
    due_on = months_after(begins, rule.months) - ONE_DAY
    enough_until = _enough_until(rule, known)
    if enough_until is not None:
        due_on = max(due_on, enough_until)
    fulfilled = enough_until is not None and enough_until >= on
    return Standing(rule, first, on, hours, sessions, fulfilled, due_on, due_on < on)


def _enough_until(rule: CycleRule, known: Sequence[Trained]) -> datetime.date | None:
    """The last day whose `months` before it hold enough; None: there is no such day. `known` from
    the newest to the oldest."""
    latest = None
    for newest in range(len(known)):
        hours, sessions = Decimal(0), 0
        for one in known[newest:]:
            hours, sessions = hours + one.hours, sessions + 1
            if not rule.suffices(hours, sessions):
                continue
            until = months_after(one.on, rule.months) - ONE_DAY
            # Else the oldest no longer counted when the newest was completed.
            if until >= known[newest].on:
                latest = max(latest, until) if latest else until
            break
    return latest


def _within(
    known: Sequence[Trained], first: datetime.date, last: datetime.date
) -> tuple[Decimal, int]:
    inside = [one for one in known if first <= one.on <= last]
    return sum((one.hours for one in inside), Decimal(0)), len(inside)
