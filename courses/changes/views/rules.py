"""By which rules changes are approved, and the institution's own."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from courses.changes.domain import (
    ChangeRefused,
    add_change_rule,
    coming_rule,
    rules_of,
    withdraw_coming_rule,
)
from courses.changes.domain.tiers import read_tiers
from courses.changes.forms import TIER_ROWS, RuleForm, TierForm
from courses.changes.models import ChangeRule
from courses.changes.views.people import CONCERNED, OFFICES
from courses.institutions.access import allow, institution_of
from courses.institutions.scopes import scope_of


@allow(*CONCERNED)
@require_safe
def rule_list(request: HttpRequest) -> HttpResponse:
    """The rule in force, what is to come and what was."""
    institution = institution_of(request, *CONCERNED)
    lines = rules_of(institution, on=timezone.localdate())
    return render(
        request,
        "courses/changes/rules.html",
        {
            "lines": lines,
            "holding": next((line for line in lines if line.state == "holds"), None),
            "coming": next(
                (line for line in lines if line.state == "coming" and line.place == "school"), None
            ),
            "has_own": any(line.place == "school" for line in lines),
            "may_add": scope_of(request.user).has(*OFFICES),
        },
    )


@allow(*OFFICES)
@require_http_methods(["GET", "HEAD", "POST"])
def rule_add(request: HttpRequest) -> HttpResponse:
    """A rule from a day to come; one that is entered already is shown to be corrected."""
    institution = institution_of(request, *OFFICES)
    today = timezone.localdate()
    coming = coming_rule(institution, on=today)
    held = [line.rule for line in rules_of(institution, on=today) if line.state == "holds"]
    shown = coming or (held[0] if held else None)
    form = RuleForm(request.POST or None, initial=_initial(shown, coming))
    tiers = _tier_forms(request, shown)
    if request.method == "POST" and form.is_valid() & all(one.is_valid() for one in tiers):
        table = [tier for one in tiers if (tier := one.tier) is not None]
        try:
            rule = add_change_rule(institution, tiers=table, by=request.user, **form.cleaned_data)
        except ChangeRefused as refused:
            for sentence in refused.sentences:
                form.add_error(None, sentence)
        else:
            said = _("The rule is entered. It holds from %(date)s.")
            messages.success(request, said % {"date": rule.valid_from.isoformat()})
            return redirect("changes:rules")
    wrong = form.errors or any(one.errors for one in tiers)
    return render(
        request,
        "courses/changes/rule_add.html",
        {"form": form, "tiers": tiers, "coming": coming},
        status=422 if wrong else 200,
    )


@allow(*OFFICES)
@require_POST
def rule_withdraw(request: HttpRequest) -> HttpResponse:
    day = withdraw_coming_rule(institution_of(request, *OFFICES), by=request.user)
    if day is None:
        messages.warning(request, _("There is no rule that could be withdrawn."))
    else:
        said = _("The rule from %(date)s is withdrawn. What held before goes on.")
        messages.success(request, said % {"date": day.isoformat()})
    return redirect("changes:rules")


def _tier_forms(request: HttpRequest, shown: ChangeRule | None) -> list[TierForm]:
    table = read_tiers(shown.tiers) if shown else []
    forms = []
    for row in range(TIER_ROWS):
        tier = table[row] if row < len(table) else None
        initial = {}
        if tier is not None:
            steps = ",".join(tier.steps) or "none"
            initial = {"first": tier.first, "last": tier.last, "steps": steps}
        forms.append(TierForm(request.POST or None, prefix=f"tier{row + 1}", initial=initial))
    return forms


def _initial(rule: ChangeRule | None, coming: ChangeRule | None) -> dict[str, Any]:
    """The figures of the rule that is shown; its source only where it is corrected."""
    if rule is None:
        return {}
    names = ("private_times", "private_periods", "lead_days", "lead_days_long")
    values = {name: getattr(rule, name) for name in (*names, "holiday_gap_days", "urgent_reasons")}
    if coming is not None:
        values |= {name: getattr(rule, name) for name in ("citation", "quotation", "valid_from")}
    return values
