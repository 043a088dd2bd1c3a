"""Carrying changes out: meeting, occurrence and bookings together, or nothing."""

import datetime
import logging
from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _
from schedule.models import Occurrence

from courses.changes.domain.audience import administrative_classes_of
from courses.changes.domain.refusal import ChangeRefused
from courses.changes.domain.snapshot import Snapshot
from courses.changes.domain.terms_held import hold_terms
from courses.changes.models import MeetingChange
from courses.timetable.domain.booking import book, bookings_of
from courses.timetable.domain.refusal import TimetableRefused
from courses.timetable.enums import MeetingStatus
from courses.timetable.models import Booking, Meeting

audit_log = logging.getLogger("qihang.audit")
MOVED = (
    "date",
    "week",
    "weekday",
    "first_period",
    "starts_at",
    "ends_at",
    "room",
    "instructor",
    "status",
)


@transaction.atomic
def carry_out(changes: Sequence[MeetingChange], *, at: datetime.datetime, by: int | None) -> None:
    """Make the meetings what `after` says. The unique constraint of bookings has the last word;
    whoever checks something of the term before holds it already.

    A cancelled meeting keeps its row, its unit and its identity in people's calendars and loses
    its bookings. Making one up makes a new meeting with the same unit. Feeds notice by the
    occurrence's change date. Raises ChangeRefused, changing nothing: a meeting is not any more what
    it was when the change was asked for, or something is taken.
    """
    hold_terms(
        (change.meeting.term_id for change in changes),
        institutions=(change.institution_id for change in changes),
    )
    meetings = _locked([change.meeting_id for change in changes])
    for change in changes:
        require_as_before(change, meetings[change.meeting_id])
    Booking.objects.filter(meeting__in=list(meetings)).delete()
    placed = [
        _make_up(change, meetings[change.meeting_id])
        if Snapshot.read(change.before).is_cancelled
        else _change(change, meetings[change.meeting_id], at=at)
        for change in changes
    ]
    Meeting.objects.bulk_update(meetings.values(), MOVED, batch_size=200)
    classes = administrative_classes_of({one.teaching_class_id for one in placed})
    bookings = [
        booking
        for meeting in placed
        if meeting.status == MeetingStatus.SCHEDULED
        for booking in bookings_of(meeting, classes[meeting.teaching_class_id])
    ]
    try:
        book(bookings)
    except TimetableRefused as refusal:
        raise ChangeRefused(str(refusal)) from refusal
    for change in changes:
        change.applied_at = at
    MeetingChange.objects.bulk_update(changes, ["applied_at", "made"], batch_size=200)
    audit_log.info("meetings changed user=%s changes=%s", by, [change.pk for change in changes])


def require_as_before(change: MeetingChange, meeting: Meeting) -> None:
    """Raise ChangeRefused unless the meeting still is what the change was asked for. The meeting
    comes `with_names()`."""
    before = Snapshot.read(change.before)
    if meeting.status == MeetingStatus.HELD:
        raise ChangeRefused(
            _("The meeting of %(day)s has been held; it can't be changed any more.")
            % {"day": before.day_said}
        )
    is_now = Snapshot.of(meeting)
    same = (
        (is_now.date, is_now.first_period, is_now.periods, is_now.room)
        == (before.date, before.first_period, before.periods, before.room)
        and is_now.instructor == before.instructor
        and is_now.status == before.status
    )
    if not same:
        raise ChangeRefused(
            _("The meeting of %(day)s has been changed in the meantime. Please ask again.")
            % {"day": before.day_said}
        )


def _locked(pks: Sequence[int]) -> dict[int, Meeting]:
    rows = Meeting.objects.select_for_update(of=("self",)).filter(pk__in=pks).order_by("pk")
    return {meeting.pk: meeting for meeting in rows.with_names().select_related("occurrence")}


def _place(meeting: Meeting, after: Snapshot) -> None:
    meeting.date, meeting.week = after.date, after.week
    meeting.weekday = after.date.isoweekday()
    meeting.first_period = after.first_period
    meeting.starts_at, meeting.ends_at = after.moment(after.starts), after.moment(after.ends)
    meeting.room_id, meeting.instructor_id = after.room, after.instructor
    meeting.status = after.status


def _change(change: MeetingChange, meeting: Meeting, *, at: datetime.datetime) -> Meeting:
    after = Snapshot.read(change.after)
    _place(meeting, after)
    Occurrence.objects.filter(pk=meeting.occurrence_id).update(
        start=meeting.starts_at,
        end=meeting.ends_at,
        cancelled=after.is_cancelled,
        # A moment later than whatever a phone has fetched, though the clock stood still.
        updated_on=max(at, meeting.occurrence.updated_on + datetime.timedelta(seconds=1)),
    )
    return meeting


def _make_up(change: MeetingChange, cancelled: Meeting) -> Meeting:
    """A meeting of no slot: it is in no week of the plan."""
    made = Meeting(
        institution_id=cancelled.institution_id,
        term_id=cancelled.term_id,
        teaching_class=cancelled.teaching_class,
        periods=cancelled.periods,
        unit_id=cancelled.unit_id,
    )
    _place(made, Snapshot.read(change.after))
    made.occurrence = Occurrence.objects.create(
        event_id=cancelled.occurrence.event_id,
        title=cancelled.occurrence.title,
        start=made.starts_at,
        end=made.ends_at,
        original_start=made.starts_at,
        original_end=made.ends_at,
    )
    made.save()
    change.made = made
    return made
