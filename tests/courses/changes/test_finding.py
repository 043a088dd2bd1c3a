"""Free times, substitutes and rooms: who is free is true, and the best stand first."""

import datetime
from typing import Any

import pytest

from courses.changes.domain import decide, free_rooms, free_times, substitutes_for
from courses.institutions.enums import StaffKind
from courses.timetable.domain.booking import book, bookings_of
from courses.timetable.domain.free_weeks import keep_weeks_free
from courses.timetable.domain.scheduling_rules import load_scheduling_rules
from courses.timetable.models import CalendarDay, Meeting
from tests.factories.changes import DAY, Published
from tests.factories.institutions import (
    CampusFactory,
    StaffMemberFactory,
    StaffPeriodFactory,
)
from tests.factories.qualifications import TeachingRuleFactory
from tests.factories.teaching import EnrolmentFactory
from tests.factories.timetable import RoomFactory


def named(world: Published) -> Meeting:
    found: Meeting = (
        Meeting.objects.with_names()
        .select_related("term__institution", "institution")
        .get(pk=world.meeting.pk)
    )
    return found


def all_times(world: Published) -> set[tuple[datetime.date, int]]:
    times = free_times(named(world), most=1000, a_day=20)
    return {(time.date, time.first_period) for time in times}


def take(world: Published, date: datetime.date, first_period: int, **fields: Any) -> Meeting:
    """A meeting of another class, in another room and by somebody else unless told otherwise."""
    if "teaching_class" not in fields:
        fields["teaching_class"] = world.add_class()
    if "room" not in fields:
        fields["room"] = RoomFactory(campus=world.room.campus, capacity=200)
    if "instructor" not in fields:
        fields["instructor"] = StaffMemberFactory(institution=world.institution)
    return world.add_meeting(date, first_period=first_period, **fields)


def test_first_time_is_the_same_day_and_room_with_the_reasons_said(world: Published) -> None:
    best = free_times(named(world))[0]
    assert (best.date, best.first_period, best.room) == (world.meeting.date, 3, world.room)
    assert {"同一周", "同一星期几", "原教室"} <= set(best.reasons)


def test_cancelled_meeting_can_take_place_at_the_time_it_had(world: Published) -> None:
    assert (world.meeting.date, world.meeting.first_period) not in all_times(world)
    request = world.ask("cancel")
    decide(request, agreed=True, as_office=True, by=world.office)
    best = free_times(named(world))[0]
    assert (best.date, best.first_period) == (world.meeting.date, world.meeting.first_period)
    assert best.reasons[0] == "原定时间"
    made = world.ask(
        "make_up", meeting=named(world), date=best.date, first_period=1, room=best.room
    )
    decide(made, agreed=True, as_office=True, by=world.office)
    again = made.changes.get().made
    assert again is not None
    assert (again.date, again.first_period) == (world.meeting.date, world.meeting.first_period)


def test_time_at_which_the_instructor_teaches_is_no_time(world: Published) -> None:
    assert (world.meeting.date, 3) in all_times(world)
    take(world, world.meeting.date, 3, instructor=world.instructor)
    assert (world.meeting.date, 3) not in all_times(world)


def test_time_at_which_an_administrative_class_sits_elsewhere_is_no_time(
    world: Published,
) -> None:
    other = world.add_class()
    other.administrative_classes.set(world.teaching_class.administrative_classes.all())
    take(world, world.meeting.date, 3, teaching_class=other)
    assert (world.meeting.date, 3) not in all_times(world)


def test_taken_room_is_replaced_by_another(world: Published) -> None:
    take(world, world.meeting.date, 3, room=world.room)
    times = free_times(named(world), most=1000, a_day=20)
    best = next(time for time in times if (time.date, time.first_period) == (world.meeting.date, 3))
    assert best.room == world.other_room
    assert "同校区" in best.reasons


def test_rooms_without_enough_seats_are_not_offered(world: Published) -> None:
    EnrolmentFactory(teaching_class=world.teaching_class)
    for room in (world.room, world.other_room):
        room.capacity = 1
        room.save()
    assert free_times(named(world)) == []


