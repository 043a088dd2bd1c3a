"""People who lose their seat because there are fewer of them."""

import datetime
from typing import Any

from django.utils.translation import gettext as _

from courses.training.domain.closing import close
from courses.training.domain.refusal import TrainingRefused
from courses.training.domain.seats import Seats
from courses.training.enums import NominationState
from courses.training.models import Nomination, SessionAttendance, TrainingSession
from courses.training.signals import nomination_withdrawn


def unseat(
    session: TrainingSession,
    nominations: frozenset[int],
    *,
    reason: str,
    by: Any,
    now: datetime.datetime,
) -> None:
    """Back to the waiting list; `nominations` are primary keys. Needs the session's lock. Sends
    `nomination_withdrawn` for each. Raises TrainingRefused: one of them has no seat here that could
    be taken back, or was there already."""
    if not nominations:
        return
    people = list(
        Nomination.objects.filter(
            session=session, pk__in=nominations, state=NominationState.APPROVED
        )
        .select_related("staff")
        .order_by("pk")
    )
    if len(people) != len(nominations):
        raise TrainingRefused(_("Somebody of those chosen has no seat any more. Choose again."))
    if SessionAttendance.objects.filter(nomination__in=people).exists():
        raise TrainingRefused(_("The attendance of somebody of those chosen is recorded already."))
    for nomination in people:
        close(nomination, NominationState.WAITING, reason=reason, by=by, now=now)
        nomination_withdrawn.send(sender=Nomination, nomination=nomination, by=by)
    Seats(session).save()
