"""Changes that follow from a decision about people, such as a training: many meetings in one act,
each with a request that says where it comes from, and taken back when the decision falls."""

import datetime
import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from courses.changes.domain.applying import carry_out, require_as_before
from courses.changes.domain.ordered_checks import problems_by_meeting
from courses.changes.domain.refusal import ChangeRefused
from courses.changes.domain.snapshot import Snapshot
from courses.changes.domain.terms_held import hold_terms
from courses.changes.enums import ChangeKind, ReasonKind, RequestState, Step
from courses.changes.models import ChangeApproval, ChangeRequest, MeetingChange
from courses.institutions.models import StaffMember
from courses.timetable.domain.bells import Bells
from courses.timetable.enums import MeetingStatus
from courses.timetable.models import Meeting, Room

audit_log = logging.getLogger("qihang.audit")
BATCH = 500


@dataclass(frozen=True)
class Ordered:
    """What is to become of a meeting (primary keys): a substitute teaches it, or it is held by its
    own instructor at another time in a room. `expected`: who is to teach it as far as the decision
    knew."""

    meeting: int
    expected: int
    substitute: int | None = None
    date: datetime.date | None = None
    first_period: int | None = None
    room: int | None = None


@transaction.atomic
def order_changes(
    institution_id: int,
    ordered: Sequence[Ordered],
    *,
    reason: str,
    citation: str,
    now: datetime.datetime,
    by: Any,
) -> dict[int, ChangeRequest]:
    """Carry out all of them, or none; the request of each, by the meeting's primary key. `citation`
    names the decision: it stands for the approvals that a request of one person would need, so no
    limit or lead time is asked for, and the substitutes are not asked either.

    A fixed number of queries apart from batches. Raises ChangeRefused with every sentence that
    stands against it, changing nothing.
    """
    if not ordered:
        return {}
    rows = Meeting.objects.filter(
        institution=institution_id, pk__in=[each.meeting for each in ordered]
    )
    hold_terms(rows.values_list("term", flat=True), institutions=[institution_id])
    meetings = {one.pk: one for one in rows.with_names().select_related("term__institution")}
    changes = _planned(institution_id, ordered, meetings)
    if problems := list(problems_by_meeting(changes, now=now).values()):
        raise ChangeRefused(*(sentence for sentences in problems for sentence in sentences))
    return _carried_out(changes, reason=reason, citation=citation, now=now, by=by)


@transaction.atomic
def take_back(
    requests: Iterable[ChangeRequest], *, reason: str, now: datetime.datetime, by: Any
) -> list[int]:
    """Give meetings back to what they were before these requests; primary keys of the requests that
    were taken back. Each becomes withdrawn, and a request the other way says what happened.

    What is past stays, and so does a meeting that was changed again since, or whose old person,
    room or time is taken now: it goes on as it stands. Queries as `order_changes`.
    """
    applied = [one for one in requests if one.state == RequestState.APPLIED]
    if not applied:
        return []
    hold_terms(
        {one.term_id for one in applied}, institutions={one.institution_id for one in applied}
    )
    done = MeetingChange.objects.filter(request__in=applied, applied_at__isnull=False)
    meetings = {
        one.pk: one
        for one in Meeting.objects.filter(pk__in=done.values("meeting"))
        .with_names()
        .select_related("term__institution")
    }
    backward = {}
    for change in done.select_related("request"):
        assert change.request is not None
        meeting = meetings[change.meeting_id]
        if _stands(change, meeting, now=now):
            backward[change.request.pk] = _change(
                meeting, Snapshot.read(change.after), Snapshot.read(change.before)
            )
    changes = list(backward.values())
    against = problems_by_meeting(changes, now=now)
    possible = [one for one in changes if one.meeting_id not in against]
    citation = _("taken back")
    _carried_out(possible, reason=reason, citation=citation, now=now, by=by)
    restored = {one.meeting_id for one in possible}
    pks = [pk for pk, change in backward.items() if change.meeting_id in restored]
    ChangeRequest.objects.filter(pk__in=pks).update(state=RequestState.WITHDRAWN)
    audit_log.info(
        "changes taken back user=%s requests=%s kept=%d",
        getattr(by, "pk", None),
        pks,
        len(applied) - len(pks),
    )
    return pks


