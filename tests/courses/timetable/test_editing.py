"""The office edits a draft: looks, moves, locks, and has the rest solved."""

import re

import pytest
from django.urls import reverse

from courses.institutions.enums import RoleKind
from courses.timetable.domain.building import build_timetable
from courses.timetable.domain.drafts import copy_version, move_slot, set_lock
from courses.timetable.domain.publication import publish
from courses.timetable.domain.refusal import TimetableRefused
from courses.timetable.domain.scheduling_rules import load_scheduling_rules
from courses.timetable.domain.slot_places import place_at, places_of
from courses.timetable.domain.version_problem import problem_of
from courses.timetable.models import TimetableVersion
from courses.timetable.weeks import even_weeks, every_week, odd_weeks
from media.jobs.models import Job
from tests.courses.timetable.terms import make_class, make_slot, make_term, make_version
from tests.factories.institutions import InstitutionFactory
from tests.factories.teaching import EnrolmentFactory
from tests.factories.timetable import RoomFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def term(institution):
    """Two classes, two rooms."""
    return make_term(institution, classes=2)


@pytest.fixture
def draft(term):
    """Both classes on Monday, periods 1–2, in a room each."""
    version = make_version(term)
    for teaching_class, room in zip(
        term.teaching_classes.order_by("pk"), term.institution.rooms.order_by("pk"), strict=True
    ):
        make_slot(version, teaching_class, room=room)
    return version


@pytest.fixture
def slot(draft):
    return draft.slots.order_by("pk").first()


@pytest.fixture
def other(draft):
    return draft.slots.order_by("pk").last()


def place(slot, weekday, first_period):
    return place_at(slot, problem_of(slot.version), weekday=weekday, first_period=first_period)


def move(slot, weekday, first_period, room=None):
    return move_slot(slot, weekday=weekday, first_period=first_period, room=room or slot.room)


def test_free_place_offers_the_present_room_first(slot):
    found = place(slot, 2, 3)
    assert found.is_possible
    assert found.rooms[0] == slot.room


def test_place_where_the_instructor_teaches_names_the_other_class(slot, other):
    other.instructor = slot.instructor
    other.weekday, other.first_period = 3, 2
    other.save()
    (clash,) = place(slot, 3, 1).clashes
    assert clash == (
        f"{slot.instructor.name}在1–16周有{other.teaching_class.course.name} "
        f"{other.teaching_class.code}。"
    )


def test_place_where_a_class_sits_elsewhere_clashes(slot, other):
    shared = slot.teaching_class.administrative_classes.first()
    other.teaching_class.administrative_classes.add(shared)
    other.weekday = 4
    other.save()
    assert shared.name in place(slot, 4, 1).clashes[0]


def test_odd_and_even_weeks_do_not_clash(slot, other):
    slot.weeks = odd_weeks(1, 16)
    slot.save()
    other.instructor, other.weekday, other.weeks = slot.instructor, 4, even_weeks(1, 16)
    other.save()
    assert place(slot, 4, 1).is_possible


def test_room_that_is_taken_is_not_offered(slot, other):
    other.weekday = 4
    other.save()
    assert other.room not in place(slot, 4, 1).rooms


def test_place_without_a_free_room_says_so(slot, other):
    slot.teaching_class.campus = slot.room.campus
    slot.teaching_class.save()
    other.weekday, other.room = 4, slot.room
    other.save()
    slot.institution.rooms.exclude(pk=slot.room.pk).update(capacity=1)
    EnrolmentFactory.create_batch(2, teaching_class=slot.teaching_class)
    assert place(slot, 4, 1).clashes == ["没有合适的空教室。"]


def test_cost_tells_that_a_plan_gets_less_even(slot):
    assert place(slot, 3, 1).cost < 0
    assert place(slot, 1, 3).cost == 0


def test_every_place_of_the_week_is_judged(slot):
    places = places_of(slot, problem_of(slot.version))
    assert len({(p.weekday, p.first_period) for p in places}) == len(places)
    assert [p.is_present for p in places].count(True) == 1


def test_move_keeps_the_draft_right(slot):
    move(slot, 2, 3)
    slot.refresh_from_db()
    assert (slot.weekday, slot.first_period) == (2, 3)


