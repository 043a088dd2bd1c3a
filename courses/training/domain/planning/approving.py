"""An approved plan becomes nominations and changes of meetings: an institution at a time, each as a
whole or not at all."""

import datetime
import logging
from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.changes.domain.refusal import ChangeRefused
from courses.training.domain.holding import hold_for_moves, hold_sessions
from courses.training.domain.nominating import approve, nominate
from courses.training.domain.planning.covering import cover_meetings
from courses.training.domain.planning.replacing import give_up, take_over
from courses.training.domain.planning.scope import Scope
from courses.training.domain.refusal import TrainingRefused
from courses.training.enums import NominationState, PartState, PlanState, SeatChange
from courses.training.models import (
    Nomination,
    PlannedSeat,
    PlanPart,
    RotationPlan,
)

audit_log = logging.getLogger("qihang.audit")
Progress = Callable[[int, object], None]
MOST_SENTENCES = 20


class PartRefused(Exception):
    """What stands against an institution's part; undoes what was done of it."""

    def __init__(self, *sentences: str) -> None:
        super().__init__(" ".join(sentences))
        self.sentences = sentences


@transaction.atomic
def decide_plan(plan: RotationPlan, *, approved: bool, by: Any) -> RotationPlan:
    """A draft is approved, to be carried out, or discarded. Raises TrainingRefused: decided
    already, or another plan was approved since it was made."""
    locked: RotationPlan = RotationPlan.objects.select_for_update().get(pk=plan.pk)
    if not locked.is_draft:
        raise TrainingRefused(
            _("This plan has been decided already: %(state)s.")
            % {"state": locked.get_state_display()}
        )
    if approved:
        _require_newest(locked)
    locked.state = PlanState.APPROVED if approved else PlanState.DISCARDED
    locked.decided_by, locked.decided_at = by, timezone.now()
    setattr(locked, "_history_user", by)  # noqa: B010 — the model doesn't declare it
    locked.save(update_fields=["state", "decided_by", "decided_at"])
    audit_log.info(
        "rotation plan %s %s user=%s", locked.public_id, locked.state, getattr(by, "pk", None)
    )
    return locked


def _require_newest(plan: RotationPlan) -> None:
    later = RotationPlan.objects.filter(
        province=plan.province,
        institution=plan.institution,
        state=PlanState.APPROVED,
        decided_at__gt=plan.made_at,
    )
    if later.exists():
        raise TrainingRefused(
            _("Another plan was approved since this one was made. Plan again from that one.")
        )


def scope_of_plan(plan: RotationPlan) -> Scope:
    return Scope(province=plan.province, institution=plan.institution)


