"""Saturdays and Sundays, from the search to the dates."""

import pytest
from django.urls import reverse

from courses.teaching.enums import WeeklyPattern
from courses.timetable.domain.building import build_timetable
from courses.timetable.domain.publication import publish
from courses.timetable.domain.slot_places import places_of
from courses.timetable.domain.version_problem import problem_of
from courses.timetable.models import Meeting
from tests.courses.timetable.terms import make_class, make_term

pytestmark = pytest.mark.django_db


def _build(term, **options):
    return build_timetable(term, **{"seconds": 10, "workers": 1, "by": None} | options)


@pytest.fixture
def term(institution):
    """One class of the plain week."""
    return make_term(institution, classes=1)


@pytest.fixture
def block(term):
    """A class of four periods at the weekend."""
    return make_class(
        term,
        campus=term.institution.campuses.get(),
        weekly_pattern=WeeklyPattern.WEEKEND,
        periods_per_meeting=4,
    )


def test_block_meets_on_weekend_dates_and_the_others_do_not(term, block):
    version = _build(term)
    assert version.solver_report["unplaced"] == []
    publish(version, by=None)
    dates = Meeting.objects.filter(teaching_class=block).values_list("date", "periods")
    assert len(dates) == 8
    assert {periods for _date, periods in dates} == {4}
    assert {date.isoweekday() for date, _periods in dates} <= {6, 7}
    # A make-up workday is taught as its weekday; all others of the plain class are workdays.
    assert version.slots.exclude(teaching_class=block).get().weekday <= 5


def test_weekend_stands_in_the_grid_and_on_the_page_of_its_time(term, block, sign_in):
    version = _build(term)
    slot = version.slots.get(teaching_class=block)
    name = "周六" if slot.weekday == 6 else "周日"
    office = sign_in("office")
    asked = {
        "term": str(term.public_id),
        "version": str(version.public_id),
        "kind": "room",
        "of": str(slot.room.public_id),
    }
    assert name in office.get(reverse("timetable:board"), asked).content.decode()
    page = office.get(reverse("timetable:slot", args=[slot.public_id]))
    assert page.status_code == 200
    places = places_of(slot, problem_of(version))
    assert {place.weekday for place in places} == set(range(1, 8))
    (present,) = (place for place in places if place.is_present)
    assert present.is_possible
    assert present.weekday == slot.weekday


def test_locked_weekend_block_stays(term, block):
    version = _build(term)
    slot = version.slots.get(teaching_class=block)
    slot.locked = True
    slot.save()
    again = _build(term, around=version, seed=2).slots.get(teaching_class=block)
    assert (again.weekday, again.first_period, again.locked) == (
        slot.weekday,
        slot.first_period,
        True,
    )


def test_class_that_a_person_put_on_a_saturday_stays_there_alone(term):
    make_class(term, campus=term.institution.campuses.get())
    version = _build(term)
    moved, other = version.slots.order_by("pk")
    moved.weekday, moved.locked = 6, True
    moved.save()
    again = _build(term, around=version)
    assert again.solver_report["unplaced"] == []
    weekdays = dict(again.slots.values_list("teaching_class", "weekday"))
    assert weekdays.pop(moved.teaching_class_id) == 6
    assert weekdays.pop(other.teaching_class_id) <= 5
