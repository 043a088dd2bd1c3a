"""A draft becomes what everybody sees: events, occurrences, meetings and their bookings."""

import logging
import uuid
from collections import defaultdict

from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone
from django.utils.translation import gettext as _
from schedule.models import Calendar, Event, Occurrence

from cms.users.models import User
from courses.teaching.models import TeachingClass, Term
from courses.timetable.domain.booking import book, bookings_of
from courses.timetable.domain.building import Report
from courses.timetable.domain.meetings_planned import PlannedMeeting, plan_meetings
from courses.timetable.domain.refusal import TimetableRefused
from courses.timetable.enums import MeetingStatus, VersionState
from courses.timetable.models import Booking, Meeting, Slot, TimetableVersion

logger = logging.getLogger("qihang.audit")


def publish(
    version: TimetableVersion, *, progress: Report | None = None, by: User | None
) -> TimetableVersion:
    """Make a version the term's timetable: one event a slot, one persisted occurrence and one
    meeting a date, one booking for each resource and period. All or nothing.

    Replaces what was published for the term, while none of its meetings has been held, cancelled,
    asked or made to change, or given attendance. Publishing the published version again re-dates
    it by the present calendar and bells; where nothing differs, nothing is written. Raises
    TimetableRefused: a clash (named), meetings already held, no slots, a period the bells lack.
    """
    tell = progress or (lambda _percent, _message: None)
    with transaction.atomic():
        # The lock lets a second publication of the term wait for the first.
        term = Term.objects.select_for_update().get(pk=version.term_id)
        version = TimetableVersion.objects.select_for_update().get(pk=version.pk)
        tell(5, _("Working out the dates"))
        slots = list(version.slots.select_related("teaching_class__course", "room"))
        if not slots:
            raise TimetableRefused(_("This version has no slots, so there is nothing to publish."))
        planned = plan_meetings(term, slots)
        if version.state == VersionState.PUBLISHED and _as_published(term, planned):
            return version
        tell(25, _("Taking back what was published before"))
        addresses = _withdraw(term)
        version.calendar = _calendar(term)
        tell(40, _("Writing the meetings"))
        meetings = _write(version, slots, planned, addresses, by)
        tell(65, _("Booking rooms, instructors and classes"))
        groups = _administrative_classes(term)
        book(
            [
                booking
                for meeting in meetings
                for booking in bookings_of(meeting, groups[meeting.teaching_class_id])
            ]
        )
        TimetableVersion.objects.filter(term=term, state=VersionState.PUBLISHED).exclude(
            pk=version.pk
        ).update(state=VersionState.SUPERSEDED)
        version.state, version.published_at = VersionState.PUBLISHED, timezone.now()
        version.save(update_fields=["state", "published_at", "calendar"])
        tell(95, _("Almost done"))
    logger.info(
        "timetable %s of term %s published by user %s: %d meetings",
        version.public_id,
        term.public_id,
        by.pk if by else None,
        len(meetings),
    )
    return version


def _as_published(term: Term, planned: list[PlannedMeeting]) -> bool:
    written = Meeting.objects.filter(term=term, slot__isnull=False).values_list(
        "teaching_class_id",
        "starts_at",
        "ends_at",
        "first_period",
        "periods",
        "room_id",
        "instructor_id",
    )
    return set(written) == {meeting.identity() for meeting in planned}