def _stands(change: MeetingChange, meeting: Meeting, *, now: datetime.datetime) -> bool:
    """Whether the meeting still is what the change made of it and lies ahead, before and after."""
    before, after = Snapshot.read(change.before), Snapshot.read(change.after)
    if before.moment(before.starts) <= now or meeting.starts_at <= now:
        return False
    try:
        require_as_before(_change(meeting, after, before), meeting)
    except ChangeRefused:
        return False
    return True


def _planned(
    institution_id: int, ordered: Sequence[Ordered], meetings: dict[int, Meeting]
) -> list[MeetingChange]:
    staff = StaffMember.objects.in_bulk({one.substitute for one in ordered if one.substitute})
    wanted = {one.room for one in ordered if one.room}
    rooms = Room.objects.select_related("campus").in_bulk(wanted)
    bells = Bells(institution_id)
    changes, problems = [], []
    for one in ordered:
        meeting = meetings.get(one.meeting)
        if meeting is None or meeting.status != MeetingStatus.SCHEDULED:
            problems.append(_("A meeting that was to be covered doesn't take place any more."))
            continue
        before = Snapshot.of(meeting)
        if before.instructor != one.expected:
            problems.append(
                _("The meeting of %(day)s has been changed in the meantime. Please ask again.")
                % {"day": before.day_said}
            )
            continue
        if one.substitute is not None:
            after = before.taught_by(staff[one.substitute])
        else:
            assert one.date is not None
            assert one.first_period is not None
            assert one.room is not None
            try:
                after = before.at(
                    meeting.term,
                    date=one.date,
                    first_period=one.first_period,
                    room=rooms[one.room],
                    bells=bells,
                )
            except ChangeRefused as refusal:
                problems += refusal.sentences
                continue
        changes.append(_change(meeting, before, after))
    if problems:
        raise ChangeRefused(*problems)
    return changes


def _change(meeting: Meeting, before: Snapshot, after: Snapshot) -> MeetingChange:
    return MeetingChange(
        institution_id=meeting.institution_id,
        teaching_class_id=meeting.teaching_class_id,
        meeting=meeting,
        before=before.stored(),
        after=after.stored(),
        instructor_before_id=before.instructor,
        instructor_after_id=after.instructor,
    )


def _carried_out(
    changes: list[MeetingChange],
    *,
    reason: str,
    citation: str,
    now: datetime.datetime,
    by: Any,
) -> dict[int, ChangeRequest]:
    if not changes:
        return {}
    requests = ChangeRequest.objects.bulk_create(
        [_request(one, reason=reason, citation=citation, now=now, by=by) for one in changes],
        batch_size=BATCH,
    )
    for change, request in zip(changes, requests, strict=True):
        change.request = request
    ChangeApproval.objects.bulk_create(
        (
            ChangeApproval(
                request=one, step=Step.OFFICE, agreed=True, note=citation[:300], by=by, at=now
            )
            for one in requests
        ),
        batch_size=BATCH,
    )
    carry_out(
        MeetingChange.objects.bulk_create(changes, batch_size=BATCH),
        at=now,
        by=getattr(by, "pk", None),
    )
    return {change.meeting_id: one for change, one in zip(changes, requests, strict=True)}


def _request(
    change: MeetingChange, *, reason: str, citation: str, now: datetime.datetime, by: Any
) -> ChangeRequest:
    before, after = Snapshot.read(change.before), Snapshot.read(change.after)
    substituted = before.instructor != after.instructor
    return ChangeRequest(
        institution_id=change.institution_id,
        term_id=change.meeting.term_id,
        teaching_class_id=change.teaching_class_id,
        staff_id=before.instructor,
        substitute_id=after.instructor if substituted else None,
        kind=ChangeKind.SUBSTITUTE if substituted else ChangeKind.MOVE,
        reason_kind=ReasonKind.OFFICIAL,
        reason=reason[:300],
        periods=before.periods,
        first_date=min(before.date, after.date),
        state=RequestState.APPLIED,
        steps=[Step.OFFICE.value],
        rule_citation=citation[:300],
        asked_by=by,
        asked_at=now,
        closed_at=now,
    )
