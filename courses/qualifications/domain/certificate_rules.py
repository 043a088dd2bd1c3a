"""How many people verify a certificate, and when its end is announced: by the dated rule."""

import datetime
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import yaml
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from courses.institutions.asked_together import AskedTogether
from courses.institutions.models import Institution
from courses.qualifications.domain.ahead_in_words import ahead_in_words
from courses.qualifications.domain.placed_rules import (
    PlacedLine,
    bring_in,
    coming_of,
    enter_ahead,
    lines_reaching,
    rule_in_force,
    withdraw_coming,
)
from courses.qualifications.domain.recognition import most_specific
from courses.qualifications.models import CertificateRule

RULES_FOLDER = Path(__file__).resolve().parent.parent / "catalogue"
MOST_DAYS = 366


def certificate_rule_on(institution: Institution, *, on: datetime.date) -> CertificateRule | None:
    """One query. None: nobody has said how certificates are checked here."""
    found: CertificateRule | None = rule_in_force(CertificateRule, institution, on=on)
    return found


def verifiers_of(institution: Institution, *, on: datetime.date) -> int:
    """How many people have to verify; one where no rule says so."""
    rule = certificate_rule_on(institution, on=on)
    return rule.verifiers if rule else 1


def ladder_of(institution: Institution, *, on: datetime.date) -> tuple[int, ...]:
    """Days before the end on which holder and office are reminded, the longest first; empty where
    no rule says so."""
    return ladder_asked(AskedTogether(), institution, on=on)()


def ladder_asked(
    together: AskedTogether, institution: Institution, *, on: datetime.date
) -> Callable[[], tuple[int, ...]]:
    """`ladder_of`, as a question among others."""
    rules = together.rows(CertificateRule.objects.reaching(institution))

    def ladder() -> tuple[int, ...]:
        rule = most_specific(rules(), institution=institution, on=on)
        return tuple(sorted(set(rule.reminder_days), reverse=True)) if rule else ()

    return ladder


def certificate_rules_of(institution: Institution, *, on: datetime.date) -> list[PlacedLine]:
    """All rules that reach the institution, the nearest place and the newest first. Two queries."""
    return lines_reaching(CertificateRule, institution, on=on, line=PlacedLine)


def coming_certificate_rule(
    institution: Institution, *, on: datetime.date
) -> CertificateRule | None:
    """The institution's own rule that doesn't hold yet; there is one at most."""
    found: CertificateRule | None = coming_of(CertificateRule, institution, on=on)
    return found


def add_certificate_rule(
    institution: Institution,
    *,
    verifiers: int,
    reminder_days: Iterable[int],
    citation: str,
    quotation: str = "",
    valid_from: datetime.date,
    by: Any,
) -> CertificateRule:
    """The institution's own rule from a day to come; the one before it ends that day. Raises
    ValidationError."""
    days = sorted(set(reminder_days), reverse=True)
    if any(not 1 <= day <= MOST_DAYS for day in days):
        raise ValidationError(
            {"reminder_days": _("Each number lies between 1 and %(most)d.") % {"most": MOST_DAYS}}
        )
    said = {
        "verifiers": verifiers,
        "reminder_days": days,
        "citation": citation,
        "quotation": quotation,
    }
    with ahead_in_words():
        rule: CertificateRule = enter_ahead(
            CertificateRule, institution, said=said, valid_from=valid_from, by=by
        )
    return rule


def withdraw_certificate_rule(institution: Institution, *, by: Any) -> datetime.date | None:
    """Take back the rule that doesn't hold yet; the day from which it would have held, or None."""
    return withdraw_coming(CertificateRule, institution, by=by)


@transaction.atomic
def load_certificate_rules(folder: Path = RULES_FOLDER) -> int:
    """Bring the shipped rules into the database; how many rows the files have. Institutions' own
    rules are other rows and stay."""
    loaded = 0
    for path in sorted(folder.glob("certificate_rules*.yaml")):
        for entry in yaml.safe_load(path.read_text(encoding="utf-8"))["rules"]:
            bring_in(CertificateRule, entry)
            loaded += 1
    return loaded
