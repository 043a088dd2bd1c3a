"""An institution's own rates: entered ahead, never changed once anybody can be paid by them."""

import datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.fees.models import FeeLine, FeeRule
from courses.institutions.enums import StaffKind
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
from courses.qualifications.enums import CredentialScheme
from courses.qualifications.models import CredentialLevel

# Who is usually paid by the hour; rules of a province may name others.
PAID_BY_THE_HOUR = (StaffKind.EXTERNAL_EXPERT, StaffKind.PART_TIME_TEACHER)


def rates_in_words(rule: FeeRule, title_names: dict[str, str]) -> list[tuple[str, str, Decimal]]:
    """(kind, title or "", yuan) in the order of the rule; `title_names` by `title_code`."""
    return [
        (
            str(StaffKind(line["kind"]).label),
            title_names.get(line["title"], line["title"]),
            Decimal(line["rate"]),
        )
        for line in rule.rates
    ]


def titles() -> list[CredentialLevel]:
    """Professional titles, the highest first; one query."""
    levels = CredentialLevel.objects.filter(credential_type__scheme=CredentialScheme.TITLE)
    return list(
        levels.select_related("credential_type").order_by("credential_type__pk", "-position")
    )


def fee_rules_of(institution: Institution, *, on: datetime.date) -> list[PlacedLine]:
    """All rules that reach the institution, the nearest place and the newest first. Two queries."""
    return lines_reaching(FeeRule, institution, on=on, line=PlacedLine)


def coming_fee_rule(institution: Institution, *, on: datetime.date) -> FeeRule | None:
    """The institution's own rule that doesn't hold yet; there is one at most."""
    found: FeeRule | None = coming_of(FeeRule, institution, on=on)
    return found


@transaction.atomic
def add_fee_rule(
    institution: Institution,
    *,
    rates: list[dict[str, str]],
    round_to: Decimal,
    citation: str,
    quotation: str = "",
    valid_from: datetime.date,
    by: Any,
) -> FeeRule:
    """The institution's own rates from a day to come; the rule before ends that day.

    Only its very first rule may begin in the past, as long as nobody was paid for that day or a
    later one: a school that starts with the system has decided its rates before.
    Raises ValidationError.
    """
    if not rates:
        raise ValidationError(_("Enter at least one rate."))
    said = {
        "rates": rates,
        "round_to": round_to,
        "citation": citation,
        "quotation": quotation,
    }
    Institution.objects.select_for_update(no_key=True).get(pk=institution.pk)
    if _may_begin_in_the_past(institution, valid_from):
        rule = FeeRule(institution=institution, valid_from=valid_from, **said)
        rule._history_user = by  # type: ignore[attr-defined]  # read by django-simple-history
        rule.save()
        return rule
    try:
        entered: FeeRule = enter_ahead(
            FeeRule, institution, said=said, valid_from=valid_from, by=by
        )
    except NotAhead as error:
        message = _("New rates begin tomorrow at the earliest: until today the ones before hold.")
        raise ValidationError({"valid_from": message}) from error
    except AnotherIsComing as error:
        message = _("Rates from %(date)s are already entered. Withdraw them first.")
        raise ValidationError(
            {"valid_from": message % {"date": error.valid_from.isoformat()}}
        ) from error
    return entered


def withdraw_coming_fee_rule(institution: Institution, *, by: Any) -> datetime.date | None:
    """Take back the rule that doesn't hold yet; the one that it would have ended goes on. The day
    from which it would have held, None where there is none (any more)."""
    return withdraw_coming(FeeRule, institution, by=by)


def _may_begin_in_the_past(institution: Institution, valid_from: datetime.date) -> bool:
    return (
        valid_from <= timezone.localdate()
        and not FeeRule.objects.filter(institution=institution).exists()
        and not FeeLine.objects.filter(
            statement__institution=institution, date__gte=valid_from
        ).exists()
    )
