"""Sessions: the list and one of them."""

import uuid
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from courses.institutions.access import allow
from courses.institutions.enums import RoleKind
from courses.institutions.scopes import scope_of
from courses.training.domain import (
    missed_meetings,
    nomination_rule_of,
    waiting,
)
from courses.training.enums import TO_COME, ApprovalStep, NominationState, SessionState
from courses.training.forms.sessions import SessionFilter
from courses.training.models import Nomination, SeatQuota, TrainingSession
from courses.training.rules import OFFICES, runs
from courses.training.views.people import (
    NOMINATORS,
    OWNERS,
    READERS,
    institution_acted_for,
    visible_session,
)
from courses.training.views.uncovered import plan_of_session, uncovered_in_session


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
            "may_see_money": scope_of(request.user).has(*OWNERS, RoleKind.AUDITOR),
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
    order = {one.pk: (n, one) for n, one in enumerate(waiting(session, rule=rule), start=1)}
    is_own = runs(request.user, session)
    missed = missed_meetings(
        [one.staff for one in people if one.is_open], session.starts_on, session.ends_on
    )
    uncovered = uncovered_in_session(request, session, people, missed)
    return render(
        request,
        "courses/training/session.html",
        {
            "session": session,
            "rule": rule,
            "uncovered": uncovered,
            "uncovered_meetings": sum(one.meetings for one in uncovered),
            "plan": plan_of_session(request, session) if uncovered else None,
            "groups": [group for group in _groups(people, order, missed) if group["rows"]],
            "quotas": SeatQuota.objects.visible_to(request.user)
            .filter(session=session)
            .select_related("institution", "department"),
            "is_own": is_own,
            "deciding": _deciding(request, session),
            "may_nominate": session.takes_nominations_on(today)
            and session.programme.is_for_staff
            and scope_of(request.user).has(*NOMINATORS),
            "may_withdraw": is_own or scope_of(request.user).has(*OFFICES),
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
    people: list[Nomination], order: dict[int, tuple[int, Any]], missed: dict[int, list[Any]]
) -> list[dict[str, Any]]:
    def rows(*states: str) -> list[dict[str, Any]]:
        return [
            {
                "one": one,
                "place": order[one.pk][0] if one.pk in order else None,
                "waiting": order[one.pk][1] if one.pk in order else None,
                "missed": missed.get(one.staff_id, []),
            }
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
