"""How certificates are verified and reminded of here, and the institution's own rule."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from courses.institutions.access import allow, institution_of
from courses.institutions.scopes import scope_of
from courses.qualifications.domain.certificate_rules import (
    add_certificate_rule,
    certificate_rule_on,
    certificate_rules_of,
    coming_certificate_rule,
    withdraw_certificate_rule,
)
from courses.qualifications.forms import CertificateRuleForm
from courses.qualifications.models import CertificateRule
from courses.qualifications.views.refusals import say
from courses.qualifications.views.staff import OFFICE, READERS


@allow(*READERS)
@require_safe
def certificate_rules(request: HttpRequest) -> HttpResponse:
    """The rule in force, what is to come and what was."""
    institution = institution_of(request, *READERS)
    lines = certificate_rules_of(institution, on=timezone.localdate())
    coming = (line for line in lines if line.state == "coming" and line.place == "school")
    return render(
        request,
        "courses/qualifications/rules.html",
        {
            "lines": lines,
            "holding": next((line for line in lines if line.state == "holds"), None),
            "coming": next(coming, None),
            "has_own": any(line.place == "school" for line in lines),
            "may_add": scope_of(request.user).has(*OFFICE),
        },
    )


@allow(*OFFICE)
@require_http_methods(["GET", "HEAD", "POST"])
def certificate_rule_add(request: HttpRequest) -> HttpResponse:
    """A rule from a day to come; one that is entered already is shown to be corrected."""
    institution = institution_of(request, *OFFICE)
    today = timezone.localdate()
    coming = coming_certificate_rule(institution, on=today)
    shown = coming or certificate_rule_on(institution, on=today)
    form = CertificateRuleForm(request.POST or None, initial=_initial(shown, coming))
    if request.method == "POST" and form.is_valid():
        try:
            rule = add_certificate_rule(institution, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            say(form, error)
        else:
            said = _("The rule is entered. It holds from %(date)s.")
            messages.success(request, said % {"date": rule.valid_from.isoformat()})
            return redirect("qualifications:rules")
    return render(
        request,
        "courses/qualifications/rule_add.html",
        {"form": form, "coming": coming},
        status=422 if form.errors else 200,
    )


@allow(*OFFICE)
@require_POST
def certificate_rule_withdraw(request: HttpRequest) -> HttpResponse:
    day = withdraw_certificate_rule(institution_of(request, *OFFICE), by=request.user)
    if day is None:
        messages.warning(request, _("There is no rule that could be withdrawn."))
    else:
        said = _("The rule from %(date)s is withdrawn. What held before goes on.")
        messages.success(request, said % {"date": day.isoformat()})
    return redirect("qualifications:rules")


def _initial(rule: CertificateRule | None, coming: CertificateRule | None) -> dict[str, Any]:
    """What the rule that is shown says; its source only where it is corrected."""
    if rule is None:
        return {"verifiers": 1}
    values: dict[str, Any] = {
        "verifiers": rule.verifiers,
        "reminder_days": ", ".join(str(day) for day in rule.reminder_days),
    }
    if coming is not None:
        values |= {name: getattr(rule, name) for name in ("citation", "quotation", "valid_from")}
    return values
