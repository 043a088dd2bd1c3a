"""Which classes may sit together: the institution's rules, entered and ended."""

import datetime
import uuid

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from courses.institutions.access import allow, institution_of
from courses.institutions.scopes import scope_of
from courses.teaching.domain.mixing import rule_said
from courses.teaching.domain.mixing_rules import end_mixing_rule, enter_mixing_rule
from courses.teaching.forms import MixingRuleForm
from courses.teaching.models import MixingRule
from courses.teaching.views.audience import OFFICE, OVERSEERS, say


@allow(*OVERSEERS)
@require_safe
def mixing(request: HttpRequest) -> HttpResponse:
    """What holds, what is to come and what has ended; or what applies without any rule."""
    institution = institution_of(request, *OVERSEERS)
    today = timezone.localdate()
    rules = MixingRule.objects.filter(institution=institution).select_related(
        "department", "major", "other_department", "other_major", "entered_by", "ended_by"
    )
    rows = [
        (rule, rule_said(rule), _state(rule, today))
        for rule in rules.order_by("-valid_from", "-pk")
    ]
    context = {
        "current": [row for row in rows if row[2] in ("holds", "coming")],
        "past": [row for row in rows if row[2] == "past"],
        "has_breadth": any(rule.breadth and state == "holds" for rule, _said, state in rows),
        "is_office": scope_of(request.user).has(*OFFICE),
    }
    return render(request, "courses/teaching/mixing.html", context)


@allow(*OFFICE)
@require_http_methods(["GET", "HEAD", "POST"])
def mixing_add(request: HttpRequest) -> HttpResponse:
    institution = institution_of(request, *OFFICE)
    form = MixingRuleForm(
        request.POST or None,
        institution=institution,
        initial={"valid_from": timezone.localdate()},
    )
    if request.method == "POST" and form.is_valid():
        try:
            rule = enter_mixing_rule(institution, by=request.user, **form.said())
        except ValidationError as error:
            say(form, error)
        else:
            said = _("The rule is entered. It holds from %(date)s.")
            messages.success(request, said % {"date": rule.valid_from.isoformat()})
            return redirect("teaching:mixing")
    status = 422 if form.errors else 200
    return render(request, "courses/teaching/mixing_add.html", {"form": form}, status=status)


@allow(*OFFICE)
@require_POST
def mixing_end(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    rule = get_object_or_404(MixingRule.objects.visible_to(request.user), public_id=public_id)
    try:
        end_mixing_rule(rule, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("The rule has ended. Classes made before stay as they are."))
    return redirect("teaching:mixing")


def _state(rule: MixingRule, today: datetime.date) -> str:
    if rule.valid_to is not None and rule.valid_to <= max(today, rule.valid_from):
        return "past"
    return "coming" if rule.valid_from > today else "holds"
