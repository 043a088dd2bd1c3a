"""Why hours stand in no statement."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class OpenReason(models.TextChoices):
    UNCONFIRMED = "unconfirmed", _("nobody called the roll")
    NO_RATES = "no_rates", _("no rates were in force")
    NO_EMPLOYMENT = "no_employment", _("no employment is on record on these days")
    NO_LINE = "no_line", _("the rates say no amount for this kind of employment and title")
    CORRECTED = (
        "corrected",
        _("the roll was corrected after it was settled; the next statement pays the difference"),
    )
    LATE = (
        "late",
        _(
            "they were confirmed or given a rate after their period was settled; the next one pays "
            "them"
        ),
    )
    PASSED_OVER = (
        "passed_over",
        _("only a later period was settled, and none has these days; settle theirs"),
    )
    NOT_SETTLED = "not_settled", _("their period hasn't been settled yet")


# What may come up in a period after its statement.
SINCE_SETTLED = frozenset({OpenReason.CORRECTED, OpenReason.LATE})
