"""An institution's own rules of online hours: entered ahead, never changed once they hold."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.delivery.models import OnlineRule
from courses.institutions.models import Institution
from courses.qualifications.domain.recognition import most_specific
from courses.teaching.models import Term


@dataclass(frozen=True)
class RuleLine:
    """A rule that reaches the institution. `place`: school, province or default; `state`: coming,
    holds, waits (it stands, but a nearer one goes before it) or past."""

    rule: OnlineRule
    place: str
    state: str
    recorded_by: str = ""
    recorded_on: datetime.date | None = None

    @property
    def percent(self) -> Decimal:
        return (self.rule.whole_share * 100).normalize()

    @property
    def step(self) -> Decimal:
        return self.rule.step_hours.normalize()

    @property
    def speed(self) -> Decimal | None:
        return self.rule.max_rate.normalize() if self.rule.max_rate else None

    @property
    def last_day(self) -> datetime.date | None:
        ends = self.rule.valid_to
        return ends - datetime.timedelta(days=1) if ends else None


def rules_of(institution: Institution, *, on: datetime.date) -> list[RuleLine]:
    """All rules that reach the institution, the nearest place and the newest first. Two queries."""
    rows = list(OnlineRule.objects.reaching(institution))
    holding = most_specific(rows, institution=institution, on=on)
    first: dict[int, Any] = {}
    entries = OnlineRule.history.filter(id__in=[row.pk for row in rows])
    for entry in entries.select_related("history_user").order_by("history_date", "history_id"):
        first.setdefault(entry.id, entry)
    lines = [_line(row, holding, first.get(row.pk), on) for row in rows]
    places = ["school", "province", "default"]
    return sorted(lines, key=lambda line: (places.index(line.place), -_day(line).toordinal()))


def _day(line: RuleLine) -> datetime.date:
    return line.rule.valid_from


def _line(row: OnlineRule, holding: OnlineRule | None, entry: Any, on: datetime.date) -> RuleLine:
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
    return OnlineRule.objects.filter(institution=institution, valid_from__gt=on).first()


@transaction.atomic
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
    today = timezone.localdate()
    Institution.objects.select_for_update().get(pk=institution.pk)
    if valid_from <= today:
        message = _(
            "A rule begins tomorrow at the earliest: until today students are credited "
            "by the one that holds."
        )
        raise ValidationError({"valid_from": message})
    coming = coming_rule(institution, on=today)
    if coming is not None and coming.valid_from != valid_from:
        message = _("A rule from %(date)s is already entered. Withdraw it first.")
        raise ValidationError({"valid_from": message % {"date": coming.valid_from.isoformat()}})
    for before in _open(institution, before=valid_from):
        before.valid_to = valid_from
        _signed(before, by).save(update_fields=["valid_to"])
    rule = coming or OnlineRule(institution=institution, valid_from=valid_from)
    rule.whole_share, rule.step_hours, rule.max_rate = whole_share, step_hours, max_rate
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
    day = coming.valid_from
    for before in OnlineRule.objects.filter(institution=institution, valid_to=day):
        before.valid_to = None
        _signed(before, by).save(update_fields=["valid_to"])
    _signed(coming, by).delete()
    return day


def _open(institution: Institution, *, before: datetime.date) -> Iterable[OnlineRule]:
    own = OnlineRule.objects.filter(institution=institution, valid_to=None)
    return own.filter(valid_from__lt=before)


def _signed(rule: OnlineRule, by: Any) -> OnlineRule:
    """The history then says who; django-simple-history looks for this attribute."""
    setattr(rule, "_history_user", by)  # noqa: B010 — the model doesn't declare it
    return rule
