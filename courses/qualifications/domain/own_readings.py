"""How an institution reads a level, or a province for its institutions, as they record it."""

import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from courses.institutions.models import Institution
from courses.qualifications.domain.placed_rules import at_place, hold_place, sign
from courses.qualifications.enums import Recognition
from courses.qualifications.models import CredentialLevel, LevelRecognition


def readings_of(level: CredentialLevel, place: Institution | str) -> list[LevelRecognition]:
    """The place's own, those for all kinds of staff first, the latest first. One query."""
    own = LevelRecognition.objects.filter(level=level, **at_place(place))
    return list(own.order_by("staff_kind", "-valid_from"))


def reading_otherwise(level: CredentialLevel, institutions: Any, *, on: datetime.date) -> int:
    """How many of the institutions (a queryset) have a reading of their own on the date: for them
    that of the province changes nothing. One query."""
    own = LevelRecognition.objects.filter(level=level, institution__in=institutions).valid_on(on)
    count: int = own.values("institution").distinct().count()
    return count


@transaction.atomic
def record_reading(
    level: CredentialLevel,
    *,
    place: Institution | str,
    recognition: str,
    authority: str,
    citation: str,
    quotation: str = "",
    related: str = "",
    staff_kind: str = "",
    valid_from: datetime.date,
    by: Any,
) -> LevelRecognition:
    """The place's own reading of a level from a date on; the one before it ends that day. That of a
    province (its code) holds for its institutions, unless one has its own. One for a kind of staff
    follows those for that kind, and goes before the one for all kinds, which stays.

    The same date again corrects the row (its history is kept). A date before the latest reading is
    refused: what was reported on the strength of that one would change unseen.
    """
    if not _fit(recognition, related):
        raise ValidationError(
            {
                "related": _(
                    "A level counts as intermediate or above only where it is related to "
                    "employment guidance: the two answers don't fit together."
                )
            }
        )
    hold_place(place)
    own = [one for one in readings_of(level, place) if one.staff_kind == staff_kind]
    latest = own[0] if own else None
    if latest is not None and valid_from < latest.valid_from:
        raise ValidationError(
            _("A reading from %(date)s is already recorded. The new one can't begin before it."),
            params={"date": latest.valid_from.isoformat()},
        )
    if latest is not None and latest.valid_from < valid_from and latest.valid_to is None:
        latest.valid_to = valid_from
        sign(latest, by).save(update_fields=["valid_to"])
    row = latest if latest is not None and latest.valid_from == valid_from else None
    row = row or LevelRecognition(
        level=level, staff_kind=staff_kind, valid_from=valid_from, **at_place(place)
    )
    row.recognition, row.related = recognition, related
    row.authority, row.citation, row.quotation = authority, citation, quotation
    sign(row, by).save()
    return row


def _fit(recognition: str, related: str) -> bool:
    """中级以上 and 就业指导相关: what isn't related never counts, what may not be may not count."""
    if related in ("", Recognition.COUNTS) or recognition == Recognition.DOES_NOT_COUNT:
        return True
    return recognition == related == Recognition.UNDECIDED