def carry_out_plan(
    plan: RotationPlan,
    *,
    progress: Progress | None = None,
    now: datetime.datetime | None = None,
    by: Any,
) -> dict[str, int]:
    """Carry an approved plan out, institution by institution: {"applied", "refused"} parts. A part
    that isn't possible any more changes nothing and keeps the sentences; running it again goes on
    with those that nobody has tried. A plan that takes seats back which people have by now is one
    whole, because they free seats for each other."""
    tell = progress or (lambda _percent, _message: None)
    now = now or timezone.now()
    parts = list(
        plan.parts.filter(state=PartState.PROPOSED).select_related("institution").order_by("pk")
    )
    # Nothing is taken back for parts that were refused.
    if parts and (dropped := list(_dropped(plan))):
        _carry_out_parts(plan, parts, dropped, now=now, by=by)
    else:
        for number, part in enumerate(parts):
            tell(100 * number // len(parts), part.institution.name)
            _carry_out_parts(plan, [part], [], now=now, by=by)
    states = list(plan.parts.values_list("state", flat=True))
    return {"applied": states.count(PartState.APPLIED), "refused": states.count(PartState.REFUSED)}


def _carry_out_parts(
    plan: RotationPlan,
    parts: list[PlanPart],
    dropped: list[Nomination],
    *,
    now: datetime.datetime,
    by: Any,
) -> None:
    problems: list[str] = []
    try:
        with transaction.atomic():
            held = PlanPart.objects.select_for_update().filter(
                pk__in=[part.pk for part in parts], state=PartState.PROPOSED
            )
            if len(held) != len(parts):
                return
            _hold(plan, parts, dropped)
            try:
                give_up(dropped, plan, now=now, by=by)
            except TrainingRefused as refusal:
                raise PartRefused(str(refusal)) from refusal
            for part in parts:
                take_over(plan, part.institution_id, now=now, by=by)
                _nominate(plan, part, now=now, by=by)
                _cover(plan, part, now=now, by=by)
            held.update(state=PartState.APPLIED, applied_at=now, problems=[])
    except PartRefused as refusal:
        problems = list(refusal.sentences)
    if problems:
        untried = PlanPart.objects.filter(
            pk__in=[part.pk for part in parts], state=PartState.PROPOSED
        )
        untried.update(state=PartState.REFUSED, problems=problems[:MOST_SENTENCES])


def _hold(plan: RotationPlan, parts: list[PlanPart], dropped: list[Nomination]) -> None:
    """All at once what the parts touch. Session by session a department would be held already when
    the next session is asked for, which somebody holds who waits for the department."""
    institutions = [part.institution_id for part in parts]
    seats = list(
        plan.seats.filter(institution__in=institutions).values_list(
            "session_id", "staff_id", "staff__department_id"
        )
    )
    losing = {one.session_id for one in dropped}
    hold_sessions([*losing, *(session for session, _staff, _unit in seats)])
    hold_for_moves(
        losing,
        [one.pk for one in dropped],
        people=[staff for _session, staff, _unit in seats],
        departments=[unit for _session, _staff, unit in seats],
        timetables=institutions,
    )


def _dropped(plan: RotationPlan) -> QuerySet[Nomination]:
    return Nomination.objects.filter(
        planned_seats__plan=plan,
        planned_seats__change=SeatChange.DROPPED,
        state=NominationState.APPROVED,
    ).order_by("session", "pk")


def _nominate(plan: RotationPlan, part: PlanPart, *, now: datetime.datetime, by: Any) -> None:
    acting_for = scope_of_plan(plan).acting_for
    seats = list(
        plan.seats.going()
        .filter(institution=part.institution_id, nomination=None, declined_reason="")
        .select_related("staff", "session")
        .order_by("session_id", "pk")
    )
    # Nominated, or given the seat, otherwise than by the plan.
    known = {
        (one.session_id, one.staff_id): one
        for one in Nomination.objects.filter(
            institution=part.institution_id,
            session__in={seat.session_id for seat in seats},
            state__in=(NominationState.NOMINATED, NominationState.APPROVED),
        )
    }
    against = []
    for seat in seats:
        asked = known.get((seat.session_id, seat.staff_id))
        if asked is not None and asked.state == NominationState.APPROVED:
            seat.nomination = asked
            continue
        try:
            seat.nomination = (
                approve(asked, acting_for=acting_for, by=by, now=now)
                if asked is not None
                else nominate(seat.session, seat.staff, acting_for=acting_for, by=by, now=now)
            )
        except TrainingRefused as refusal:
            against.append(_sentence(seat, str(refusal)))
            continue
        if seat.nomination.state == NominationState.WAITING:
            against.append(_sentence(seat, seat.nomination.reason))
    if against:
        raise PartRefused(*against)
    PlannedSeat.objects.bulk_update(seats, ["nomination"], batch_size=200)


def _sentence(seat: PlannedSeat, why: str) -> str:
    return _("%(name)s, %(session)s: %(why)s") % {
        "name": seat.staff.name,
        "session": seat.session.code,
        "why": why,
    }


def _cover(plan: RotationPlan, part: PlanPart, *, now: datetime.datetime, by: Any) -> None:
    """Only of whoever has the seat by now: others are covered when it is given to them."""
    covers = list(
        plan.covers.filter(
            institution=part.institution_id,
            request=None,
            seat__nomination__state=NominationState.APPROVED,
        )
    )
    try:
        cover_meetings(covers, now=now, by=by)
    except ChangeRefused as refusal:
        raise PartRefused(*refusal.sentences) from refusal