def test_weeks_that_students_keep_free_have_no_times(world: Published) -> None:
    group = world.teaching_class.administrative_classes.get()
    week = world.meeting.week + 1
    dates = {world.term.first_monday + (7 * (week - 1) + number) * DAY for number in range(7)}
    offered = {on for on, _period in all_times(world)}
    assert dates & offered
    keep_weeks_free(
        world.term, weeks=1 << (week - 1), reason="求职", entry_year=group.entry_year, by=None
    )
    assert {on for on, _period in all_times(world)} == offered - dates


def test_times_that_the_rule_keeps_free_come_last_and_say_so(world: Published) -> None:
    offered = all_times(world)
    load_scheduling_rules()
    times = free_times(named(world), most=1000, a_day=20)
    # The shipped example: evenings of workdays, afternoons of Tuesday and Thursday.
    kept = [
        (on := time.date.isoweekday()) <= 5
        and (time.first_period >= 9 or (on in (2, 4) and time.first_period >= 5))
        for time in times
    ]
    assert {(time.date, time.first_period) for time in times} == offered
    assert any(kept)
    assert kept == sorted(kept)
    assert kept == ["学校规定不排课的时间" in time.reasons for time in times]


def test_holidays_are_no_days_to_teach(world: Published) -> None:
    day = world.meeting.date + DAY
    assert any(on == day for on, _period in all_times(world))
    CalendarDay.objects.create(
        term=world.term, institution=world.institution, date=day, kind="holiday"
    )
    assert not any(on == day for on, _period in all_times(world))


def test_day_on_which_the_instructor_may_not_teach_is_left_out(world: Published) -> None:
    day = world.meeting.date + DAY
    world.instructor.periods.update(valid_to=day)
    assert max(on for on, _period in all_times(world)) == world.meeting.date
    StaffPeriodFactory(staff=world.instructor, valid_from=day)
    assert max(on for on, _period in all_times(world)) > day


def test_another_campus_comes_after_the_same(world: Published) -> None:
    far = RoomFactory(campus=CampusFactory(institution=world.institution), capacity=110)
    take(world, world.meeting.date, 3, room=world.room)
    take(world, world.meeting.date, 3, room=world.other_room)
    times = free_times(named(world), most=1000, a_day=20)
    costs = {(time.date, time.first_period): time for time in times}
    at_three = costs[world.meeting.date, 3]
    assert (at_three.room, "其他校区" in at_three.reasons) == (far, True)
    assert at_three.cost > costs[world.meeting.date, 5].cost


def test_every_offered_time_can_really_be_booked(world: Published) -> None:
    """The constraint of the database agrees with the search, time by time."""
    take(world, world.meeting.date, 3, instructor=world.instructor)
    take(world, world.meeting.date + DAY, 1, room=world.room)
    groups = list(world.teaching_class.administrative_classes.values_list("pk", flat=True))
    times = free_times(named(world), most=1000, a_day=20)
    assert times
    for time in times:
        made = Meeting(
            pk=world.meeting.pk,
            date=time.date,
            first_period=time.first_period,
            periods=2,
            room=time.room,
            instructor=world.instructor,
            teaching_class=world.teaching_class,
        )
        world.meeting.bookings.all().delete()
        book(bookings_of(made, groups))


def test_free_times_ask_as_much_whatever_is_booked(
    world: Published, django_assert_num_queries: Any
) -> None:
    meeting = named(world)
    with django_assert_num_queries(17):
        free_times(meeting)
    for n in (3, 5, 7):
        take(world, world.meeting.date, n, room=world.room)
    with django_assert_num_queries(17):
        free_times(meeting)


# --- Substitutes -------------------------------------------------------------------------------
def names(world: Published) -> list[str]:
    return [one.staff.name for one in substitutes_for([named(world)])]


def test_substitute_is_free_and_qualified(world: Published) -> None:
    TeachingRuleFactory(staff_kind=StaffKind.PART_TIME_TEACHER)
    StaffMemberFactory(institution=world.institution, name="无证", kind=StaffKind.PART_TIME_TEACHER)
    busy = StaffMemberFactory(institution=world.institution, name="有课")
    take(world, world.meeting.date, 1, instructor=busy)
    StaffMemberFactory(name="外校")
    assert names(world) == [world.colleague.name]


