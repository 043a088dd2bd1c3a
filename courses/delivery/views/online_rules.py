"""By which rules online hours are credited, and the institution's own."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from courses.delivery.domain import (
    add_online_rule,
    coming_rule,
    rule_of_term,
    rules_of,
    withdraw_coming_rule,
)
from courses.delivery.forms import OnlineRuleForm
from courses.delivery.models import OnlineRule
from courses.institutions.access import allow, institution_of
from courses.institutions.enums import RoleKind as R
from courses.institutions.scopes import scope_of

OFFICES = (R.TEACHING_OFFICE, R.INSTITUTION_ADMINISTRATOR)
READERS = (*OFFICES, R.DEPARTMENT_COORDINATOR, R.INSTRUCTOR, R.AUDITOR)


@allow(*READERS)
@require_safe
def rule_list(request: HttpRequest) -> HttpResponse:
    """The rule in force, that of the running term, what is to come and what was."""
    institution = institution_of(request, *READERS)
    today = timezone.localdate()
    lines = rules_of(institution, on=today)
    term_rule = rule_of_term(institution, on=today)
    return render(
        request,
        "courses/delivery/online_rules.html",
        {
            "lines": lines,
            "holding": next((line for line in lines if line.state == "holds"), None),
            "coming": next(
                (line for line in lines if line.state == "coming" and line.place == "school"), None
            ),
            "term": term_rule[0] if term_rule else None,
            "of_term": term_rule[1] if term_rule else None,
            "has_own": any(line.place == "school" for line in lines),
            "may_add": scope_of(request.user).has(*OFFICES),
        },
    )


@allow(*OFFICES)
@require_http_methods(["GET", "HEAD", "POST"])
def rule_add(request: HttpRequest) -> HttpResponse:
    """A rule from a day to come; one that is entered already is shown to be corrected."""
    institution = institution_of(request, *OFFICES)
    coming = coming_rule(institution, on=timezone.localdate())
    form = OnlineRuleForm(request.POST or None, initial=_initial(coming))
    if request.method == "POST" and form.is_valid():
        try:
            rule = add_online_rule(institution, by=request.user, **form.values)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            said = _("The rule is entered. It holds from %(date)s.")
            messages.success(request, said % {"date": rule.valid_from.isoformat()})
            return redirect("delivery:online_rules")
    return render(
        request,
        "courses/delivery/online_rule_add.html",
        {"form": form, "coming": coming},
        status=422 if form.errors else 200,
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
    return redirect("delivery:online_rules")


def _initial(rule: OnlineRule | None) -> dict[str, Any]:
    if rule is None:
        return {}
    return {
        "percent": int(rule.whole_share * 100),
        "step_hours": f"{rule.step_hours.normalize():f}",
        "max_rate": f"{rule.max_rate.normalize():f}" if rule.max_rate else "2",
        "citation": rule.citation,
        "quotation": rule.quotation,
        "valid_from": rule.valid_from,
    }
