"""Meetings of people at trainings are covered as planned, and given back when they do not go."""

import datetime
from collections.abc import Iterable
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from courses.changes.domain.ordered import Ordered, order_changes, take_back
from courses.changes.domain.refusal import ChangeRefused
from courses.changes.domain.snapshot import Snapshot
from courses.changes.enums import RequestState
from courses.changes.models import MeetingChange
from courses.training.domain.refusal import TrainingRefused
from courses.training.enums import SEATED, PartState, PlanState
from courses.training.models import Nomination, PlannedCover, PlanPart, TrainingSession


def cover_meetings(covers: list[PlannedCover], *, now: datetime.datetime, by: Any) -> None:
    """Change the meetings of one institution as planned, all or none. Raises ChangeRefused."""
    if not covers:
        return
    plan = covers[0].plan
    requests = order_changes(
        covers[0].institution_id,
        [
            Ordered(
                meeting=one.meeting_id,
                expected=one.staff_id,
                substitute=one.substitute_id,
                date=one.date,
                first_period=one.first_period,
                room=one.room_id,
            )
            for one in covers
        ],
        reason=_("Rotation training"),
        citation=_("Rotation plan %(cycle)s no. %(number)d")
        % {"cycle": plan.cycle_said, "number": plan.number},
        now=now,
        by=by,
    )
    for one in covers:
        one.request = requests[one.meeting_id]
    PlannedCover.objects.bulk_update(covers, ["request"], batch_size=200)


def give_meetings_back(
    covers: Iterable[PlannedCover], *, reason: str, now: datetime.datetime, by: Any
) -> int:
    """Meetings that lie ahead go back to whom they were of; how many. What can't go back, because
    person, room or time are taken by now, goes on as it stands."""
    requests = [one.request for one in covers if one.request is not None]
    return len(take_back(requests, reason=reason, now=now, by=by))


def after_withdrawal(nomination: Nomination, *, by: Any) -> None:
    """The person has no seat any more, so teaches again."""
    covers = PlannedCover.objects.filter(
        seat__nomination=nomination, request__state=RequestState.APPLIED
    ).select_related("request")
    give_meetings_back(covers, reason=_("No rotation training"), now=timezone.now(), by=by)


def after_move(session: TrainingSession, *, by: Any) -> None:
    """The session has other days: people teach again on those that are none of it any more. What
    they miss on the new days stays open until somebody plans again."""
    covers = list(
        PlannedCover.objects.filter(
            seat__nomination__session=session,
            seat__nomination__state__in=SEATED,
            request__state=RequestState.APPLIED,
        ).select_related("request")
    )
    lay_on = {
        change.request_id: Snapshot.read(change.before).date
        for change in MeetingChange.objects.filter(request__in=[one.request_id for one in covers])
    }
    days = set(session.days)
    needless = [one for one in covers if lay_on.get(one.request_id) not in days]
    give_meetings_back(needless, reason=_("Other training days"), now=timezone.now(), by=by)


def after_approval(nomination: Nomination, *, by: Any) -> None:
    """The person has a seat that a plan had thought of, later than the plan was carried out. Raises
    TrainingRefused where the meetings can't be covered as planned any more."""
    covers = [
        one
        for one in PlannedCover.objects.filter(
            seat__nomination=nomination,
            plan__state=PlanState.APPROVED,
            meeting__starts_at__gt=timezone.now(),
        )
        .select_related("request", "plan")
        .order_by("plan", "pk")
        if one.request is None or one.request.state == RequestState.WITHDRAWN
    ]
    newest = max((one.plan_id for one in covers), default=None)
    covers = [one for one in covers if one.plan_id == newest]
    if not covers or not _is_carried_out(covers[0]):
        return
    try:
        cover_meetings(covers, now=timezone.now(), by=by)
    except ChangeRefused as refusal:
        raise TrainingRefused(" ".join(refusal.sentences)) from refusal


def _is_carried_out(cover: PlannedCover) -> bool:
    return PlanPart.objects.filter(
        plan=cover.plan_id, institution=cover.institution_id, state=PartState.APPLIED
    ).exists()