def test_substitutes_of_the_same_department_come_first_then_the_least_load(
    world: Published,
) -> None:
    idle, near = (
        StaffMemberFactory(institution=world.institution, name=name) for name in ("空闲", "同院")
    )
    for staff in (world.instructor, near):
        staff.department = world.department
        staff.save()
    for staff in (world.colleague, near):
        take(world, world.meeting.date, 5, instructor=staff)
    assert names(world) == [near.name, idle.name, world.colleague.name]


def test_substitute_says_load_and_department(world: Published) -> None:
    take(world, world.meeting.date, 5, instructor=world.colleague)
    take(world, world.meeting.date + 7 * DAY, 5, instructor=world.colleague)
    (choice,) = [one for one in substitutes_for([named(world)]) if one.staff == world.colleague]
    assert choice.reasons == ["该周 2 节", "本学期 4 节"]


def test_substitutes_ask_as_much_whatever_the_number(
    world: Published, django_assert_num_queries: Any
) -> None:
    meeting = named(world)
    with django_assert_num_queries(11):
        assert len(substitutes_for([meeting])) == 1
    for _n in range(2):
        StaffMemberFactory(institution=world.institution)
    with django_assert_num_queries(11):
        assert len(substitutes_for([meeting])) == 3


# --- Rooms -------------------------------------------------------------------------------------
def test_free_room_is_the_smallest_of_the_same_campus(world: Published) -> None:
    small = RoomFactory(campus=world.room.campus, capacity=30)
    far = RoomFactory(campus=CampusFactory(institution=world.institution), capacity=20)
    found = [one.room for one in free_rooms([named(world)])]
    assert found == [small, world.other_room, far]


def test_taken_room_is_not_offered(world: Published) -> None:
    take(world, world.meeting.date, 1, room=world.other_room)
    assert free_rooms([named(world)]) == []


def test_rooms_ask_as_much_whatever_the_number(
    world: Published, django_assert_num_queries: Any
) -> None:
    meeting = named(world)
    with django_assert_num_queries(6):
        free_rooms([meeting])
    RoomFactory(campus=world.room.campus)
    RoomFactory(campus=world.room.campus)
    with django_assert_num_queries(6):
        assert len(free_rooms([meeting])) == 3


@pytest.mark.parametrize("weeks", [1, 4])
def test_search_ends_so_many_weeks_after_the_meeting(world: Published, weeks: int) -> None:
    times = free_times(named(world), weeks=weeks, most=1000, a_day=20)
    assert max(time.date for time in times) == world.meeting.date + weeks * 7 * DAY


# --- Rooms of a kind ---------------------------------------------------------------------------
def ask_for(world: Published, **needs: Any) -> None:
    world.teaching_class.room_kind = needs.get("room_kind", "")
    world.teaching_class.equipment = needs.get("equipment", [])
    world.teaching_class.save()


def test_class_that_asks_for_a_kind_is_offered_no_other_room(world: Published) -> None:
    lab = RoomFactory(campus=world.room.campus, kind="机房", capacity=200)
    ask_for(world, room_kind="机房")
    assert [one.room for one in free_rooms([named(world)])] == [lab]
    take(world, world.meeting.date, 3, room=world.room)
    times = free_times(named(world), most=1000, a_day=20)
    at_three = next(one for one in times if (one.date, one.first_period) == (world.meeting.date, 3))
    assert at_three.room == lab


def test_class_that_asks_for_equipment_is_offered_rooms_that_have_all(world: Published) -> None:
    RoomFactory(campus=world.room.campus, equipment=["投影"])
    full = RoomFactory(campus=world.room.campus, equipment=["投影", "耳机", "白板"])
    ask_for(world, equipment=["投影", "耳机"])
    assert [one.room for one in free_rooms([named(world)])] == [full]


def test_class_keeps_its_present_room_though_it_is_of_another_kind(world: Published) -> None:
    ask_for(world, room_kind="机房")
    assert {one.room for one in free_times(named(world), most=1000)} == {world.room}
