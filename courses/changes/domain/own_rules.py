"""An institution's own rules of changes: entered ahead, never changed once they hold."""

import datetime
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from courses.changes.domain.refusal import ChangeRefused
from courses.changes.domain.tiers import Tier, problems_of_tiers, read_tiers
from courses.changes.enums import ReasonKind
from courses.changes.models import ChangeRule
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


class RuleLine(PlacedLine):
    """A rule of changes that reaches the institution."""

    @property
    def tiers(self) -> list[Tier]:
        return read_tiers(self.rule.tiers)

    @property
    def urgent_said(self) -> str:
        return _(", ").join(str(ReasonKind(one).label) for one in self.rule.urgent_reasons)


def rules_of(institution: Institution, *, on: datetime.date) -> list[RuleLine]:
    """All rules that reach the institution, the nearest place and the newest first. Two queries."""
    return lines_reaching(ChangeRule, institution, on=on, line=RuleLine)


def coming_rule(institution: Institution, *, on: datetime.date) -> ChangeRule | None:
    """The institution's own rule that doesn't hold yet; there is one at most."""
    found: ChangeRule | None = coming_of(ChangeRule, institution, on=on)
    return found


def add_change_rule(
    institution: Institution,
    *,
    private_times: int | None,
    private_periods: int | None,
    lead_days: int,
    lead_days_long: int,
    holiday_gap_days: int,
    urgent_reasons: Sequence[str],
    tiers: Sequence[Tier],
    citation: str,
    quotation: str = "",
    valid_from: datetime.date,
    by: Any,
) -> ChangeRule:
    """The institution's own rule from a day to come; the one before it ends that day.

    What holds, or held, is never changed: requests have been decided by it. A rule that doesn't
    hold yet is corrected by entering it again for the same day. Raises ChangeRefused.
    """
    if problems := problems_of_tiers(tiers):
        raise ChangeRefused(*problems)
    said = {
        "private_times": private_times,
        "private_periods": private_periods,
        "lead_days": lead_days,
        "lead_days_long": lead_days_long,
        "holiday_gap_days": holiday_gap_days,
        "urgent_reasons": list(urgent_reasons),
        "tiers": [tier.stored() for tier in tiers],
        "citation": citation,
        "quotation": quotation,
    }
    try:
        rule: ChangeRule = enter_ahead(
            ChangeRule, institution, said=said, valid_from=valid_from, by=by
        )
    except NotAhead as error:
        raise ChangeRefused(
            _("A rule begins tomorrow at the earliest: today's requests follow the one in force.")
        ) from error
    except AnotherIsComing as error:
        raise ChangeRefused(
            _("A rule from %(date)s is already entered. Withdraw it first.")
            % {"date": error.valid_from.isoformat()}
        ) from error
    return rule


def withdraw_coming_rule(institution: Institution, *, by: Any) -> datetime.date | None:
    """Take back the rule that doesn't hold yet; the one that it would have ended goes on. The day
    from which it would have held, None where there is none (any more)."""
    return withdraw_coming(ChangeRule, institution, by=by)
