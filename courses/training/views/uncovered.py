"""Meetings that people at a training leave to nobody, and the ways to have them taught."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from courses.institutions.models import StaffMember
from courses.timetable.models import Meeting
from courses.training.domain import Absence
from courses.training.enums import NominationState, PlanState
from courses.training.models import Nomination, RotationPlan, TrainingSession
from courses.training.rules import OFFICES
from courses.training.views.people import institution_acted_for


@dataclass(frozen=True)
class Uncovered:
    """`repair`: where somebody is found for the person's meetings; "" for whoever may not look."""

    staff: StaffMember
    meetings: int
    repair: str


def uncovered_in_session(
    request: HttpRequest,
    session: TrainingSession,
    people: Iterable[Nomination],
    missed: dict[int, list[Meeting]],
) -> list[Uncovered]:
    """Of these people whoever has a seat and is still to teach on its days; no query. A meeting
    that somebody else teaches by now is not among the missed."""
    now = timezone.now()
    ahead = {
        one.staff_id: sum(meeting.starts_at > now for meeting in missed.get(one.staff_id, []))
        for one in people
        if one.state == NominationState.APPROVED
    }
    office = _institution_repaired(request)
    return [
        Uncovered(one.staff, ahead[one.staff_id], repair_address(one.staff, session, office=office))
        for one in people
        if ahead.get(one.staff_id)
    ]


def uncovered_of(
    request: HttpRequest,
    absence: Absence,
    meetings: Iterable[tuple[int, datetime.date]],
) -> list[Uncovered]:
    """The same of an absence; `meetings` (instructor's primary key, date) are all that nobody
    covers."""
    session, office = absence.session, _institution_repaired(request)
    count = {
        staff.pk: sum(
            who == staff.pk and session.starts_on <= on <= session.ends_on for who, on in meetings
        )
        for staff in absence.people
    }
    return [
        Uncovered(staff, count[staff.pk], repair_address(staff, session, office=office))
        for staff in absence.people
        if count[staff.pk]
    ]


def plan_of_session(request: HttpRequest, session: TrainingSession) -> RotationPlan | None:
    """The plan carried out last that sends people there; planning again begins on its page."""
    plans = RotationPlan.objects.visible_to(request.user).filter(
        state=PlanState.APPROVED, pk__in=session.planned_seats.values("plan")
    )
    found: RotationPlan | None = plans.order_by("-decided_at", "-pk").first()
    return found


def repair_address(staff: StaffMember, session: TrainingSession, *, office: int | None) -> str:
    """Proposals for the person's meetings on the days of the session that are left, filled in;
    `office` is the institution (primary key) for which one may ask for them."""
    if office is None or staff.institution_id != office:
        return ""
    said = {
        "staff": staff.public_id,
        "first_date": max(session.starts_on, timezone.localdate()).isoformat(),
        "last_date": session.ends_on.isoformat(),
        "reason": f"{session.programme.name} {session.code}",
    }
    return f"{reverse('changes:repairs')}?{urlencode(said)}"


def _institution_repaired(request: HttpRequest) -> int | None:
    institution = institution_acted_for(request.user, *OFFICES)
    return institution.pk if institution else None
