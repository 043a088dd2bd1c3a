"""The teaching office changes a meeting itself."""

import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.changes.domain.applying import carry_out
from courses.changes.domain.checking import problems_of_changes
from courses.changes.domain.refusal import ChangeRefused
from courses.changes.domain.requesting import (
    Proposal,
    drafted,
    meetings_until,
    planned,
    require_open,
)
from courses.changes.domain.terms_held import hold_terms
from courses.changes.enums import RequestState, Step
from courses.changes.models import ChangeRequest, MeetingChange
from courses.timetable.domain.bells import Bells
from courses.timetable.models import Meeting


@transaction.atomic
def order_change(
    meeting: Meeting,
    proposal: Proposal,
    *,
    reason_kind: str,
    reason: str,
    until: datetime.date | None = None,
    now: datetime.datetime | None = None,
    by: Any,
) -> ChangeRequest:
    """Change the meeting, or all of the class to `until`, at once: for instructors who have no
    account, or who call in the morning. Nobody approves, and notice and limits of the person are
    not asked for; a reason in words is. For private reasons it counts against the person's limit
    as a request would.

    Raises ChangeRefused with every sentence that stands against it: clashes, a person who may not
    teach, a request that waits.
    """
    now = now or timezone.now()
    if not reason.strip():
        raise ChangeRefused(_("Say in a sentence why; the instructor reads it."))
    hold_terms([meeting.term_id], institutions=[meeting.institution_id])
    meetings = meetings_until(meeting, until=until, kind=proposal.kind)
    require_open(meetings, kind=proposal.kind, now=now)
    request = drafted(meetings, proposal, staff=meeting.instructor, by=by, at=now)
    request.reason_kind, request.reason = reason_kind, reason.strip()
    request.state, request.closed_at = RequestState.APPLIED, now
    request.steps = [Step.OFFICE.value]
    bells = Bells(meeting.institution_id)
    changes = [planned(request, one, proposal, bells) for one in meetings]
    problems = problems_of_changes(changes, now=now)
    if problems:
        raise ChangeRefused(*problems)
    request.save()
    MeetingChange.objects.bulk_create(changes)
    carry_out(list(request.changes.select_related("meeting")), at=now, by=getattr(by, "pk", None))
    return request
