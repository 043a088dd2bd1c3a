"""Who needs which certificate to teach: the rules of a place, and its own."""

import datetime
from dataclasses import dataclass
from typing import Any

from courses.institutions.enums import StaffKind
from courses.institutions.models import Institution
from courses.qualifications.domain.ahead_in_words import ahead_in_words
from courses.qualifications.domain.placed_rules import (
    PlacedLine,
    enter_ahead,
    lines_by,
    withdraw_coming,
)
from courses.qualifications.models import INTERMEDIATE, RELATED, TeachingRule


@dataclass(frozen=True)
class AskedOfKind:
    """What is asked of a kind of staff: `lines` by the code of the rule, 中级以上 first."""

    kind: StaffKind
    lines: list[tuple[str, list[PlacedLine]]]


def teaching_rules_of(place: Institution | str, *, on: datetime.date) -> list[AskedOfKind]:
    """All rules that reach the place (an institution, or a province's code), by kind of staff, the
    nearest and the newest first. Two queries."""
    found = lines_by(TeachingRule, place, on=on, by=("staff_kind", "code"))
    return [
        AskedOfKind(
            kind,
            [
                (code, found[kind, code])
                for code in (INTERMEDIATE, RELATED)
                if (kind, code) in found
            ],
        )
        for kind in StaffKind
    ]


def add_teaching_rule(
    place: Institution | str,
    *,
    staff_kind: str,
    code: str,
    severity: str,
    authority: str,
    citation: str,
    quotation: str = "",
    valid_from: datetime.date,
    by: Any,
) -> TeachingRule:
    """The place's own rule from a day to come; the one before it ends that day. One that doesn't
    hold yet is corrected by entering it for the same day again. Raises ValidationError."""
    said = {
        "severity": severity,
        "authority": authority,
        "citation": citation,
        "quotation": quotation,
    }
    key = {"staff_kind": staff_kind, "code": code}
    with ahead_in_words():
        rule: TeachingRule = enter_ahead(
            TeachingRule, place, said=said, key=key, valid_from=valid_from, by=by
        )
    return rule


def withdraw_teaching_rule(
    place: Institution | str, *, staff_kind: str, code: str, by: Any
) -> datetime.date | None:
    """Take back the rule that doesn't hold yet; the day from which it would have held, or None."""
    key = {"staff_kind": staff_kind, "code": code}
    return withdraw_coming(TeachingRule, place, key=key, by=by)
