"""Does a level count as 中级以上? The answer is a dated reading, never a guess."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from courses.institutions.models import Institution
from courses.qualifications.enums import Recognition
from courses.qualifications.models import CredentialLevel, LevelRecognition


@dataclass(frozen=True)
class RecognitionAnswer:
    """How a level is read in an institution on a date, and who says so.

    `reading` is None, and the answer undecided, where nobody has recorded anything.
    """

    recognition: Recognition
    authority: str = ""
    citation: str = ""
    quotation: str = ""
    reading: LevelRecognition | None = None


UNSAID = RecognitionAnswer(Recognition.UNDECIDED)


class Readings:
    """All readings that reach some institutions, answered in memory for any level and date."""

    def __init__(self, rows: Iterable[LevelRecognition]) -> None:
        self._by_level: Mapping[int, list[LevelRecognition]] = defaultdict(list)
        for row in rows:
            self._by_level[row.level_id].append(row)

    @classmethod
    def reaching(cls, institutions: Sequence[Institution]) -> "Readings":
        """One query for all of them."""
        provinces = {"", *(institution.province for institution in institutions)}
        rows = LevelRecognition.objects.filter(
            institution__in=institutions
        ) | LevelRecognition.objects.filter(institution=None, province__in=provinces)
        return cls(rows)

    def answer(
        self, level_id: int, *, institution: Institution, on: datetime.date
    ) -> RecognitionAnswer:
        """The most specific place wins; within a place the latest reading."""
        row = most_specific(self._by_level.get(level_id, ()), institution=institution, on=on)
        if row is None:
            return UNSAID
        return RecognitionAnswer(
            Recognition(row.recognition), row.authority, row.citation, row.quotation, row
        )

    def days_of_change(self) -> set[datetime.date]:
        """Days on which an answer may differ from the day before."""
        rows = [row for rows in self._by_level.values() for row in rows]
        return {row.valid_from for row in rows} | {row.valid_to for row in rows if row.valid_to}


def most_specific(
    rows: Iterable[Any], *, institution: Institution, on: datetime.date
) -> Any | None:
    """Of dated rows with a place: institution before province before default, then the latest."""
    holding = [
        row
        for row in rows
        if row.valid_from <= on
        and (row.valid_to is None or row.valid_to > on)
        and (
            row.institution_id == institution.pk
            or (row.institution_id is None and row.province in ("", institution.province))
        )
    ]
    return max(
        holding,
        key=lambda row: (
            row.institution_id is not None,
            row.province != "",
            row.valid_from,
            row.pk,
        ),
        default=None,
    )


def recognition_on(
    level: CredentialLevel, *, institution: Institution, on: datetime.date
) -> RecognitionAnswer:
    """Whether the level counts as 中级以上 in the institution on that date; one query."""
    rows = LevelRecognition.objects.reaching(institution).filter(level=level)
    return Readings(rows).answer(level.pk, institution=institution, on=on)


@transaction.atomic
def record_reading(
    level: CredentialLevel,
    *,
    institution: Institution,
    recognition: str,
    authority: str,
    citation: str,
    quotation: str = "",
    valid_from: datetime.date,
    by: Any,
) -> LevelRecognition:
    """The institution's own reading of a level from a date on; the one before it ends that day.

    The same date again corrects the row (its history is kept). A date before the latest reading is
    refused: what was reported on the strength of that one would change unseen.
    """
    Institution.objects.select_for_update().get(pk=institution.pk)
    latest = (
        LevelRecognition.objects.filter(level=level, institution=institution)
        .order_by("-valid_from")
        .first()
    )
    if latest is not None and valid_from < latest.valid_from:
        raise ValidationError(
            _("A reading from %(date)s is already recorded. The new one can't begin before it."),
            params={"date": latest.valid_from.isoformat()},
        )
    if latest is not None and latest.valid_from < valid_from and latest.valid_to is None:
        latest.valid_to = valid_from
        _signed(latest, by).save(update_fields=["valid_to"])
    row = latest if latest is not None and latest.valid_from == valid_from else None
    row = row or LevelRecognition(level=level, institution=institution, valid_from=valid_from)
    row.recognition = recognition
    row.authority, row.citation, row.quotation = authority, citation, quotation
    _signed(row, by).save()
    return row


def _signed(row: LevelRecognition, by: Any) -> LevelRecognition:
    """The history then says who; django-simple-history looks for this attribute."""
    setattr(row, "_history_user", by)  # noqa: B010 — the model doesn't declare it
    return row
