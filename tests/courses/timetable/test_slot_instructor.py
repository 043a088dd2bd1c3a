"""Editing keeps to what an instructor can bear: limits, ways between campuses."""

import pytest

from courses.timetable.domain.slot_places import place_at
from courses.timetable.domain.version_problem import problem_of
from courses.timetable.models import CampusTravel, TeachingLimit
from courses.timetable.weeks import every_week, odd_weeks
from tests.courses.timetable.terms import make_slot, make_term, make_version
from tests.factories.institutions import CampusFactory
from tests.factories.timetable import RoomFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def term(institution):
    return make_term(institution, classes=2)


@pytest.fixture
def draft(term):
    """One instructor: the first class on Monday, the second on Tuesday, periods 1–2."""
    version = make_version(term)
    first, second = term.teaching_classes.order_by("pk")
    staff = first.assignments.get().staff
    make_slot(version, first, weekday=1, instructor=staff)
    make_slot(version, second, weekday=2, instructor=staff)
    return version


def limit(draft, **most):
    staff = draft.slots.first().instructor
    TeachingLimit.objects.create(
        term=draft.term, institution=draft.institution, staff=staff, **most
    )


def place(draft, weekday, first_period):
    """Of the second class."""
    slot = draft.slots.order_by("pk").last()
    return place_at(slot, problem_of(draft), weekday=weekday, first_period=first_period)


def test_day_that_would_get_too_long_is_refused_with_its_weeks(draft):
    limit(draft, most_per_day=3)
    (sentence,) = place(draft, 1, 5).clashes
    assert "3 节" in sentence
    assert sentence.count("1–") == 1
    assert place(draft, 3, 5).is_possible


def test_day_is_not_too_long_in_weeks_that_are_not_shared(draft):
    draft.slots.filter(weekday=1).update(weeks=odd_weeks(1, 16))
    draft.slots.filter(weekday=2).update(weeks=every_week(1, 16) & ~odd_weeks(1, 16))
    limit(draft, most_per_day=3)
    assert not any("3" in clash for clash in place(draft, 2, 5).clashes)


def test_week_that_is_over_its_limit_anyway_is_said(draft):
    limit(draft, most_per_week=3)
    assert all(place(draft, weekday, 5).clashes for weekday in (1, 2, 3, 4, 5))


def test_room_that_nobody_reaches_in_time_is_not_offered(draft):
    here = draft.slots.first().room.campus
    there = CampusFactory(institution=draft.institution)
    RoomFactory(campus=there)
    draft.term.teaching_classes.update(campus=None)
    first, second = sorted((here, there), key=lambda campus: campus.pk)
    CampusTravel.objects.create(
        institution=draft.institution, first=first, second=second, minutes=60
    )
    # The break between periods 2 and 3 is short, that over noon is long.
    assert {room.campus_id for room in place(draft, 1, 3).rooms} == {here.pk}
    assert {room.campus_id for room in place(draft, 1, 5).rooms} == {here.pk, there.pk}
