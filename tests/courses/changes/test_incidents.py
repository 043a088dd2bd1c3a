"""Unapproved absence."""

import datetime

import pytest
from django.utils import timezone

from courses.changes.domain import ChangeRefused, record_incident
from courses.changes.models import TeachingIncident
from courses.timetable.enums import MeetingStatus
from courses.timetable.models import Booking, Meeting
from tests.factories.changes import Published


@pytest.fixture
def missed(world: Published) -> Meeting:
    """A meeting of yesterday that nobody recorded."""
    meeting = world.add_meeting(timezone.localdate() - datetime.timedelta(days=1))
    return meeting


def test_absence_is_recorded_of_who_should_have_taught_and_the_hours_are_owed(
    world: Published, missed: Meeting
) -> None:
    incident = record_incident(missed, kind="absent", note="学生等了 20 分钟", by=world.office)
    missed.refresh_from_db()
    assert (incident.staff, missed.status) == (world.instructor, MeetingStatus.CANCELLED)
    assert not Booking.objects.filter(meeting=missed).exists()


def test_late_start_leaves_the_meeting_as_it_is(world: Published, missed: Meeting) -> None:
    record_incident(missed, kind="late", note="迟到 15 分钟", by=world.coordinator)
    missed.refresh_from_db()
    assert missed.status == MeetingStatus.SCHEDULED


def test_absence_from_a_meeting_whose_roll_was_called_is_refused(
    world: Published, missed: Meeting
) -> None:
    Meeting.objects.filter(pk=missed.pk).update(status=MeetingStatus.HELD)
    with pytest.raises(ChangeRefused):
        record_incident(missed, kind="absent", note="?", by=world.office)
    assert not TeachingIncident.objects.exists()


def test_meeting_to_come_has_no_incident(world: Published) -> None:
    with pytest.raises(ChangeRefused):
        record_incident(world.meeting, kind="late", note="?", by=world.office)


def test_same_incident_is_recorded_once(world: Published, missed: Meeting) -> None:
    record_incident(missed, kind="late", note="一", by=world.office)
    with pytest.raises(ChangeRefused):
        record_incident(missed, kind="late", note="二", by=world.office)
    assert TeachingIncident.objects.count() == 1
