"""By which rules people are trained, and the place's own."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from courses.institutions.access import allow
from courses.institutions.enums import StaffKind
from courses.institutions.models import Department, Institution
from courses.institutions.scopes import scope_of
from courses.training.domain import TrainingRefused, add_rule, rule_lines, withdraw_rule
from courses.training.forms.rules import (
    CycleRuleForm,
    DepartmentLimitForm,
    NominationRuleForm,
    RuleForm,
)
from courses.training.models import CycleRule, DepartmentLimit, NominationRule
from courses.training.views.people import OWNERS, READERS, institution_acted_for, owner_of

MODELS: dict[str, Any] = {
    "cycle": CycleRule,
    "nomination": NominationRule,
    "limit": DepartmentLimit,
}


def _place_of(request: HttpRequest) -> Institution | str:
    """The institution, or the province of its officer, that a keeper of rules acts for."""
    institution, province = owner_of(request)
    return institution or province


@allow(*READERS)
@require_safe
def rule_list(request: HttpRequest) -> HttpResponse:
    """What holds, what is to come, what was; cycles by kind of staff."""
    may_add = scope_of(request.user).has(*OWNERS)
    place = _place_of(request) if may_add else institution_acted_for(request.user, *READERS)
    if place is None:
        raise Http404
    today = timezone.localdate()
    groups = [
        {
            "name": "cycle",
            "title": kind.label,
            "kind": kind.value,
            "lines": rule_lines(CycleRule, place, on=today, key={"staff_kind": kind.value}),
        }
        for kind in StaffKind
    ]
    groups.append(
        {
            "name": "nomination",
            "title": _("Nominating, withdrawing, appearing"),
            "lines": rule_lines(NominationRule, place, on=today),
        }
    )
    groups.append(
        {
            "name": "limit",
            "title": _("How many of a department may be away"),
            "lines": rule_lines(DepartmentLimit, place, on=today, key={"department": None}),
        }
    )
    return render(
        request,
        "courses/training/rules.html",
        {
            "groups": groups,
            "may_add": may_add,
            "own_place": "school" if isinstance(place, Institution) else "province",
        },
    )


def _form(name: str, place: Institution | str, data: Any, initial: dict[str, Any]) -> RuleForm:
    if name == "cycle":
        return CycleRuleForm(data, initial=initial)
    if name == "nomination":
        return NominationRuleForm(data, initial=initial)
    departments = (
        Department.objects.filter(institution=place).order_by("name")
        if isinstance(place, Institution)
        else Department.objects.none()
    )
    return DepartmentLimitForm(data, departments=departments, initial=initial)


@allow(*OWNERS)
@require_http_methods(["GET", "HEAD", "POST"])
def rule_add(request: HttpRequest, name: str) -> HttpResponse:
    """A rule from a day to come, filled with what holds now (?kind= of staff for cycles)."""
    model = MODELS.get(name)
    if model is None:
        raise Http404
    place = _place_of(request)
    kind = request.GET.get("kind", "")
    key: dict[str, Any] = {"staff_kind": kind} if name == "cycle" else {}
    holding = [
        line.rule
        for line in rule_lines(model, place, on=timezone.localdate(), key=key)
        if line.state == "holds"
    ]
    initial = _said(holding[0]) if holding else {"staff_kind": kind}
    form = _form(name, place, request.POST or None, initial)
    if request.method == "POST" and form.is_valid():
        try:
            rule = add_rule(
                model,
                place,
                said=form.said,
                key=form.key,
                valid_from=form.cleaned_data["valid_from"],
                by=request.user,
            )
        except TrainingRefused as refusal:
            form.add_error(refusal.field, str(refusal))
        else:
            said = _("The rule is entered. It holds from %(date)s.")
            messages.success(request, said % {"date": rule.valid_from.isoformat()})
            return redirect("training:rules")
    return render(
        request,
        "courses/training/rule_form.html",
        {"form": form, "title": _titles()[name], "of_institution": isinstance(place, Institution)},
        status=422 if form.errors else 200,
    )


def _said(rule: Any) -> dict[str, Any]:
    """The figures of a rule, not whose it is nor since when."""
    left_out = {"id", "institution", "province", "department", "valid_from", "valid_to"}
    names = [field.name for field in rule._meta.fields if field.name not in left_out]
    return {name: getattr(rule, name) for name in names if name not in ("citation", "quotation")}


def _titles() -> dict[str, str]:
    return {
        "cycle": _("Rule of a training cycle"),
        "nomination": _("Rule of nominations"),
        "limit": pgettext("training rule", "Limit of people away"),
    }


@allow(*OWNERS)
@require_POST
def rule_withdraw(request: HttpRequest, name: str) -> HttpResponse:
    """Take back the own rule that doesn't hold yet."""
    model = MODELS.get(name)
    if model is None:
        raise Http404
    key: dict[str, Any] = {}
    if name == "cycle":
        key = {"staff_kind": request.POST.get("kind", "")}
    elif name == "limit":
        key = {"department": None}
    day = withdraw_rule(model, _place_of(request), key=key, by=request.user)
    if day is None:
        messages.warning(request, _("There is no rule that could be withdrawn."))
    else:
        said = _("The rule from %(date)s is withdrawn. What held before goes on.")
        messages.success(request, said % {"date": day.isoformat()})
    return redirect("training:rules")
