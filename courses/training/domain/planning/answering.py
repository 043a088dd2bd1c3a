"""What an institution says to a province's proposal for its people."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.training.domain.refusal import TrainingRefused
from courses.training.models import PlannedSeat, PlanPart, RotationPlan


@transaction.atomic
def comment_on_part(part: PlanPart, *, comment: str, by: Any) -> PlanPart:
    """What is to be changed, for whoever plans; an empty text takes it back. Raises
    TrainingRefused once the plan is decided."""
    _require_draft(part.plan_id)
    part.comment = comment.strip()[:500]
    part.commented_by, part.commented_at = by, timezone.now()
    part.save(update_fields=["comment", "commented_by", "commented_at"])
    return part


@transaction.atomic
def decline_seat(seat: PlannedSeat, *, reason: str, by: Any) -> PlannedSeat:
    """Ask for another session for the person: the next plan doesn't give this one, and approving
    this plan leaves it out. Without a reason the seat is wanted again. Raises TrainingRefused."""
    _require_draft(seat.plan_id)
    if seat.is_fixed:
        raise TrainingRefused(
            _("The person has this seat already. Withdraw the nomination instead.")
        )
    seat.declined_reason = reason.strip()[:300]
    seat.declined_by = by if seat.declined_reason else None
    seat.save(update_fields=["declined_reason", "declined_by"])
    return seat


def _require_draft(plan_id: int) -> None:
    if not RotationPlan.objects.select_for_update().get(pk=plan_id).is_draft:
        raise TrainingRefused(_("This plan has been decided; nothing of it changes any more."))
