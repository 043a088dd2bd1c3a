"""By which rules classes are placed, and the institution's own."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from courses.institutions.access import allow, institution_of
from courses.institutions.scopes import scope_of
from courses.timetable.criteria import CRITERIA
from courses.timetable.domain.refusal import TimetableRefused
from courses.timetable.domain.scheduling_rules import (
    WEIGHTS,
    add_scheduling_rule,
    coming_rule,
    rules_of,
    withdraw_coming_rule,
)
from courses.timetable.enums import DayPart
from courses.timetable.forms import SchedulingRuleForm
from courses.timetable.models import SchedulingRule
from courses.timetable.views.terms import READERS, WRITERS
from courses.timetable.wording import weekday_text


@allow(*READERS)
@require_safe
def rules(request: HttpRequest) -> HttpResponse:
    """The rule in force, what is to come and what was."""
    institution = institution_of(request, *READERS)
    lines = rules_of(institution, on=timezone.localdate())
    holding = next((line.rule for line in lines if line.state == "holds"), None)
    coming = next(
        (line.rule for line in lines if line.state == "coming" and line.place == "school"), None
    )
    context = {
        "lines": lines,
        "shown": [
            (line, _weights(line.rule), _parts(line.rule))
            for line in lines
            if line.rule in (holding, coming)
        ],
        "holding": holding,
        "coming": coming,
        "has_own": any(line.place == "school" for line in lines),
        "may_write": scope_of(request.user).has(*WRITERS),
    }
    return render(request, "courses/timetable/rules.html", context)


@allow(*WRITERS)
@require_http_methods(["GET", "HEAD", "POST"])
def rule_add(request: HttpRequest) -> HttpResponse:
    """A rule from a day to come; one that is entered already is shown to be corrected."""
    institution = institution_of(request, *WRITERS)
    today = timezone.localdate()
    coming = coming_rule(institution, on=today)
    held = [line.rule for line in rules_of(institution, on=today) if line.state == "holds"]
    initial = {}
    if coming is not None:
        initial = {
            "citation": coming.citation,
            "quotation": coming.quotation,
            "valid_from": coming.valid_from,
        }
    form = SchedulingRuleForm(
        request.POST or None, shown=coming or (held[0] if held else None), initial=initial
    )
    if request.method == "POST" and form.is_valid():
        try:
            rule = add_scheduling_rule(institution, by=request.user, **form.said())
        except TimetableRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            said = _("The rule is entered. It holds from %(date)s.")
            messages.success(request, said % {"date": rule.valid_from.isoformat()})
            return redirect("timetable:rules")
    context = {"form": form, "coming": coming, "weights": [form[name] for name in WEIGHTS]}
    status = 422 if form.errors else 200
    return render(request, "courses/timetable/rule_add.html", context, status=status)


@allow(*WRITERS)
@require_POST
def rule_withdraw(request: HttpRequest) -> HttpResponse:
    day = withdraw_coming_rule(institution_of(request, *WRITERS), by=request.user)
    if day is None:
        messages.warning(request, _("There is no rule that could be withdrawn."))
    else:
        said = _("The rule from %(date)s is withdrawn. What held before goes on.")
        messages.success(request, said % {"date": day.isoformat()})
    return redirect("timetable:rules")


def _weights(rule: SchedulingRule) -> list[tuple[Any, Any, int]]:
    """Name, unit and weight of each criterion."""
    return [(*CRITERIA[name], getattr(rule, name)) for name in WEIGHTS]


def _parts(rule: SchedulingRule) -> dict[str, str]:
    free = [f"{weekday_text(day)} {DayPart(part).label}" for day, part in rule.keep_free]
    return {
        "keep_free": _(", ").join(free),
        "evening": _(", ").join(str(DayPart(part).label) for part in rule.evening_parts),
    }
