"""Another instructor after publication: meetings, bookings, feed."""

import datetime
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from courses.teaching.domain import assign_instructor
from courses.teaching.models import TeachingAssignment
from courses.timetable.domain.booking import book, bookings_of
from courses.timetable.domain.reassignment import give_meetings_to
from courses.timetable.domain.refusal import TimetableRefused
from courses.timetable.enums import MeetingStatus, ResourceKind
from courses.timetable.models import Booking, Meeting
from tests.factories.institutions import StaffMemberFactory
from tests.factories.qualifications import StaffCertificateFactory
from tests.factories.teaching import TeachingAssignmentFactory, TeachingClassFactory
from tests.factories.timetable import MeetingFactory

pytestmark = pytest.mark.django_db

FIRST, SECOND = datetime.date(2026, 9, 14), datetime.date(2026, 9, 21)


@pytest.fixture
def teaching_class() -> Any:
    return TeachingClassFactory()


@pytest.fixture
def substitute(teaching_class: Any) -> Any:
    return StaffMemberFactory(institution=teaching_class.institution)


def booked(teaching_class: Any, date: datetime.date, **values: Any) -> Meeting:
    meeting = MeetingFactory(teaching_class=teaching_class, date=date, **values)
    book(bookings_of(meeting, ()))
    return meeting


def staff_of(meeting: Meeting) -> set[int]:
    return set(
        Booking.objects.filter(meeting=meeting, kind=ResourceKind.STAFF).values_list(
            "resource_id", flat=True
        )
    )


def test_meetings_from_the_day_on_change_hands(teaching_class: Any, substitute: Any) -> None:
    before, after = booked(teaching_class, FIRST), booked(teaching_class, SECOND)
    former = before.instructor
    assert give_meetings_to(teaching_class, staff=substitute, valid_from=SECOND) == 1
    before.refresh_from_db()
    after.refresh_from_db()
    assert (before.instructor, after.instructor) == (former, substitute)
    assert (staff_of(before), staff_of(after)) == ({former.pk}, {substitute.pk})


def test_held_meeting_stays_with_whoever_held_it(teaching_class: Any, substitute: Any) -> None:
    held = booked(teaching_class, FIRST, status=MeetingStatus.HELD)
    assert give_meetings_to(teaching_class, staff=substitute, valid_from=FIRST) == 0
    held.refresh_from_db()
    assert held.instructor != substitute


def test_person_who_is_taken_is_refused_and_nothing_changes(
    teaching_class: Any, substitute: Any
) -> None:
    meeting = booked(teaching_class, FIRST)
    other_class = TeachingClassFactory(term=teaching_class.term, outline=teaching_class.outline)
    booked(other_class, FIRST, instructor=substitute)
    with pytest.raises(TimetableRefused, match="2026-09-14"):
        give_meetings_to(teaching_class, staff=substitute, valid_from=FIRST)
    meeting.refresh_from_db()
    assert staff_of(meeting) == {meeting.instructor_id}
    assert meeting.instructor != substitute


def test_feed_notices_the_change(teaching_class: Any, substitute: Any) -> None:
    meeting = booked(teaching_class, FIRST)
    before = meeting.occurrence.updated_on
    give_meetings_to(teaching_class, staff=substitute, valid_from=FIRST)
    meeting.occurrence.refresh_from_db()
    assert meeting.occurrence.updated_on > before


def test_assignment_that_the_timetable_refuses_is_not_made(
    teaching_class: Any, substitute: Any
) -> None:
    StaffCertificateFactory(staff=substitute)
    current = TeachingAssignmentFactory(teaching_class=teaching_class)
    booked(teaching_class, FIRST, instructor=current.staff)
    other_class = TeachingClassFactory(term=teaching_class.term, outline=teaching_class.outline)
    booked(other_class, FIRST, instructor=substitute)
    with pytest.raises(ValidationError, match="2026-09-14"):
        assign_instructor(teaching_class, staff=substitute, by=None)
    assert TeachingAssignment.objects.get(teaching_class=teaching_class).staff == current.staff
