"""What makes a timetable good: the names of the criteria, and what one unit of each is."""

from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _


class Criterion(NamedTuple):
    name: Any
    unit: Any
    """What is counted as 1; a weight is the points that it costs."""


CRITERIA = {
    "uneven_days": Criterion(
        _("Uneven days"),
        _("For each period, in every week, on a weekday beyond its even share."),
    ),
    "neighbouring_days": Criterion(
        _("Neighbouring days"),
        _("For each class whose two weekly times lie on successive days."),
    ),
    "long_days": Criterion(
        _("Long days"),
        _("For each period of an instructor beyond the comfortable ones of a day."),
    ),
    "idle_periods": Criterion(
        _("Idle periods"),
        _("For each period, in every week, that an instructor waits between classes."),
    ),
    "unwanted_times": Criterion(
        _("Unwanted times"),
        _("For each period, in every week, that its instructor doesn't want."),
    ),
    "evening_share": Criterion(
        _("Fair share of evenings"),
        _("For each evening period, in every week, beyond an instructor's share."),
    ),
    "room_changes": Criterion(
        _("Changes of room"), _("For each further room of a class beside its first.")
    ),
    "spare_seats": Criterion(_("Spare seats"), _("For each seat that stays empty.")),
    "moved": Criterion(
        _("Distance from the plan before"),
        _("For each other room, other time, and day between, against the plan before."),
    ),
}
"""By the names of the search's weights and of the parts of its cost."""
