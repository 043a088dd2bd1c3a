"""An instructor asks for a change."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.changes.domain.applying import carry_out
from courses.changes.domain.checking import problems_of_changes
from courses.changes.domain.limits import holiday_problems, lead_problems, limit_problems
from courses.changes.domain.refusal import ChangeRefused
from courses.changes.domain.rules import rule_on
from courses.changes.domain.snapshot import Snapshot
from courses.changes.domain.terms_held import hold_terms
from courses.changes.domain.tiers import read_tiers, steps_for
from courses.changes.enums import SEVERAL_WEEKS, ChangeKind, RequestState, Step
from courses.changes.models import ChangeRequest, ChangeRule, MeetingChange
from courses.institutions.models import StaffMember
from courses.timetable.domain.bells import Bells
from courses.timetable.enums import MeetingStatus
from courses.timetable.models import Meeting, Room


@dataclass(frozen=True)
class Proposal:
    """What somebody wants instead; only what the kind of change asks for is filled in."""

    kind: str
    date: datetime.date | None = None
    first_period: int | None = None
    room: Room | None = None
    substitute: StaffMember | None = None


def meetings_until(meeting: Meeting, *, until: datetime.date | None, kind: str) -> list[Meeting]:
    """The meeting and, where the kind allows it, those of the class after it that the same person
    is to teach, to that date; with names. One query."""
    last = until if until and kind in SEVERAL_WEEKS else meeting.date
    rows = Meeting.objects.filter(
        teaching_class=meeting.teaching_class_id,
        instructor=meeting.instructor_id,
        status=meeting.status,
        date__range=(meeting.date, max(last, meeting.date)),
    )
    found = list(rows.with_names().select_related("term__institution").calendar_order())
    # Two on one day: only those from this one on.
    return [one for one in found if one.starts_at >= meeting.starts_at][
        : None if last > meeting.date else 1
    ]


@transaction.atomic
def request_change(
    meeting: Meeting,
    proposal: Proposal,
    *,
    reason_kind: str,
    reason: str = "",
    until: datetime.date | None = None,
    now: datetime.datetime | None = None,
    by: Any,
) -> ChangeRequest:
    """Ask for the change of a meeting, or of all of the class to `until`; where the rule asks for
    nobody's approval it is carried out at once.

    Raises ChangeRefused with every sentence that stands against it: no rule, limits, lead time,
    holidays, clashes, a person who may not teach.
    """
    now = now or timezone.now()
    today = timezone.localtime(now).date()
    # Two requests at once must not both be the last that a limit allows. Others may name the person
    # meanwhile, as a substitute too: they hold what a request without approvals waits for.
    staff = StaffMember.objects.select_for_update(of=("self",), no_key=True).get(
        pk=meeting.instructor_id
    )
    meetings = meetings_until(meeting, until=until, kind=proposal.kind)
    rule = _required_rule(meeting, today)
    require_open(meetings, kind=proposal.kind, now=now)
    request = drafted(meetings, proposal, staff=staff, by=by, at=now)
    request.reason_kind, request.reason = reason_kind, reason
    request.rule_citation = rule.citation
    asked: tuple[str, ...] = (
        (Step.SUBSTITUTE.value,) if proposal.kind == ChangeKind.SUBSTITUTE else ()
    )
    steps = (*asked, *steps_for(read_tiers(rule.tiers), request.periods))
    if not steps:
        hold_terms([request.term_id], institutions=[request.institution_id])
    bells = Bells(meeting.institution_id)
    changes = [planned(request, one, proposal, bells) for one in meetings]
    dates = {one.date for one in meetings}
    term = meetings[0].term
    earliest = min(
        # What was cancelled changes no more: the new date is what people must learn of.
        {Snapshot.read(change.after).date for change in changes}
        | (set() if proposal.kind == ChangeKind.MAKE_UP else dates)
    )
    problems = [
        *limit_problems(
            rule, staff=staff, term=term, reason_kind=reason_kind, periods=request.periods
        ),
        *lead_problems(
            rule,
            reason_kind=reason_kind,
            meetings=len(meetings),
            first_date=earliest,
            today=today,
        ),
        *holiday_problems(
            rule, kind=proposal.kind, reason_kind=reason_kind, term=term, dates=dates
        ),
        *problems_of_changes(changes, now=now),
    ]
    if problems:
        raise ChangeRefused(*problems)
    request.steps = list(steps)
    request.waits_for = steps[0] if steps else ""
    if not steps:
        request.state, request.closed_at = RequestState.APPLIED, now
    request.save()
    MeetingChange.objects.bulk_create(changes)
    if not steps:
        carry_out(list(request.changes.select_related("meeting")), at=now, by=_pk(by))
    return request


@transaction.atomic
def withdraw_request(request: ChangeRequest, *, by: Any) -> ChangeRequest:
    """Take back what nobody has decided yet. Raises ChangeRefused."""
    locked: ChangeRequest = ChangeRequest.objects.select_for_update(of=("self",)).get(pk=request.pk)
    if not locked.is_waiting:
        raise ChangeRefused(_("This request has been decided; it can't be taken back any more."))
    locked.state, locked.waits_for = RequestState.WITHDRAWN, ""
    locked.closed_at = timezone.now()
    locked.save(update_fields=["state", "waits_for", "closed_at"])
    return locked


def _pk(by: Any) -> int | None:
    return getattr(by, "pk", None)


def _required_rule(meeting: Meeting, today: datetime.date) -> ChangeRule:
    rule = rule_on(meeting.institution, on=today)
    if rule is None:
        raise ChangeRefused(
            _(
                "No rule says who approves changes here. "
                "The teaching office has to enter one before anybody can ask."
            )
        )
    return rule


def drafted(
    meetings: Sequence[Meeting],
    proposal: Proposal,
    *,
    staff: StaffMember,
    by: Any,
    at: datetime.datetime,
) -> ChangeRequest:
    """A request for these meetings of one class, not saved; why and by what rule is to be added."""
    first = meetings[0]
    return ChangeRequest(
        institution_id=first.institution_id,
        term_id=first.term_id,
        teaching_class_id=first.teaching_class_id,
        staff=staff,
        substitute=proposal.substitute,
        kind=proposal.kind,
        periods=sum(one.periods for one in meetings),
        first_date=first.date,
        asked_by=by,
        asked_at=at,
    )


def require_open(meetings: list[Meeting], *, kind: str, now: datetime.datetime) -> None:
    """Raise ChangeRefused unless all of them may still be changed, and nobody has asked already."""
    if not meetings:
        raise ChangeRefused(_("This meeting can't be changed any more."))
    for meeting in meetings:
        if kind == ChangeKind.MAKE_UP:
            if meeting.status != MeetingStatus.CANCELLED:
                raise ChangeRefused(_("Only a cancelled meeting is made up."))
            if MeetingChange.objects.filter(meeting=meeting, made__isnull=False).exists():
                raise ChangeRefused(_("This meeting has been made up already."))
        elif meeting.status == MeetingStatus.HELD or meeting.starts_at <= now:
            raise ChangeRefused(
                _("The meeting has begun or is over. What happened is recorded by the office.")
            )
        elif meeting.status == MeetingStatus.CANCELLED:
            raise ChangeRefused(_("The meeting is cancelled. Ask for a make-up class instead."))
    waiting = ChangeRequest.objects.filter(
        state=RequestState.WAITING, changes__meeting__in=meetings
    )
    if waiting.exists():
        raise ChangeRefused(
            _("A request for this meeting is waiting already. Take it back to ask for another.")
        )


def planned(
    request: ChangeRequest, meeting: Meeting, proposal: Proposal, bells: Bells
) -> MeetingChange:
    """The change of one meeting, not saved. Raises ChangeRefused: nothing would change, or what the
    kind needs isn't said."""
    before = Snapshot.of(meeting)
    after = _after(before, meeting, proposal, bells)
    if before == after:
        raise ChangeRefused(_("Nothing would change. Choose another time, room or person."))
    return MeetingChange(
        request=request,
        institution_id=meeting.institution_id,
        teaching_class_id=meeting.teaching_class_id,
        meeting=meeting,
        before=before.stored(),
        after=after.stored(),
        instructor_before_id=before.instructor,
        instructor_after_id=after.instructor,
    )


