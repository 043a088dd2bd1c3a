"""A class gets another instructor after its timetable was published."""

import datetime

from django.db import transaction
from django.utils import timezone
from schedule.models import Occurrence

from courses.institutions.models import StaffMember
from courses.teaching.models import TeachingClass
from courses.timetable.domain.booking import book, bookings_of, one_at_a_time
from courses.timetable.enums import MeetingStatus, ResourceKind, VersionState
from courses.timetable.models import Booking, Meeting, Slot


@transaction.atomic
def give_meetings_to(
    teaching_class: TeachingClass, *, staff: StaffMember, valid_from: datetime.date
) -> int:
    """Give the meetings from that day on, with their bookings, to `staff`; returns how many. Drafts
    name the person too, or publishing one would give the class back.

    Held and cancelled meetings stay with whoever had them. Feeds notice by the occurrence's change
    date. Raises TimetableRefused, changing nothing, when the person is taken at one of the times.
    """
    one_at_a_time(teaching_class.institution_id)
    Slot.objects.filter(teaching_class=teaching_class, version__state=VersionState.DRAFT).update(
        instructor=staff
    )
    meetings = list(
        Meeting.objects.select_for_update()
        .filter(teaching_class=teaching_class, status=MeetingStatus.SCHEDULED, date__gte=valid_from)
        .exclude(instructor=staff)
    )
    if not meetings:
        return 0
    Booking.objects.filter(meeting__in=meetings, kind=ResourceKind.STAFF).delete()
    for meeting in meetings:
        meeting.instructor = staff
    Meeting.objects.bulk_update(meetings, ["instructor"])
    book(
        [
            booking
            for meeting in meetings
            for booking in bookings_of(meeting, ())
            if booking.kind == ResourceKind.STAFF
        ]
    )
    slots = {meeting.slot_id for meeting in meetings if meeting.slot_id}
    Slot.objects.filter(pk__in=slots).update(instructor=staff)
    Occurrence.objects.filter(qihang_meeting__in=meetings).update(updated_on=timezone.now())
    return len(meetings)
