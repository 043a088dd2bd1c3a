"""Does a level count as 中级以上, is it related at all? A dated reading says so, never a guess."""

import datetime
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from courses.institutions.enums import StaffKind
from courses.institutions.models import Institution
from courses.qualifications.enums import Recognition
from courses.qualifications.models import (
    CredentialLevel,
    LevelRecognition,
    StaffCertificate,
    TeachingRule,
)


@dataclass(frozen=True)
class RecognitionAnswer:
    """How a level is read in an institution on a date, for a kind of staff, and who says so.

    `reading` is None, and the answer undecided, where nobody has recorded anything.
    """

    recognition: Recognition
    authority: str = ""
    citation: str = ""
    quotation: str = ""
    reading: LevelRecognition | None = None


UNSAID = RecognitionAnswer(Recognition.UNDECIDED)


def _answer(row: LevelRecognition, recognition: Recognition) -> RecognitionAnswer:
    return RecognitionAnswer(recognition, row.authority, row.citation, row.quotation, row)


class Readings:
    """All readings that reach some institutions, answered in memory for any level and date."""

    def __init__(self, rows: Iterable[LevelRecognition]) -> None:
        self._by_level: Mapping[int, list[LevelRecognition]] = defaultdict(list)
        for row in rows:
            self._by_level[row.level_id].append(row)

    @classmethod
    def reaching(cls, places: Sequence[Institution | str]) -> "Readings":
        """Of institutions, or provinces (their codes); one query for all of them."""
        provinces = {"", *(as_institution(place).province for place in places)}
        institutions = [place for place in places if isinstance(place, Institution)]
        rows = LevelRecognition.objects.filter(
            institution__in=institutions
        ) | LevelRecognition.objects.filter(institution=None, province__in=provinces)
        return cls(rows)

    def answer(
        self, level_id: int, *, institution: Institution, on: datetime.date, kind: str = ""
    ) -> RecognitionAnswer:
        """Whether it counts as 中级以上 for staff of the kind; without a kind, by the readings for
        all kinds. The most specific place wins; within a place a reading for the kind, then the
        latest."""
        row = self._nearest(self._by_level.get(level_id, ()), institution, on, kind)
        return UNSAID if row is None else _answer(row, Recognition(row.recognition))

    def related(
        self, level_id: int, *, institution: Institution, on: datetime.date, kind: str = ""
    ) -> RecognitionAnswer:
        """Whether it is a certificate related to employment guidance, of whatever level; of the
        readings that say so, in the same order."""
        saying = [row for row in self._by_level.get(level_id, ()) if row.says_related is not None]
        row = self._nearest(saying, institution, on, kind)
        return UNSAID if row is None else _answer(row, row.says_related)

    @staticmethod
    def _nearest(
        rows: Iterable[LevelRecognition], institution: Institution, on: datetime.date, kind: str
    ) -> Any | None:
        return most_specific(
            (row for row in rows if row.staff_kind in ("", kind)),
            institution=institution,
            on=on,
            nearer=lambda row: row.staff_kind != "",
        )

    def kinds_read_apart(
        self, level_id: int, *, institution: Institution, on: datetime.date
    ) -> list[tuple[StaffKind, RecognitionAnswer, RecognitionAnswer]]:
        """(kind, whether it counts, whether it is related) for the kinds of staff of which a
        reading of their own decides one of the two."""
        found = []
        for kind in StaffKind:
            answer = self.answer(level_id, institution=institution, on=on, kind=kind)
            related = self.related(level_id, institution=institution, on=on, kind=kind)
            if any(one.reading and one.reading.staff_kind for one in (answer, related)):
                found.append((kind, answer, related))
        return found

    def asked(
        self,
        rule: TeachingRule | None,
        level_id: int,
        *,
        institution: Institution,
        on: datetime.date,
    ) -> RecognitionAnswer:
        """Whether the level is what the rule asks of its kind of staff; without a rule, 中级以上
        for all kinds."""
        if rule is None:
            return self.answer(level_id, institution=institution, on=on)
        of_rule = self.answer if rule.asks_intermediate else self.related
        return of_rule(level_id, institution=institution, on=on, kind=rule.staff_kind)

    def days_of_change(self) -> set[datetime.date]:
        """Days on which an answer may differ from the day before."""
        rows = [row for rows in self._by_level.values() for row in rows]
        return {row.valid_from for row in rows} | {row.valid_to for row in rows if row.valid_to}


def as_institution(place: Institution | str) -> Institution:
    """A province stands as an institution there that has nothing of its own."""
    return place if isinstance(place, Institution) else Institution(province=place)


def most_specific(
    rows: Iterable[Any],
    *,
    institution: Institution,
    on: datetime.date,
    nearer: Callable[[Any], bool] = lambda row: False,
) -> Any | None:
    """Of dated rows with a place: institution before province before default, then those that are
    `nearer`, then the latest."""
    holding = [
        row
        for row in rows
        if row.valid_from <= on
        and (row.valid_to is None or row.valid_to > on)
        and (
            (row.institution_id is not None and row.institution_id == institution.pk)
            or (row.institution_id is None and row.province in ("", institution.province))
        )
    ]
    return max(
        holding,
        key=lambda row: (
            row.institution_id is not None,
            row.province != "",
            nearer(row),
            row.valid_from,
            row.pk,
        ),
        default=None,
    )


def recognition_on(
    level: CredentialLevel, *, institution: Institution, on: datetime.date, kind: str = ""
) -> RecognitionAnswer:
    """Whether the level counts as 中级以上 in the institution on that date, for staff of the kind
    (without: by the readings for all kinds); one query."""
    rows = LevelRecognition.objects.reaching(institution).filter(level=level)
    return Readings(rows).answer(level.pk, institution=institution, on=on, kind=kind)


def best_of(
    found: Iterable[tuple[StaffCertificate, RecognitionAnswer]],
) -> tuple[StaffCertificate, RecognitionAnswer] | None:
    """Of certificates that are valid, the one that counts and is valid longest; else an undecided
    one; None where none may count."""
    return max(
        (pair for pair in found if pair[1].recognition != Recognition.DOES_NOT_COUNT),
        key=lambda pair: (
            pair[1].recognition == Recognition.COUNTS,
            pair[0].expires_on or datetime.date.max,
            pair[0].pk,
        ),
        default=None,
    )
