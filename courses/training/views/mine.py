"""An instructor's own trainings."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from courses.institutions.access import allow
from courses.institutions.enums import RoleKind as R
from courses.institutions.models import StaffMember
from courses.training.domain import (
    TrainingRefused,
    missed_meetings,
    nominate,
    obligations,
)
from courses.training.enums import ProgrammeKind, SessionState
from courses.training.models import Nomination, TrainingSession
from courses.training.views.people import visible_session


@allow(R.INSTRUCTOR)
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """What I owe, where I go, what is open to me, what I have done."""
    today = timezone.localdate()
    staff = StaffMember.objects.filter(user=request.user.pk).select_related("institution").first()
    if staff is None:
        return render(request, "courses/training/mine.html", {"staff": None})
    owed = obligations(StaffMember.objects.filter(pk=staff.pk), on=today)
    nominations = list(
        Nomination.objects.filter(staff=staff)
        .with_names()
        .select_related("completion")
        .order_by("-session__starts_on", "-pk")
    )
    ahead = [one for one in nominations if one.is_open and one.session.ends_on >= today]
    busy = {one.session_id for one in nominations if one.state not in ("refused", "withdrawn")}
    open_sessions = list(
        TrainingSession.objects.visible_to(request.user, acting_as=(R.INSTRUCTOR,))
        .reaching(staff.institution)
        .filter(state=SessionState.OPEN, registration_closes_on__gte=today)
        .exclude(programme__kind=ProgrammeKind.STUDENT)
        .exclude(pk__in=busy)
        .select_related("programme", "institution")
        .order_by("starts_on", "code")
    )
    kinds = set(staff.periods.valid_on(today).values_list("kind", flat=True))
    open_to_me = [one for one in open_sessions if any(one.programme.is_for(kind) for kind in kinds)]
    days = [one.session for one in ahead] + open_to_me
    taught = []
    if days:
        first, last = min(one.starts_on for one in days), max(one.ends_on for one in days)
        taught = missed_meetings([staff], first, last).get(staff.pk, [])

    def missed(session: TrainingSession) -> int:
        return sum(session.starts_on <= one.date <= session.ends_on for one in taught)

    return render(
        request,
        "courses/training/mine.html",
        {
            "staff": staff,
            "owed": owed[0] if owed else None,
            "ahead": [(one, missed(one.session)) for one in reversed(ahead)],
            "open": [(one, missed(one)) for one in open_to_me],
            "past": [one for one in nominations if one not in ahead],
        },
    )


@allow(R.INSTRUCTOR)
@require_POST
def apply(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Apply for oneself; the institution answers."""
    session = visible_session(request, public_id)
    staff = (
        StaffMember.objects.visible_to(request.user)
        .filter(user=request.user.pk)
        .select_related("institution")
        .first()
    )
    if staff is None:
        raise Http404
    try:
        nominate(session, staff, acting_for=None, by=request.user)
    except TrainingRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Applied. Your institution answers next."))
    return redirect("training:mine")
