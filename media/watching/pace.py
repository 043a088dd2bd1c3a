"""How fast a person's watching may be reported: the dated rule of all, and what places say."""

import datetime
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from django.db.models import Q

from media.watching.models import PaceRule
from media.watching.rules import PLAYERS_PACE, Pace

Cap = Callable[[int, datetime.date], Decimal | None]

_caps: list[Cap] = []


def register_speed_cap(cap: Cap) -> Cap:
    """From now on `cap(user id, day)` is asked as well: the most seconds of content a second that
    count for the person, None where nothing is said. The slices above know whose rules they are."""
    if cap not in _caps:
        _caps.append(cap)
    return cap


def pace_on(day: datetime.date) -> Pace:
    """The pace that holds for everybody on a day."""
    rule = (
        PaceRule.objects.filter(Q(valid_to=None) | Q(valid_to__gt=day), valid_from__lte=day)
        .order_by("-valid_from")
        .first()
    )
    if rule is None:
        return PLAYERS_PACE
    return Pace(
        max_rate=rule.max_rate,
        longest_offline=datetime.timedelta(minutes=rule.longest_offline_minutes),
        tolerance=datetime.timedelta(seconds=rule.tolerance_seconds),
    )


def pace_of(user_id: int, day: datetime.date) -> Pace:
    """The pace of a person on a day: a place can only be slower than what holds for all."""
    pace = pace_on(day)
    said = [rate for cap in _caps if (rate := cap(user_id, day)) is not None]
    return replace(pace, max_rate=min([pace.max_rate, *said]))
