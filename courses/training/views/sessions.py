"""Sessions: the list, one of them, planning and changing it."""

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from courses.institutions.access import allow
from courses.institutions.scopes import scope_of
from courses.training.domain import (
    SessionPlan,
    TrainingRefused,
    cancel_session,
    change_session,
    close_session,
    hold_session,
    missed_meetings,
    nomination_rule_of,
    open_session,
    plan_session,
    waiting,
)
from courses.training.enums import TO_COME, ApprovalStep, NominationState, SessionState
from courses.training.forms import ReasonForm, SessionFilter, SessionForm, chosen
from courses.training.models import Nomination, SeatQuota, TrainingProgramme, TrainingSession
from courses.training.rules import OFFICES, runs
from courses.training.views.people import (
    NOMINATORS,
    OWNERS,
    READERS,
    institution_acted_for,
    own_session,
    owner_of,
    visible_session,
)


@allow(*READERS)
@require_safe
def session_list(request: HttpRequest) -> HttpResponse:
    form = SessionFilter(request.GET)
    rows = form.apply(
        TrainingSession.objects.visible_to(request.user).select_related("programme", "institution")
    )
    page = Paginator(rows, 50).get_page(request.GET.get("page"))
    own = institution_acted_for(request.user, *READERS)
    quotas = SeatQuota.objects.of_institutions().filter(session__in=list(page.object_list))
    left = {quota.session_id: quota for quota in quotas.filter(institution=own)} if own else {}
    return render(
        request,
        "courses/training/sessions.html",
        {
            "form": form,
            "page": page,
            "lines": [(one, left.get(one.pk)) for one in page.object_list],
            "may_add": scope_of(request.user).has(*OWNERS),
        },
    )


@allow(*READERS)
@require_safe
def session_detail(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Seats, who goes, who waits, and what can be done now."""
    session = visible_session(request, public_id)
    today = timezone.localdate()
    rule = nomination_rule_of(session, on=today)
    people = list(
        Nomination.objects.visible_to(request.user)
        .filter(session=session)
        .with_names()
        .select_related("decided_by")
        .order_by("institution__name", "staff__name", "pk")
    )
    order = {one.pk: number for number, one in enumerate(waiting(session, rule=rule), start=1)}
    is_own = runs(request.user, session)
    missed = missed_meetings(
        [one.staff for one in people if one.is_open], session.starts_on, session.ends_on
    )
    return render(
        request,
        "courses/training/session.html",
        {
            "session": session,
            "rule": rule,
            "groups": [group for group in _groups(people, order, missed) if group["rows"]],
            "quotas": SeatQuota.objects.visible_to(request.user)
            .filter(session=session)
            .select_related("institution", "department"),
            "is_own": is_own,
            "deciding": _deciding(request, session),
            "may_nominate": session.takes_nominations_on(today)
            and session.programme.is_for_staff
            and scope_of(request.user).has(*NOMINATORS),
            "may_withdraw": scope_of(request.user).has(*OWNERS),
            "may_share_out": not is_own and scope_of(request.user).has(*OFFICES),
            "may_change": is_own
            and session.state not in (SessionState.HELD, SessionState.CANCELLED),
            "may_open": is_own and session.state in (SessionState.DRAFT, SessionState.CLOSED),
            "may_close": is_own and session.state == SessionState.OPEN,
            "may_record": is_own and session.state in TO_COME and session.starts_on <= today,
            "may_hold": is_own and session.state in TO_COME and session.ends_on <= today,
            "may_assess": is_own and session.state == SessionState.HELD,
        },
    )


def _groups(
    people: list[Nomination], order: dict[int, int], missed: dict[int, list[Any]]
) -> list[dict[str, Any]]:
    def rows(*states: str) -> list[dict[str, Any]]:
        return [
            {"one": one, "place": order.get(one.pk), "missed": missed.get(one.staff_id, [])}
            for one in people
            if one.state in states
        ]

    waiting_rows = sorted(rows(NominationState.WAITING), key=lambda row: row["place"] or 0)
    N = NominationState
    return [
        {"title": _("Waits for an answer"), "rows": rows(N.NOMINATED)},
        {"title": _("With a seat"), "rows": rows(N.APPROVED)},
        {"title": _("Waiting list"), "rows": waiting_rows},
        {"title": _("Took part"), "rows": rows(N.ATTENDED, N.COMPLETED, N.FAILED)},
        {"title": _("Did not appear"), "rows": rows(N.NO_SHOW)},
        {"title": _("Withdrawn or refused"), "rows": rows(N.WITHDRAWN, N.REFUSED)},
    ]


def _deciding(request: HttpRequest, session: TrainingSession) -> list[str]:
    """The steps whose answer is the person's."""
    steps: list[str] = []
    if runs(request.user, session) and session.is_of_province:
        steps = [ApprovalStep.PROVINCE, ApprovalStep.INSTITUTION]
    elif scope_of(request.user).has(*OFFICES):
        steps = [ApprovalStep.INSTITUTION]
    return steps


@allow(*OWNERS)
@require_http_methods(["GET", "HEAD", "POST"])
def session_add(request: HttpRequest) -> HttpResponse:
    institution, province = owner_of(request)
    programmes = TrainingProgramme.objects.visible_to(request.user).filter(is_retired=False)
    form = SessionForm(request.POST or None, programmes=programmes)
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
    form = SessionForm(request.POST or None, programmes=None, initial=initial)
    seated = list(
        Nomination.objects.filter(session=session, state=NominationState.APPROVED)
        .with_names()
        .order_by("institution__name", "staff__name")
    )
    consequences: list[tuple[Nomination, list[Any]]] = []
    too_few = False
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
                too_few = refusal.field == "seats"
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
            "seated": seated if too_few else [],
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
