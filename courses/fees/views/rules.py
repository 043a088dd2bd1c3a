"""What an hour is paid, and who says so."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from courses.fees.domain import (
    add_fee_rule,
    coming_fee_rule,
    fee_rules_of,
    rates_in_words,
    titles,
    withdraw_coming_fee_rule,
)
from courses.fees.domain.rates import title_code
from courses.fees.forms import FeeRuleForm
from courses.fees.models import FeeRule
from courses.fees.views.people import OFFICE, READERS
from courses.institutions.access import allow, institution_of
from courses.institutions.scopes import scope_of
from courses.qualifications.domain.placed_rules import rule_in_force


@allow(*READERS)
@require_safe
def rule_list(request: HttpRequest) -> HttpResponse:
    """Every rule of fees that reaches the institution."""
    institution = institution_of(request, *READERS)
    today = timezone.localdate()
    names = {title_code(level): level.name for level in titles()}
    lines = fee_rules_of(institution, on=today)
    return render(
        request,
        "courses/fees/rules.html",
        {
            "lines": [(line, rates_in_words(line.rule, names)) for line in lines],
            "coming": coming_fee_rule(institution, on=today),
            "is_office": scope_of(request.user).has(*OFFICE),
        },
    )


@allow(*OFFICE)
@require_http_methods(["GET", "HEAD", "POST"])
def rule_add(request: HttpRequest) -> HttpResponse:
    """Rates from a day to come; it starts from those that are coming or hold."""
    institution = institution_of(request, *OFFICE)
    today = timezone.localdate()
    coming = coming_fee_rule(institution, on=today)
    before = coming or rule_in_force(FeeRule, institution, on=today)
    form = FeeRuleForm(
        request.POST or None, rates=before.rates if before else [], initial=_initial(coming)
    )
    if request.method == "POST" and form.is_valid():
        try:
            rule = add_fee_rule(institution, by=request.user, **form.values)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            said = _("The rates are entered. They hold from %(date)s.")
            messages.success(request, said % {"date": rule.valid_from.isoformat()})
            return redirect("fees:rules")
    return render(
        request,
        "courses/fees/rule_add.html",
        {"form": form, "coming": coming},
        status=422 if form.errors else 200,
    )


@allow(*OFFICE)
@require_POST
def rule_withdraw(request: HttpRequest) -> HttpResponse:
    day = withdraw_coming_fee_rule(institution_of(request, *OFFICE), by=request.user)
    if day is None:
        messages.warning(request, _("There are no rates that could be withdrawn."))
    else:
        said = _("The rates from %(date)s are withdrawn. What held before goes on.")
        messages.success(request, said % {"date": day.isoformat()})
    return redirect("fees:rules")


def _initial(rule: FeeRule | None) -> dict[str, Any]:
    if rule is None:
        return {}
    return {
        "round_to": f"{rule.round_to.normalize():f}",
        "citation": rule.citation,
        "quotation": rule.quotation,
        "valid_from": rule.valid_from,
    }
