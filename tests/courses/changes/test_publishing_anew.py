"""A new version of the timetable leaves alone what somebody decided."""

import datetime
from typing import Any

import pytest
from django.utils import timezone

from courses.changes.domain import (
    Proposal,
    decide,
    load_change_rules,
    request_change,
    withdraw_request,
)
from courses.institutions.models import Institution
from courses.timetable.domain.publication import publish
from courses.timetable.enums import MeetingStatus
from courses.timetable.models import Meeting
from tests.courses.timetable.terms import make_slot, make_term, make_version
from tests.factories.institutions import UserFactory

ON = timezone.make_aware(datetime.datetime(2026, 10, 19, 9, 0))


@pytest.fixture
def term(institution: Institution) -> Any:
    load_change_rules()
    term = make_term(institution, classes=1)
    version = make_version(term)
    make_slot(version, term.teaching_classes.get())
    publish(version, by=None)
    return term


def asked(term: Any) -> tuple[Meeting, Any]:
    """The last meeting of the class, and a request to cancel it."""
    meeting = Meeting.objects.with_names().select_related("term", "institution").latest("date")
    request = request_change(
        meeting, Proposal("cancel"), reason_kind="official", now=ON, by=UserFactory()
    )
    return meeting, request


def publish_on_wednesdays(term: Any) -> None:
    version = make_version(term, number=2)
    make_slot(version, term.teaching_classes.get(), weekday=3)
    publish(version, valid_from=datetime.date(2026, 10, 26), by=None)


def test_cancelled_meeting_stays_cancelled(term: Any) -> None:
    meeting, request = asked(term)
    decide(request, agreed=True, as_office=True, now=ON, by=UserFactory())
    publish_on_wednesdays(term)
    meeting.refresh_from_db()
    assert (meeting.weekday, meeting.status) == (1, MeetingStatus.CANCELLED)
    assert Meeting.objects.filter(weekday=3).exists()


def test_request_that_was_withdrawn_keeps_no_meeting_in_place(term: Any) -> None:
    _meeting, request = asked(term)
    withdraw_request(request, by=None)
    publish_on_wednesdays(term)
    after = Meeting.objects.filter(date__gte=datetime.date(2026, 10, 26))
    assert set(after.values_list("weekday", flat=True)) == {3}
