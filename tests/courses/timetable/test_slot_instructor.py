"""Editing keeps to what an instructor can bear: limits, ways between campuses."""

import pytest
from django.urls import reverse

from courses.timetable.domain.building import build_timetable
from courses.timetable.domain.drafts import copy_version, move_slot
from courses.timetable.domain.refusal import TimetableRefused
from courses.timetable.domain.slot_places import place_at
from courses.timetable.domain.version_problem import problem_of
from courses.timetable.models import CampusTravel, TeachingLimit
from courses.timetable.weeks import every_week, odd_weeks
from tests.courses.timetable.terms import make_slot, make_term, make_version
from tests.factories.institutions import CampusFactory, UserFactory
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
    (sentence,) = place(draft, 1, 5).above_limit
    assert "3 节" in sentence
    assert sentence.count("1–") == 1
    assert place(draft, 3, 5).is_possible


def test_day_is_not_too_long_in_weeks_that_are_not_shared(draft):
    draft.slots.filter(weekday=1).update(weeks=odd_weeks(1, 16))
    draft.slots.filter(weekday=2).update(weeks=every_week(1, 16) & ~odd_weeks(1, 16))
    limit(draft, most_per_day=3)
    assert place(draft, 2, 5).above_limit == []


def test_week_that_is_over_its_limit_anyway_is_said(draft):
    limit(draft, most_per_week=3)
    assert all(place(draft, weekday, 5).above_limit for weekday in (1, 2, 3, 4, 5))


def moved(draft, weekday, first_period, **values):
    """The second class, as the office moves it."""
    slot = draft.slots.order_by("pk").last()
    return move_slot(slot, weekday=weekday, first_period=first_period, room=slot.room, **values)


def test_limit_gives_way_to_a_reason_which_is_kept_with_the_person(draft):
    limit(draft, most_per_day=3)
    with pytest.raises(TimetableRefused, match="3 节"):
        moved(draft, 1, 5, limit_reason="  ")
    office = UserFactory()
    slot = moved(draft, 1, 5, limit_reason="本人同意", by=office)
    assert (slot.weekday, slot.limit_reason, slot.limit_excused_by) == (1, "本人同意", office)
    assert slot.limit_excused_at is not None


def test_reason_is_gone_with_the_place_that_needed_it(draft):
    limit(draft, most_per_day=3)
    moved(draft, 1, 5, limit_reason="本人同意", by=None)
    slot = moved(draft, 3, 5, limit_reason="本人同意", by=None)
    slot.refresh_from_db()
    assert (slot.limit_reason, slot.limit_excused_at) == ("", None)


def test_reason_goes_along_into_a_copy(draft):
    limit(draft, most_per_day=3)
    moved(draft, 1, 5, limit_reason="本人同意", by=None)
    copy = copy_version(draft, by=UserFactory())
    assert copy.slots.exclude(limit_reason="").get().limit_reason == "本人同意"


def test_reason_helps_against_nothing_else(draft):
    with pytest.raises(TimetableRefused):
        moved(draft, 1, 1, limit_reason="本人同意", by=None)


def test_search_takes_a_lock_with_a_reason_and_adds_nothing_to_it(draft):
    limit(draft, most_per_day=3)
    moved(draft, 1, 5, limit_reason="本人同意", by=None)
    assert lock_and_search(draft) == 4


def test_search_refuses_locks_above_a_limit_without_a_reason(draft):
    moved(draft, 1, 5)
    limit(draft, most_per_day=3)
    with pytest.raises(TimetableRefused, match="上限"):
        lock_and_search(draft)


def lock_and_search(draft):
    """Periods of the instructor on Monday in what the search makes around both locks."""
    draft.slots.update(locked=True)
    staff = draft.slots.first().instructor
    for slot in draft.slots.all():
        slot.teaching_class.assignments.update(staff=staff)
    built = build_timetable(draft.term, seconds=5, workers=1, around=draft, by=None)
    return sum(slot.periods for slot in built.slots.filter(weekday=1, instructor=staff))


def test_page_asks_for_the_reason_and_the_board_shows_it(draft, sign_in):
    limit(draft, most_per_day=3)
    office = sign_in("office")
    slot = draft.slots.order_by("pk").last()
    page = reverse("timetable:slot", args=[slot.public_id])
    asked = {"weekday": "1", "first_period": "5"}
    assert 'name="limit_reason"' in office.get(page, asked).content.decode()
    move = reverse("timetable:slot_move", args=[slot.public_id])
    posted = asked | {"room": str(slot.room.public_id)}
    assert office.post(move, posted).status_code == 409
    assert office.post(move, posted | {"limit_reason": "本人同意"}).status_code == 302
    assert "超出上限：本人同意" in office.get(page).content.decode()
    board = {"version": str(draft.public_id), "kind": "room", "of": str(slot.room.public_id)}
    assert "超出上限：本人同意" in office.get(reverse("timetable:board"), board).content.decode()


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
