"""Days as people and spreadsheet programmes write them into cells."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Collection

from django.utils.translation import gettext_lazy as _

from .errors import ValueRefused

_DAY = re.compile(
    r"(\d{4})\s*(?:年|[-./])\s*(\d{1,2})\s*(?:月|[-./])\s*(\d{1,2})\s*日?(?:\s+0{1,2}:00(?::00)?)?"
)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")


def day(
    *,
    required: bool = True,
    endless: Collection[str] = (),
    earliest: dt.date = dt.date(1949, 10, 1),
    latest: dt.date = dt.date(2999, 12, 31),
) -> Callable[[str], dt.date | None]:
    """A day as ``2024-05-01``, ``2024.5.1``, ``2024/05/01``, ``2024年5月1日`` or ``20240501``.

    An empty optional cell, and one of the words ``endless``, is ``None``.
    """

    def parse(value: str) -> dt.date | None:
        text = value.strip()
        if not text or text in endless:
            if required:
                raise ValueRefused(_("A value is missing here."))
            return None
        match = _DAY.fullmatch(text) or _COMPACT.fullmatch(text)
        try:
            found = dt.date(*(int(part) for part in match.groups())) if match else None
        except ValueError:
            found = None
        if found is None:
            raise ValueRefused(
                _("“%(value)s” is not a day. Write it as 2024-05-01.") % {"value": value}
            )
        if not earliest <= found <= latest:
            raise ValueRefused(
                _("The day %(value)s is not between %(earliest)s and %(latest)s.")
                % {
                    "value": found.isoformat(),
                    "earliest": earliest.isoformat(),
                    "latest": latest.isoformat(),
                }
            )
        return found

    return parse