def _withdraw(term: Term) -> dict[tuple[int, int], uuid.UUID]:
    """Delete the meetings that came of slots. Returns their public ids by class and number, so
    that the n-th meeting of a class keeps its address, and its identity in people's calendars."""
    meetings = Meeting.objects.filter(term=term, slot__isnull=False)
    # Locked, so that a roll that is being called is waited for and then seen.
    statuses = meetings.order_by("pk").select_for_update().values_list("status", flat=True)
    if any(status != MeetingStatus.SCHEDULED for status in statuses):
        raise TimetableRefused(_held_sentence())
    addresses: dict[tuple[int, int], uuid.UUID] = {}
    counts: dict[int, int] = defaultdict(int)
    rows = meetings.order_by("starts_at", "pk")
    for teaching_class, public_id in rows.values_list("teaching_class_id", "public_id"):
        addresses[teaching_class, counts[teaching_class]] = public_id
        counts[teaching_class] += 1
    occurrences = list(meetings.values_list("occurrence_id", flat=True))
    Booking.objects.filter(meeting__in=meetings).delete()
    try:
        meetings.delete()
    except ProtectedError as error:
        raise TimetableRefused(_held_sentence()) from error
    written = Occurrence.objects.filter(pk__in=occurrences)
    events = set(written.values_list("event_id", flat=True))
    # Before their events: Occurrence.__init__ reads its own fields, so loading a part of them, as
    # a cascade does, never ends (django-scheduler 0.12).
    written.delete()
    Slot.objects.filter(event__in=events).update(event=None)
    Event.objects.filter(pk__in=events).delete()
    return addresses


def _held_sentence() -> str:
    return _(
        "Meetings of this term have been held, cancelled or changed on request, or have "
        "attendance. The timetable can't be replaced as a whole any more."
    )


def _calendar(term: Term) -> Calendar:
    calendar, _made = Calendar.objects.get_or_create(
        slug=f"term-{term.public_id}", defaults={"name": f"{term.institution} {term.code}"}
    )
    return calendar


def _write(
    version: TimetableVersion,
    slots: list[Slot],
    planned: list[PlannedMeeting],
    addresses: dict[tuple[int, int], uuid.UUID],
    by: User | None,
) -> list[Meeting]:
    dates: dict[int, list[PlannedMeeting]] = defaultdict(list)
    for plan in planned:
        dates[plan.slot.pk].append(plan)
    slots = [slot for slot in slots if dates[slot.pk]]
    events = Event.objects.bulk_create(
        Event(
            calendar=version.calendar,
            title=f"{slot.teaching_class.course} {slot.teaching_class.code}",
            # The first date stands for the slot; every date is an occurrence of its own.
            start=dates[slot.pk][0].starts_at,
            end=dates[slot.pk][0].ends_at,
            creator=by,
        )
        for slot in slots
    )
    for slot, event in zip(slots, events, strict=True):
        slot.event = event
    Slot.objects.bulk_update(slots, ["event"], batch_size=200)
    event_of = {slot.pk: slot.event for slot in slots}
    occurrences = Occurrence.objects.bulk_create(
        Occurrence(
            event=event_of[plan.slot.pk],
            start=plan.starts_at,
            end=plan.ends_at,
            original_start=plan.starts_at,
            original_end=plan.ends_at,
        )
        for plan in planned
    )
    return Meeting.objects.bulk_create(
        Meeting(
            public_id=addresses.get((plan.slot.teaching_class_id, plan.number), uuid.uuid4()),
            occurrence=occurrence,
            slot=plan.slot,
            institution_id=version.institution_id,
            term_id=version.term_id,
            teaching_class=plan.slot.teaching_class,
            date=plan.date,
            week=plan.week,
            weekday=plan.weekday,
            first_period=plan.slot.first_period,
            periods=plan.slot.periods,
            starts_at=plan.starts_at,
            ends_at=plan.ends_at,
            room=plan.slot.room,
            instructor_id=plan.slot.instructor_id,
            unit_id=plan.unit_id,
        )
        for plan, occurrence in zip(planned, occurrences, strict=True)
    )


def _administrative_classes(term: Term) -> dict[int, list[int]]:
    """The administrative classes of each teaching class, as pks."""
    found: dict[int, list[int]] = defaultdict(list)
    rows = TeachingClass.administrative_classes.through.objects.filter(
        teachingclass__term=term
    ).order_by("pk")
    for teaching_class, group in rows.values_list("teachingclass_id", "administrativeclass_id"):
        found[teaching_class].append(group)
    return found