def test_move_to_a_day_with_holidays_goes_on_for_longer(slot):
    """Thursdays lose 1 October, which nobody makes up."""
    slot.weeks = every_week(1, 8)
    slot.save()
    move(slot, 4, 3)
    slot.refresh_from_db()
    assert slot.weeks == every_week(1, 9)


def test_move_onto_a_clash_is_refused_and_changes_nothing(slot, other):
    other.instructor, other.weekday = slot.instructor, 3
    other.save()
    with pytest.raises(TimetableRefused, match=slot.instructor.name):
        move(slot, 3, 1)
    slot.refresh_from_db()
    assert slot.weekday == 1


def test_move_into_a_taken_room_is_refused(slot, other):
    other.weekday = 3
    other.save()
    with pytest.raises(TimetableRefused, match=other.room.name):
        move(slot, 3, 1, room=other.room)


def test_locked_slot_is_not_moved(slot):
    set_lock(slot, locked=True)
    with pytest.raises(TimetableRefused, match="锁定"):
        move(slot, 2, 3)


def test_published_version_is_not_edited(slot, draft):
    publish(draft, by=None)
    with pytest.raises(TimetableRefused, match="草稿"):
        move(slot, 2, 3)


def test_copy_is_a_draft_with_the_same_slots_and_locks(slot, draft, sign_in):
    set_lock(slot, locked=True)
    publish(draft, by=None)
    copy = copy_version(draft, by=sign_in(RoleKind.TEACHING_OFFICE).user)
    fields = ("teaching_class", "weekday", "first_period", "weeks", "room", "instructor", "locked")
    assert sorted(copy.slots.values_list(*fields)) == sorted(draft.slots.values_list(*fields))
    assert (copy.number, copy.state) == (2, "draft")


def test_search_around_a_draft_leaves_locked_times(slot, draft, term):
    move(slot, 5, 3)
    set_lock(slot, locked=True)
    built = build_timetable(term, seconds=5, workers=1, around=draft, by=None)
    kept = built.slots.get(teaching_class=slot.teaching_class)
    assert (kept.weekday, kept.first_period, kept.room, kept.locked) == (5, 3, slot.room, True)
    assert built.slots.count() == 2
    assert built.slots.filter(locked=True).count() == 1


def test_lock_may_lie_in_a_time_kept_free_from_the_others(slot, draft, term):
    move(slot, 5, 9)
    set_lock(slot, locked=True)
    built = build_timetable(
        term, seconds=5, workers=1, keep_free=[(5, "evening")], around=draft, by=None
    )
    assert built.slots.get(teaching_class=slot.teaching_class).first_period == 9


def test_locks_that_contradict_each_other_are_named(slot, other, draft, term):
    other.room = slot.room
    other.save()
    for locked in (slot, other):
        set_lock(locked, locked=True)
    codes = "、".join(sorted((slot.teaching_class.code, other.teaching_class.code)))
    with pytest.raises(TimetableRefused, match=rf"{re.escape(codes)}.*{slot.room.name}"):
        build_timetable(term, seconds=5, workers=1, around=draft, by=None)
    assert TimetableVersion.objects.count() == 1


def test_lock_of_a_class_without_an_instructor_is_named(slot, draft, term):
    set_lock(slot, locked=True)
    slot.teaching_class.assignments.all().delete()
    with pytest.raises(TimetableRefused, match=re.escape(slot.teaching_class.code)):
        build_timetable(term, seconds=5, workers=1, around=draft, by=None)


def url(name, row):
    return reverse(f"timetable:{name}", kwargs={"public_id": row.public_id})


@pytest.fixture
def office(sign_in):
    return sign_in(RoleKind.TEACHING_OFFICE)


def test_page_says_what_a_place_costs_and_offers_rooms(office, slot):
    answer = office.get(url("slot", slot), {"weekday": "3", "first_period": "5"})
    text = answer.content.decode()
    assert "移到周三第5节开始？" in text
    assert slot.room.name in text


def test_page_ignores_a_place_that_does_not_exist(office, slot):
    answer = office.get(url("slot", slot), {"weekday": "9", "first_period": "abc"})
    assert answer.status_code == 200
    assert "slot-asked" not in answer.content.decode()


