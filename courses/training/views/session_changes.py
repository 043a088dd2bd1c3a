"""Planning a session, changing it, opening, closing and cancelling it."""

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from courses.institutions.access import allow
from courses.training.domain import (
    NotEverybodyCanGo,
    SessionPlan,
    TrainingRefused,
    cancel_session,
    change_session,
    close_session,
    hold_session,
    missed_meetings,
    open_session,
    plan_session,
)
from courses.training.enums import NominationState
from courses.training.forms.reason import ReasonForm
from courses.training.forms.request_values import chosen
from courses.training.forms.sessions import SessionForm
from courses.training.models import Nomination, TrainingProgramme, TrainingSession
from courses.training.views.people import (
    OWNERS,
    own_session,
    owner_of,
)


@allow(*OWNERS)
@require_http_methods(["GET", "HEAD", "POST"])
def session_add(request: HttpRequest) -> HttpResponse:
    institution, province = owner_of(request)
    programmes = TrainingProgramme.objects.visible_to(request.user).filter(is_retired=False)
    form = SessionForm(request.POST or None, programmes=programmes, of_province=institution is None)
    if request.method == "POST" and form.is_valid():
        try:
            session = plan_session(
                form.cleaned_data["programme"],
                form.plan,
                institution=institution,
                province=province,
                by=request.user,
            )
        except TrainingRefused as refusal:
            form.add_error(refusal.field, str(refusal))
        else:
            messages.success(request, _("Planned as a draft. Share the seats out, then open it."))
            return redirect("training:session", public_id=session.public_id)
    return render(
        request,
        "courses/training/session_form.html",
        {"form": form, "has_programmes": programmes.exists()},
        status=422 if form.errors else 200,
    )


@allow(*OWNERS)
@require_http_methods(["GET", "HEAD", "POST"])
def session_edit(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Say it anew. Other days first show whose meetings lie on them."""
    session = own_session(request, public_id)
    initial = {name: getattr(session, name) for name in SessionPlan.__dataclass_fields__}
    form = SessionForm(
        request.POST or None,
        programmes=None,
        of_province=session.is_of_province,
        initial=initial,
    )
    seated = list(
        Nomination.objects.filter(session=session, state=NominationState.APPROVED)
        .with_names()
        .order_by("institution__name", "staff__name")
    )
    consequences: list[tuple[Nomination, list[Any]]] = []
    too_many = False
    if request.method == "POST" and form.is_valid():
        plan = form.plan
        if (plan.starts_on, plan.ends_on) != (session.starts_on, session.ends_on):
            missed = missed_meetings([one.staff for one in seated], plan.starts_on, plan.ends_on)
            consequences = [(one, missed[one.staff_id]) for one in seated if one.staff_id in missed]
        if not consequences or request.POST.get("confirmed") == "yes":
            to_the_list = set(chosen(request.POST.getlist("to_the_list")))
            try:
                change_session(
                    session,
                    plan,
                    to_the_list=frozenset(one.pk for one in seated if one.public_id in to_the_list),
                    by=request.user,
                )
            except TrainingRefused as refusal:
                form.add_error(refusal.field, str(refusal))
                too_many = refusal.field == "seats" or isinstance(refusal, NotEverybodyCanGo)
            else:
                messages.success(request, _("Saved."))
                return redirect("training:session", public_id=session.public_id)
    return render(
        request,
        "courses/training/session_form.html",
        {
            "form": form,
            "session": session,
            "has_programmes": True,
            "consequences": consequences,
            "meetings": sum(len(missed) for _one, missed in consequences),
            "seated": seated if too_many else [],
        },
        status=422 if form.errors else 200,
    )


ACTS: dict[str, Callable[..., TrainingSession]] = {
    "open": open_session,
    "close": close_session,
    "hold": hold_session,
}


@allow(*OWNERS)
@require_POST
def session_act(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """`act`: open or close the nominations, or close the attendance once it is over."""
    session = own_session(request, public_id)
    act = ACTS.get(request.POST.get("act", ""))
    if act is not None:
        try:
            act(session, by=request.user)
        except TrainingRefused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Saved."))
    return redirect("training:session", public_id=session.public_id)


@allow(*OWNERS)
@require_http_methods(["GET", "HEAD", "POST"])
def session_cancel(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    session = own_session(request, public_id)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            ended = cancel_session(session, by=request.user, **form.cleaned_data)
        except TrainingRefused as refusal:
            form.add_error(refusal.field, str(refusal))
        else:
            said = ngettext(
                "The session is cancelled, and with it %(count)s nomination.",
                "The session is cancelled, and with it %(count)s nominations.",
                ended,
            )
            messages.success(request, said % {"count": ended})
            return redirect("training:session", public_id=session.public_id)
    open_ones = Nomination.objects.filter(session=session).still_open()
    return render(
        request,
        "courses/training/session_cancel.html",
        {"form": form, "session": session, "count": open_ones.count()},
        status=422 if form.errors else 200,
    )
