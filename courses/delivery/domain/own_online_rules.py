"""An institution's own rules of online hours: entered ahead, never changed once they hold."""

import datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from courses.delivery.models import OnlineRule
from courses.institutions.models import Institution
from courses.qualifications.domain.placed_rules import (
    AnotherIsComing,
    NotAhead,
    PlacedLine,
    coming_of,
    enter_ahead,
    lines_reaching,
    withdraw_coming,
)
from courses.teaching.models import Term


class RuleLine(PlacedLine):
    """A rule of online hours that reaches the institution."""

    @property
    def percent(self) -> Decimal:
        return (self._rule.whole_share * 100).normalize()

    @property
    def step(self) -> Decimal:
        return self._rule.step_hours.normalize()

    @property
    def speed(self) -> Decimal | None:
        return self._rule.max_rate.normalize() if self._rule.max_rate else None

    @property
    def _rule(self) -> OnlineRule:
        rule: OnlineRule = self.rule
        return rule


def rules_of(institution: Institution, *, on: datetime.date) -> list[RuleLine]:
    """All rules that reach the institution, the nearest place and the newest first. Two queries."""
    return lines_reaching(OnlineRule, institution, on=on, line=RuleLine)


def rule_of_term(institution: Institution, *, on: datetime.date) -> tuple[Term, RuleLine] | None:
    """The term of that day and the rule that its classes are credited by: the one that held on its
    first day. None between terms and where nothing held."""
    terms = Term.objects.filter(institution=institution, first_monday__lte=on)
    term = terms.order_by("-first_monday").first()
    if term is None or term.last_day < on:
        return None
    held = [line for line in rules_of(institution, on=term.first_monday) if line.state == "holds"]
    return (term, held[0]) if held else None


def coming_rule(institution: Institution, *, on: datetime.date) -> OnlineRule | None:
    """The institution's own rule that doesn't hold yet; there is one at most."""
    found: OnlineRule | None = coming_of(OnlineRule, institution, on=on)
    return found


def add_online_rule(
    institution: Institution,
    *,
    whole_share: Decimal,
    step_hours: Decimal,
    max_rate: Decimal | None,
    citation: str,
    quotation: str = "",
    valid_from: datetime.date,
    by: Any,
) -> OnlineRule:
    """The institution's own rule from a day to come; the one before it ends that day.

    What holds, or held, is never changed: students have been credited by it. A rule that doesn't
    hold yet is corrected by entering it again for the same day (the history keeps what it said).
    ValidationError for a day that isn't to come, and beside another coming rule.
    """
    said = {
        "whole_share": whole_share,
        "step_hours": step_hours,
        "max_rate": max_rate,
        "citation": citation,
        "quotation": quotation,
    }
    try:
        rule: OnlineRule = enter_ahead(
            OnlineRule, institution, said=said, valid_from=valid_from, by=by
        )
    except NotAhead as error:
        message = _(
            "A rule begins tomorrow at the earliest: until today students are credited "
            "by the one that holds."
        )
        raise ValidationError({"valid_from": message}) from error
    except AnotherIsComing as error:
        message = _("A rule from %(date)s is already entered. Withdraw it first.")
        raise ValidationError(
            {"valid_from": message % {"date": error.valid_from.isoformat()}}
        ) from error
    return rule


def withdraw_coming_rule(institution: Institution, *, by: Any) -> datetime.date | None:
    """Take back the rule that doesn't hold yet; the one that it would have ended goes on. The day
    from which it would have held, None where there is none (any more)."""
    return withdraw_coming(OnlineRule, institution, by=by)
