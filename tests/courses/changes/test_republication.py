"""A timetable is published again while changes of its meetings are asked for or agreed on."""

import datetime

import pytest

from courses.changes.domain import Proposal, decide, request_change
from courses.changes.models import ChangeRequest
from courses.institutions.enums import RoleKind
from courses.timetable.domain.publication import publish
from courses.timetable.enums import MeetingStatus
from courses.timetable.models import Meeting
from courses.timetable.weeks import every_week
from tests.courses.timetable.terms import make_slot, make_term, make_version
from tests.factories.changes import load_change_rules
from tests.factories.institutions import RoleFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(institution):
    return RoleFactory(kind=RoleKind.TEACHING_OFFICE, institution=institution).user


@pytest.fixture
def term(institution):
    """A term that begins next Monday."""
    load_change_rules()
    today = datetime.date.today()
    monday = today + datetime.timedelta(days=7 - today.weekday())
    term = make_term(institution, classes=1, answered=False, first_monday=monday)
    term.calendar_days.all().delete()
    version = make_version(term)
    make_slot(version, term.teaching_classes.get(), weekday=3, weeks=every_week(1, 4))
    publish(version, by=None)
    return term


def request_of(term, kind, **wanted):
    meeting = Meeting.objects.with_names().calendar_order()[1]
    return request_change(meeting, Proposal(kind, **wanted), reason_kind="illness", by=None)


def publish_on(term, weekday, weeks):
    version = make_version(term, number=2)
    make_slot(version, term.teaching_classes.get(), weekday=weekday, weeks=weeks)
    return publish(version, valid_from=term.first_monday, by=None)


def test_meeting_that_was_cancelled_on_request_stays_cancelled(term, office):
    request = request_of(term, "cancel")
    decide(request, agreed=True, as_office=True, by=office)
    publish_on(term, 4, every_week(1, 4))
    assert Meeting.objects.filter(status=MeetingStatus.CANCELLED).count() == 1
    assert Meeting.objects.filter(weekday=4).count() == 3


def test_request_for_a_meeting_that_moved_by_publication_is_refused(term, office):
    request = request_of(term, "cancel")
    publish_on(term, 4, every_week(1, 4))
    decide(request, agreed=True, as_office=True, by=office)
    request.refresh_from_db()
    assert request.state == "refused"
    assert not Meeting.objects.filter(status=MeetingStatus.CANCELLED).exists()


def test_meeting_that_the_plan_drops_stays_as_cancelled_where_a_request_speaks_of_it(term):
    request = request_of(term, "cancel")
    publish_on(term, 3, every_week(1, 1))
    assert ChangeRequest.objects.filter(pk=request.pk).exists()
    kept = Meeting.objects.get(status=MeetingStatus.CANCELLED)
    assert kept.occurrence.cancelled
    assert not kept.bookings.exists()
    assert Meeting.objects.count() == 2
