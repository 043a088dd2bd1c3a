"""Who needs which certificate to teach here, and the place's own rules."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from courses.institutions.access import allow, place_of
from courses.institutions.models import Institution
from courses.institutions.scopes import scope_of
from courses.qualifications.domain.teaching_rules import (
    add_teaching_rule,
    teaching_rules_of,
    withdraw_teaching_rule,
)
from courses.qualifications.forms import TeachingRuleForm
from courses.qualifications.views.readings import AUDIENCE, KEEPERS
from courses.qualifications.views.refusals import say


@allow(*AUDIENCE)
@require_safe
def teaching_rules(request: HttpRequest) -> HttpResponse:
    """What is asked of each kind of staff, what is to come and what was."""
    place = place_of(request, *AUDIENCE)
    return render(
        request,
        "courses/qualifications/teaching_rules.html",
        {
            "kinds": teaching_rules_of(place, on=timezone.localdate()),
            "may_add": scope_of(request.user).has(*KEEPERS),
            "own_place": "school" if isinstance(place, Institution) else "province",
        },
    )


@allow(*KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
def teaching_rule_add(request: HttpRequest) -> HttpResponse:
    """A rule from a day to come (?kind= of staff)."""
    place = place_of(request, *KEEPERS)
    form = TeachingRuleForm(
        request.POST or None, initial={"staff_kind": request.GET.get("kind", "")}
    )
    if request.method == "POST" and form.is_valid():
        try:
            rule = add_teaching_rule(place, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            say(form, error)
        else:
            said = _("The rule is entered. It holds from %(date)s.")
            messages.success(request, said % {"date": rule.valid_from.isoformat()})
            return redirect("qualifications:teaching-rules")
    return render(
        request,
        "courses/qualifications/teaching_rule_add.html",
        {"form": form, "of_institution": isinstance(place, Institution)},
        status=422 if form.errors else 200,
    )


@allow(*KEEPERS)
@require_POST
def teaching_rule_withdraw(request: HttpRequest) -> HttpResponse:
    """Take back the own rule that doesn't hold yet."""
    day = withdraw_teaching_rule(
        place_of(request, *KEEPERS),
        staff_kind=request.POST.get("kind", ""),
        code=request.POST.get("code", ""),
        by=request.user,
    )
    if day is None:
        messages.warning(request, _("There is no rule that could be withdrawn."))
    else:
        said = _("The rule from %(date)s is withdrawn. What held before goes on.")
        messages.success(request, said % {"date": day.isoformat()})
    return redirect("qualifications:teaching-rules")
