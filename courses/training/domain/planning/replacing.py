"""What a plan changes of one that was carried out before."""

import datetime
from typing import Any

from django.utils.translation import gettext as _

from courses.changes.enums import RequestState
from courses.training.domain.nominating import withdraw
from courses.training.domain.planning.covering import give_meetings_back
from courses.training.enums import NominationState
from courses.training.models import Nomination, PlannedCover, RotationPlan


def give_up(
    nominations: list[Nomination], plan: RotationPlan, *, now: datetime.datetime, by: Any
) -> None:
    """Seats that the plan takes back; their meetings go back with them. It is nobody's fault: no
    bar for a late withdrawal follows. Raises TrainingRefused."""
    reason = _("Rotation plan %(cycle)s no. %(number)d: sent elsewhere") % {
        "cycle": plan.cycle_said,
        "number": plan.number,
    }
    for nomination in nominations:
        withdrawn = withdraw(nomination, reason=reason, now=now, by=by)
        if withdrawn.withdrawn_late:
            withdrawn.withdrawn_late = False
            withdrawn.save(update_fields=["withdrawn_late"])


def take_over(plan: RotationPlan, institution_id: int, *, now: datetime.datetime, by: Any) -> None:
    """Of people who keep their seat: covers that stay the same belong to this plan from now on, the
    others are given back, so that the plan can cover them anew."""
    wanted = {
        one.meeting_id: one
        for one in plan.covers.filter(
            institution=institution_id,
            seat__is_fixed=False,
            seat__nomination__state=NominationState.APPROVED,
        )
    }
    kept = plan.seats.going().filter(institution=institution_id, is_fixed=False)
    before = list(
        PlannedCover.objects.filter(
            seat__nomination__in=kept.exclude(nomination=None).values("nomination"),
            request__state=RequestState.APPLIED,
        )
        .exclude(plan=plan)
        .select_related("request")
    )
    changed = []
    for old in before:
        new = wanted.get(old.meeting_id)
        if new is None or _how(new) != _how(old):
            changed.append(old)
            continue
        request, old.request = old.request, None
        old.save(update_fields=["request"])
        new.request = request
        new.save(update_fields=["request"])
    give_meetings_back(changed, reason=_("Covered otherwise"), now=now, by=by)


def _how(cover: PlannedCover) -> tuple[object, ...]:
    return cover.substitute_id, cover.date, cover.first_period, cover.room_id
