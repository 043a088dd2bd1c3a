"""Two offices publish at the same moment (PostgreSQL and SQLite alike)."""

import threading

import pytest
from django.db import connection
from schedule.models import Event, Occurrence

from courses.timetable.domain.publication import publish
from courses.timetable.domain.refusal import TimetableRefused
from courses.timetable.enums import VersionState
from courses.timetable.models import Booking, Meeting, TimetableVersion
from courses.timetable.weeks import every_week
from tests.courses.timetable.terms import make_slot, make_term, make_version

pytestmark = pytest.mark.django_db(transaction=True)


def _race(*versions):
    """Publish all at once, each on a connection of its own; what was refused."""
    refused = []
    start = threading.Barrier(len(versions))

    def run(version):
        try:
            start.wait(timeout=30)
            publish(version, valid_from=version.term.first_monday, by=None)
        except TimetableRefused as refusal:
            refused.append(str(refusal))
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(version,)) for version in versions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return refused


def _version(term, number, weekday):
    version = make_version(term, number=number)
    make_slot(version, term.teaching_classes.get(), weekday=weekday, weeks=every_week(1, 4))
    return version


def test_two_versions_of_a_term_racing_leave_one_of_them_whole():
    term = make_term(classes=1)
    versions = [_version(term, number, weekday=number) for number in (1, 2, 3)]
    assert _race(*versions) == []
    published = TimetableVersion.objects.get(state=VersionState.PUBLISHED)
    assert {m.weekday for m in Meeting.objects.all()} == {published.slots.get().weekday}
    assert Meeting.objects.count() == Occurrence.objects.count() == 4
    assert (Event.objects.count(), Booking.objects.count()) == (1, 4 * 8)


def test_two_terms_racing_for_a_room_never_share_it():
    term = make_term(classes=1, rooms=1)
    other = make_term(term.institution, classes=1, rooms=0, code="2026-2027-3")
    (refusal,) = _race(_version(term, 1, weekday=1), _version(other, 1, weekday=1))
    assert term.institution.rooms.get().name in refusal
    assert TimetableVersion.objects.filter(state=VersionState.PUBLISHED).count() == 1
    assert Meeting.objects.count() == 4
