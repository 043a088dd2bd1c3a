"""Which clock times stand beside the periods of a whole term."""

import datetime
import io

import openpyxl
import pytest

from courses.timetable.domain.bells import Bells, set_bell_schedule
from courses.timetable.domain.beside_periods import times_beside
from courses.timetable.domain.paper import sheets_workbook, term_sheets
from courses.timetable.models import Slot
from tests.courses.timetable.terms import make_slot, make_term, make_version
from tests.factories.institutions import CampusFactory
from tests.factories.timetable import RoomFactory

pytestmark = pytest.mark.django_db
T = datetime.time


def _slots():
    return Slot.objects.with_names().order_by("pk")


@pytest.fixture
def term():
    term = make_term(classes=2)
    make_slot(make_version(term), term.teaching_classes.first(), first_period=5)
    return term


def _times(term):
    return times_beside(Bells(term.institution_id), term, _slots())


def test_times_that_change_within_the_term_are_said_with_their_date(term):
    found = _times(term)
    assert found.first[5][0] == T(14, 30)
    assert [(other.said, other.times[5][0]) for other in found.others] == [("10月1日起", T(14, 0))]


def test_times_of_another_campus_are_said_with_its_name(term):
    south = CampusFactory(institution=term.institution, name="南校区")
    set_bell_schedule(
        term.institution,
        name="南校区作息",
        campus=south,
        valid_from=term.first_monday,
        periods=[(T(8, 20), T(9, 5)), (T(9, 15), T(10, 0))],
        by=None,
    )
    room = RoomFactory(campus=south)
    make_slot(term.timetable_versions.get(), term.teaching_classes.last(), weekday=2, room=room)
    assert [other.said for other in _times(term).others] == ["10月1日起", "南校区"]


def test_times_of_a_campus_with_the_same_bells_are_not_said_twice(term):
    room = RoomFactory(campus=CampusFactory(institution=term.institution))
    make_slot(term.timetable_versions.get(), term.teaching_classes.last(), weekday=2, room=room)
    assert [other.said for other in _times(term).others] == ["10月1日起"]


def test_printed_timetable_of_the_term_names_both_clock_times(term):
    content = sheets_workbook(term_sheets(term, Slot.objects.all(), kind="room"))
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    beside = [cell.value for cell in sheet["A"]]
    assert "5\n14:30–15:15\n10月1日起\n14:00–14:45" in beside
    assert "1\n08:00–08:45" in beside
