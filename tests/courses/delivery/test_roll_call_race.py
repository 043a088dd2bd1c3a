"""A roll is called while the office publishes another timetable (PostgreSQL and SQLite alike)."""

import threading
import time

import pytest
from django.db import connection, transaction

from courses.delivery.domain import record_roll_call
from courses.delivery.models import AttendanceRecord
from courses.timetable.domain.publication import publish
from courses.timetable.enums import MeetingStatus
from courses.timetable.models import Meeting
from courses.timetable.weeks import every_week
from tests.courses.timetable.terms import make_slot, make_term, make_version
from tests.factories.institutions import UserFactory
from tests.factories.teaching import EnrolmentFactory

pytestmark = pytest.mark.django_db(transaction=True)


def _version(term, number):
    version = make_version(term, number=number)
    make_slot(version, term.teaching_classes.get(), weekday=number, weeks=every_week(1, 2))
    return version


def test_roll_that_is_being_called_is_waited_for_and_kept():
    term = make_term(classes=1)
    enrolment = EnrolmentFactory(teaching_class=term.teaching_classes.get())
    publish(_version(term, 1), by=None)
    other, person, called = _version(term, 2), UserFactory(), threading.Event()

    def call():
        try:
            with transaction.atomic():
                meeting = Meeting.objects.earliest("date")
                statuses = {str(enrolment.public_id): "present"}
                record_roll_call(meeting, statuses=statuses, by=person)
                called.set()
                # Long enough for the publication to come upon a roll that isn't committed yet.
                time.sleep(0.5)
        finally:
            connection.close()

    thread = threading.Thread(target=call)
    thread.start()
    assert called.wait(timeout=30)
    publish(other, valid_from=term.first_monday, by=None)
    thread.join()
    assert AttendanceRecord.objects.get().meeting.status == MeetingStatus.HELD
    held, moved = Meeting.objects.calendar_order()
    assert (held.weekday, moved.weekday) == (1, 2)
