"""An institution's own rules of changes: entered ahead, never changed once they hold."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.changes.domain.refusal import ChangeRefused
from courses.changes.domain.tiers import Tier, problems_of_tiers, read_tiers
from courses.changes.enums import ReasonKind
from courses.changes.models import ChangeRule
from courses.institutions.models import Institution
from courses.qualifications.domain.recognition import most_specific


@dataclass(frozen=True)
class RuleLine:
    """A rule that reaches the institution. `place`: school, province or default; `state`: coming,
    holds, waits (it stands, but a nearer one goes before it) or past."""

    rule: ChangeRule
    place: str
    state: str
    recorded_by: str
    recorded_on: datetime.date | None

    @property
    def tiers(self) -> list[Tier]:
        return read_tiers(self.rule.tiers)

    @property
    def urgent_said(self) -> str:
        return _(", ").join(str(ReasonKind(one).label) for one in self.rule.urgent_reasons)

    @property
    def last_day(self) -> datetime.date | None:
        ends = self.rule.valid_to
        return ends - datetime.timedelta(days=1) if ends else None


def rules_of(institution: Institution, *, on: datetime.date) -> list[RuleLine]:
    """All rules that reach the institution, the nearest place and the newest first. Two queries."""
    rows = list(ChangeRule.objects.reaching(institution))
    holding = most_specific(rows, institution=institution, on=on)
    first: dict[int, Any] = {}
    entries = ChangeRule.history.filter(id__in=[row.pk for row in rows])
    for entry in entries.select_related("history_user").order_by("history_date", "history_id"):
        first.setdefault(entry.id, entry)
    lines = [_line(row, holding, first.get(row.pk), on) for row in rows]
    places = ["school", "province", "default"]
    return sorted(
        lines, key=lambda line: (places.index(line.place), -line.rule.valid_from.toordinal())
    )


def _line(row: ChangeRule, holding: ChangeRule | None, entry: Any, on: datetime.date) -> RuleLine:
    if row == holding:
        state = "holds"
    elif row.valid_from > on:
        state = "coming"
    elif row.valid_to is not None and row.valid_to <= on:
        state = "past"
    else:
        state = "waits"
    user = entry.history_user if entry else None
    return RuleLine(
        rule=row,
        place="school" if row.institution_id else "province" if row.province else "default",
        state=state,
        recorded_by=user.get_full_name() if user else "",
        recorded_on=timezone.localtime(entry.history_date).date() if entry else None,
    )


def coming_rule(institution: Institution, *, on: datetime.date) -> ChangeRule | None:
    """The institution's own rule that doesn't hold yet; there is one at most."""
    return ChangeRule.objects.filter(institution=institution, valid_from__gt=on).first()


@transaction.atomic
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
    today = timezone.localdate()
    Institution.objects.select_for_update().get(pk=institution.pk)
    if valid_from <= today:
        raise ChangeRefused(
            _("A rule begins tomorrow at the earliest: today's requests follow the one in force.")
        )
    coming = coming_rule(institution, on=today)
    if coming is not None and coming.valid_from != valid_from:
        raise ChangeRefused(
            _("A rule from %(date)s is already entered. Withdraw it first.")
            % {"date": coming.valid_from.isoformat()}
        )
    for before in ChangeRule.objects.filter(
        institution=institution, valid_to=None, valid_from__lt=valid_from
    ):
        before.valid_to = valid_from
        _signed(before, by).save(update_fields=["valid_to"])
    rule = coming or ChangeRule(institution=institution, valid_from=valid_from)
    rule.private_times, rule.private_periods = private_times, private_periods
    rule.lead_days, rule.lead_days_long = lead_days, lead_days_long
    rule.holiday_gap_days = holiday_gap_days
    rule.urgent_reasons = list(urgent_reasons)
    rule.tiers = [tier.stored() for tier in tiers]
    rule.citation, rule.quotation = citation, quotation
    _signed(rule, by).save()
    return rule


@transaction.atomic
def withdraw_coming_rule(institution: Institution, *, by: Any) -> datetime.date | None:
    """Take back the rule that doesn't hold yet; the one that it would have ended goes on. The day
    from which it would have held, None where there is none (any more)."""
    Institution.objects.select_for_update().get(pk=institution.pk)
    coming = coming_rule(institution, on=timezone.localdate())
    if coming is None:
        return None
    day: datetime.date = coming.valid_from
    for before in ChangeRule.objects.filter(institution=institution, valid_to=day):
        before.valid_to = None
        _signed(before, by).save(update_fields=["valid_to"])
    _signed(coming, by).delete()
    return day


def _signed(rule: ChangeRule, by: Any) -> ChangeRule:
    """The history then says who; django-simple-history looks for this attribute."""
    setattr(rule, "_history_user", by)  # noqa: B010 — the model doesn't declare it
    return rule
