"""While a session runs and after it: the roll of each day, the results."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from courses.institutions.access import allow
from courses.training.domain import (
    FAILED,
    TrainingRefused,
    assess,
    attended_hours,
    hours_of_days,
    needed_hours,
    nomination_rule_of,
    record_day,
    roll_of,
)
from courses.training.domain.attendance import NOT_ASSESSED
from courses.training.enums import CompletionResult, NominationState, Presence
from courses.training.forms.request_values import day_of
from courses.training.models import Completion
from courses.training.views.people import OWNERS, own_session


@allow(*OWNERS)
@require_http_methods(["GET", "HEAD", "POST"])
def roll(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """The roll of one day (?day=, else today or the last day that has come)."""
    session = own_session(request, public_id)
    today = timezone.localdate()
    come = [day for day in session.days if day <= today]
    day = day_of(request.GET.get("day", "")) or (come[-1] if come else session.starts_on)
    if day not in session.days:
        raise Http404
    lines = [line for line in roll_of(session) if line.nomination.state in NOT_ASSESSED]
    refusal = ""
    if request.method == "POST":
        said = {
            line.nomination.pk: request.POST.get(f"p-{line.nomination.public_id}")
            == Presence.PRESENT
            for line in lines
            if request.POST.get(f"p-{line.nomination.public_id}") in Presence.values
        }
        try:
            record_day(session, day, said, by=request.user)
        except TrainingRefused as refused:
            refusal = str(refused)
        else:
            there = sum(said.values())
            words = ngettext(
                "Recorded: %(there)s of %(count)s person present.",
                "Recorded: %(there)s of %(count)s people present.",
                len(said),
            )
            messages.success(request, words % {"there": there, "count": len(said)})
            return redirect(f"{request.path}?day={day.isoformat()}")
    return render(
        request,
        "courses/training/roll.html",
        {
            "session": session,
            "day": day,
            "days": [(one, one <= today) for one in session.days],
            "hours": hours_of_days(session)[day],
            "lines": [(line, line.presence[day] or Presence.PRESENT) for line in lines],
            "is_recorded": bool(lines) and all(line.presence[day] for line in lines),
            "may_record": day <= today,
            "choices": Presence.choices,
            "refusal": refusal,
        },
        status=422 if refusal else 200,
    )


@allow(*OWNERS)
@require_http_methods(["GET", "HEAD", "POST"])
def results(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Who passed. Those who were there long enough are proposed as passed; nothing is final until
    it is saved, and nobody has to be assessed now."""
    session = own_session(request, public_id)
    rule = nomination_rule_of(session, on=session.ends_on)
    needed = needed_hours(session, rule)
    hours = attended_hours(session)
    lines = [
        line
        for line in roll_of(session)
        if line.nomination.state
        in (NominationState.ATTENDED, NominationState.COMPLETED, NominationState.FAILED)
    ]
    completions = {one.nomination_id: one for one in Completion.objects.filter(session=session)}
    refusal = ""
    if request.method == "POST":
        said = {
            line.nomination.pk: value
            for line in lines
            if line.nomination.state == NominationState.ATTENDED
            and (value := request.POST.get(f"r-{line.nomination.public_id}", ""))
        }
        try:
            completed = assess(session, said, by=request.user)
        except TrainingRefused as refused:
            refusal = str(refused)
        else:
            words = ngettext(
                "%(count)s person has completed the training.",
                "%(count)s people have completed the training.",
                len(completed),
            )
            messages.success(request, words % {"count": len(completed)})
            return redirect("training:session", public_id=session.public_id)
    return render(
        request,
        "courses/training/results.html",
        {
            "session": session,
            "needed": needed,
            "rule": rule,
            "lines": [
                {
                    "one": line.nomination,
                    "hours": line.hours,
                    "completion": completions.get(line.nomination.pk),
                    "enough": hours.get(line.nomination.pk, 0) >= needed,
                }
                for line in lines
            ],
            "open": any(line.nomination.state == NominationState.ATTENDED for line in lines),
            "choices": [
                ("", _("not yet")),
                *CompletionResult.choices,
                (FAILED, NominationState.FAILED.label),
            ],
            "refusal": refusal,
        },
        status=422 if refusal else 200,
    )
