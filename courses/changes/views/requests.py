"""My requests, those that wait for a decision, and one of them."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from courses.changes.domain import (
    ChangeRefused,
    Notice,
    answer_substitution,
    changes_of,
    decide,
    withdraw_request,
)
from courses.changes.domain.checking import problems_of_changes
from courses.changes.domain.requesting import waiting_or_made
from courses.changes.enums import RequestState, Step
from courses.changes.forms import NoteForm, RequestFilter
from courses.changes.models import ChangeRequest
from courses.changes.views.missing import missing_at_new_times
from courses.changes.views.people import (
    CONCERNED,
    DECIDERS,
    READERS,
    acts_as_decider,
    acts_as_office,
    steps_of,
)
from courses.institutions.access import allow
from courses.institutions.enums import RoleKind as R
from courses.timetable.enums import MeetingStatus
from courses.timetable.models import Meeting

COMING = 10


@allow(R.INSTRUCTOR)
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """Where I am asked to substitute, what I asked for, and my next meetings to ask about."""
    now = timezone.now()
    rows = ChangeRequest.objects.visible_to(request.user).with_names()
    own = rows.filter(staff__user=request.user.pk)
    meetings = Meeting.objects.visible_to(request.user).with_names()
    coming = list(
        meetings.filter(status=MeetingStatus.SCHEDULED, starts_at__gt=now).calendar_order()[:COMING]
    )
    waiting = waiting_or_made(coming)
    to_make_up = meetings.filter(status=MeetingStatus.CANCELLED).exclude(
        changes__made__isnull=False
    )
    return render(
        request,
        "courses/changes/mine.html",
        {
            "inbox": rows.waiting_for(Step.SUBSTITUTE).filter(substitute__user=request.user.pk),
            "page": Paginator(own, 20).get_page(request.GET.get("page")),
            "coming": [(one, waiting.get(one.pk)) for one in coming],
            "to_make_up": list(
                to_make_up.filter(term__in=_running(meetings)).calendar_order()[:COMING]
            ),
        },
    )


def _running(meetings: Any) -> list[int]:
    """Terms with meetings from today on: nothing is made up in a term that is over."""
    ahead = meetings.filter(date__gte=timezone.localdate()).order_by()
    return list(ahead.values_list("term", flat=True).distinct())


@allow(*READERS)
@require_safe
def request_list(request: HttpRequest) -> HttpResponse:
    """Those that wait for me first; all others by the filter."""
    form = RequestFilter(request.GET)
    steps = steps_of(request.user)
    rows = ChangeRequest.objects.visible_to(request.user).with_names()
    page = Paginator(form.apply(rows, steps=steps), 50).get_page(request.GET.get("page"))
    return render(request, "courses/changes/list.html", {"form": form, "page": page})


@allow(*CONCERNED)
@require_safe
def detail(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """One request: before and after, who agreed, what would clash now, and what I may do."""
    one = _visible(request, public_id)
    changes = changes_of(one)
    is_own = one.staff.user_id == request.user.pk
    is_substitute = one.substitute is not None and one.substitute.user_id == request.user.pk
    decides = acts_as_decider(request.user, one) and not is_own and not is_substitute
    as_office = acts_as_office(request.user, one)
    asks_substitute = one.waits_for == Step.SUBSTITUTE
    for_substitute = bool(one.substitute and one.substitute.user_id is None and decides)
    problems = problems_of_changes(changes, now=timezone.now()) if one.is_waiting else []
    return render(
        request,
        "courses/changes/detail.html",
        {
            "one": one,
            "notices": [Notice(change) for change in changes],
            "approvals": one.approvals.select_related("by"),
            "problems": problems,
            "missing_times": missing_at_new_times(request.user, one, changes),
            "refusals": one.refusal.splitlines(),
            "waits_for": Step(one.waits_for).label if one.waits_for else "",
            "is_own": is_own,
            # Why somebody is away, an illness above all, is not the substitute's to know.
            "shows_reason": not is_substitute or acts_as_decider(request.user, one),
            "may_withdraw": is_own and one.is_waiting,
            "may_answer": asks_substitute and (is_substitute or for_substitute),
            "answers_for": for_substitute and asks_substitute,
            "may_decide": one.is_waiting
            and decides
            and not asks_substitute
            and (as_office or one.waits_for == Step.DEPARTMENT),
            "ask_again": is_own and one.state == RequestState.REFUSED,
            "to_make_up": is_own and one.kind == "cancel" and one.state == RequestState.APPLIED,
            "form": NoteForm(),
        },
    )


@allow(R.INSTRUCTOR)
@require_POST
def withdraw(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    one = _visible(request, public_id)
    if one.staff.user_id != request.user.pk:
        raise Http404
    try:
        withdraw_request(one, by=request.user)
    except ChangeRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("The request is taken back."))
    return redirect("changes:detail", public_id=one.public_id)


@allow(R.INSTRUCTOR, *DECIDERS)
@require_POST
def answer(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """The substitute's yes or no; or the department's word for somebody without an account."""
    one = _visible(request, public_id)
    is_substitute = one.substitute is not None and one.substitute.user_id == request.user.pk
    if not is_substitute and not acts_as_decider(request.user, one):
        raise Http404
    if (agreed := _answered(request)) is None:
        return redirect("changes:detail", public_id=one.public_id)
    if not is_substitute and (one.substitute is None or one.substitute.user_id is not None):
        messages.error(request, _("Only the substitute can answer this."))
        return redirect("changes:detail", public_id=one.public_id)
    try:
        one = answer_substitution(
            one,
            agreed=agreed,
            note=request.POST.get("note", "")[:300],
            in_their_place=not is_substitute,
            by=request.user,
        )
    except ChangeRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _said(one, agreed))
    return redirect("changes:detail", public_id=one.public_id)


@allow(*DECIDERS)
@require_POST
def decision(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Yes or no of department or office."""
    one = _visible(request, public_id)
    if (agreed := _answered(request)) is None:
        return redirect("changes:detail", public_id=one.public_id)
    try:
        one = decide(
            one,
            agreed=agreed,
            as_office=acts_as_office(request.user, one),
            note=request.POST.get("note", "")[:300],
            by=request.user,
        )
    except ChangeRefused as refused:
        messages.error(request, str(refused))
    else:
        if agreed and one.state == RequestState.REFUSED:
            messages.error(request, _("It can't be carried out any more: see below."))
        else:
            messages.success(request, _said(one, agreed))
    return redirect("changes:detail", public_id=one.public_id)


def _answered(request: HttpRequest) -> bool | None:
    """Yes or no; whatever else was sent answers nothing, and the person is told."""
    answer = {"yes": True, "no": False}.get(request.POST.get("answer", ""))
    if answer is None:
        messages.error(request, _("Say yes or no."))
    return answer


def _said(one: ChangeRequest, agreed: bool) -> str:
    if not agreed:
        return _("The request is refused.")
    if one.state == RequestState.APPLIED:
        return _("Carried out: timetables and calendars show it.")
    return _("Agreed. It goes on to the next.")


def _visible(request: HttpRequest, public_id: uuid.UUID) -> ChangeRequest:
    found: ChangeRequest = get_object_or_404(
        ChangeRequest.objects.visible_to(request.user).with_names(), public_id=public_id
    )
    return found
