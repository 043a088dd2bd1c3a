"""Training where certificates are looked at: what is due, and who is about to pass."""

import datetime
from collections.abc import Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from courses.institutions.models import Institution, StaffMember
from courses.qualifications.domain.deadlines import Deadline, deadline_source
from courses.qualifications.domain.what_if import GainingGroup, gaining_groups
from courses.training.domain.obligations import obligations
from courses.training.enums import OPEN_NOMINATIONS, STAFF_PROGRAMMES, TO_COME
from courses.training.models import Nomination


@deadline_source("training")
def training_due(staff: Sequence[StaffMember], on: datetime.date) -> dict[int, list[Deadline]]:
    """Rotation training that isn't done, for those who owe it. Five queries."""
    people = StaffMember.objects.filter(pk__in=[one.pk for one in staff])
    return {
        one.staff.pk: [Deadline(one.due_on, _("rotation training due"))]
        for one in obligations(people, on=on)
        if not one.standing.is_fulfilled
    }


@gaining_groups("training")
def nominees(user: Any, institution: Institution) -> list[GainingGroup]:
    """The nominees of each session to come, as far as the person sees them; one query."""
    rows = (
        Nomination.objects.visible_to(user)
        .filter(
            institution=institution,
            state__in=OPEN_NOMINATIONS,
            session__state__in=TO_COME,
            session__ends_on__gte=timezone.localdate(),
            session__programme__kind__in=STAFF_PROGRAMMES,
        )
        .select_related("session__programme")
        .order_by("session__starts_on", "session", "pk")
    )
    by_session: dict[Any, list[int]] = {}
    for row in rows:
        by_session.setdefault(row.session, []).append(row.staff_id)
    return [
        GainingGroup(
            key=f"training-{session.public_id}",
            label=_("%(session)s, %(count)d nominees") % {"session": session, "count": len(ids)},
            staff_ids=tuple(ids),
            gains_on=session.ends_on,
        )
        for session, ids in by_session.items()
    ]