def _after(before: Snapshot, meeting: Meeting, proposal: Proposal, bells: Bells) -> Snapshot:
    if proposal.kind == ChangeKind.CANCEL:
        return before.cancelled()
    if proposal.kind == ChangeKind.SUBSTITUTE:
        if proposal.substitute is None:
            raise ChangeRefused(_("Choose who is to substitute."))
        if proposal.substitute.pk == before.instructor:
            raise ChangeRefused(_("Nobody substitutes for themselves."))
        return before.taught_by(proposal.substitute)
    if proposal.room is None:
        raise ChangeRefused(_("Choose a time and a room."))
    date, first_period = proposal.date, proposal.first_period
    if proposal.kind == ChangeKind.ROOM:
        if proposal.room.campus_id == meeting.room.campus_id:
            return before.into(proposal.room)
        # Another campus rings other bells for the same periods.
        date, first_period = before.date, before.first_period
    if date is None or first_period is None:
        raise ChangeRefused(_("Choose a time and a room."))
    return before.at(
        meeting.term, date=date, first_period=first_period, room=proposal.room, bells=bells
    )


def waiting_or_made(meetings: Sequence[Meeting]) -> dict[int, ChangeRequest]:
    """The waiting request of each meeting that has one; one query."""
    rows = MeetingChange.objects.filter(
        meeting__in=meetings, request__state=RequestState.WAITING
    ).select_related("request")
    return {row.meeting_id: row.request for row in rows if row.request is not None}