def test_page_moves(office, slot):
    fields = {"weekday": "3", "first_period": "5", "room": str(slot.room.public_id)}
    office.post(url("slot_move", slot), fields)
    slot.refresh_from_db()
    assert (slot.weekday, slot.first_period) == (3, 5)


def test_page_says_why_a_move_is_refused(office, slot, other):
    other.instructor, other.weekday, other.first_period = slot.instructor, 3, 5
    other.save()
    fields = {"weekday": "3", "first_period": "5", "room": str(slot.room.public_id)}
    answer = office.post(url("slot_move", slot), fields)
    assert answer.status_code == 409
    assert other.teaching_class.code in answer.content.decode()


def test_page_locks_and_unlocks(office, slot):
    office.post(url("slot_lock", slot), {"locked": "1"})
    slot.refresh_from_db()
    assert slot.locked
    office.post(url("slot_lock", slot), {"locked": "0"})
    slot.refresh_from_db()
    assert not slot.locked


def test_board_of_a_draft_leads_to_its_weekly_times(office, slot, draft):
    asked = {"version": str(draft.public_id), "kind": "room", "of": str(slot.room.public_id)}
    text = office.get(reverse("timetable:board"), asked).content.decode()
    assert f'data-slot="{url("slot", slot)}"' in text
    assert 'draggable="true"' in text


def test_board_of_a_published_version_is_not_edited(office, slot, draft):
    publish(draft, by=None)
    asked = {"version": str(draft.public_id), "kind": "room", "of": str(slot.room.public_id)}
    text = office.get(reverse("timetable:board"), asked).content.decode()
    assert "draggable" not in text


def test_room_of_another_institution_is_out_of_reach(office, slot):
    room = RoomFactory(campus__institution=InstitutionFactory())
    fields = {"weekday": "3", "first_period": "5", "room": str(room.public_id)}
    assert office.post(url("slot_move", slot), fields).status_code == 422
    slot.refresh_from_db()
    assert slot.weekday == 1


def test_solving_the_rest_makes_another_draft(office, slot, draft, run_jobs):
    set_lock(slot, locked=True)
    with run_jobs():
        office.post(url("version_solve", draft), {"seconds": "5"})
    built = TimetableVersion.objects.get(number=2)
    assert built.slots.filter(locked=True).get().teaching_class == slot.teaching_class


def test_search_time_out_of_range_starts_nothing(office, draft):
    office.post(url("version_solve", draft), {"seconds": "100000"})
    assert not Job.objects.exists()


def test_page_takes_the_same_queries_for_two_classes_and_four(
    office, term, draft, slot, django_assert_max_num_queries
):
    office.get(url("slot", slot))
    with django_assert_max_num_queries(21):
        office.get(url("slot", slot))
    for weekday in (2, 3):
        make_slot(draft, make_class(term), weekday=weekday, weeks=every_week(1, 3))
    with django_assert_max_num_queries(21):
        office.get(url("slot", slot))


def test_place_kept_free_or_across_a_break_is_told_and_not_refused(slot, sign_in):
    slot.version.solver_report = {"keep_free": [[2, "afternoon"]]}
    slot.version.save()
    assert place(slot, 3, 3).advice == []
    (kept_free,) = place(slot, 2, 5).advice
    assert kept_free == "周二下午为不排课时段。"
    (across,) = place(slot, 3, 4).advice
    assert across == "将跨越上午、下午或晚上之间的休息时间。"
    text = (
        sign_in("office")
        .get(reverse("timetable:slot", args=[slot.public_id]), {"weekday": 2, "first_period": 5})
        .content.decode()
    )
    assert kept_free in text
    move(slot, 2, 5)
    slot.refresh_from_db()
    assert (slot.weekday, slot.first_period) == (2, 5)


def test_place_of_a_draft_that_no_search_made_is_held_against_the_rule(slot):
    load_scheduling_rules()
    assert slot.version.solver_report == {}
    assert place(slot, 2, 5).advice == ["周二下午为不排课时段。"]
    assert place(slot, 3, 5).advice == []
