"""Limits of a day and a week, and ways between campuses, when a published timetable changes."""

import datetime
from typing import Any

import pytest
from django.utils import timezone

from courses.changes.domain import ChangeRefused, free_times, substitutes_for
from courses.changes.domain.ordered import Ordered, order_changes
from courses.changes.domain.repair import Trouble, apply_repair, proposals_of, propose_repair
from courses.timetable.domain.bells import read_period, set_bell_schedule
from courses.timetable.domain.booking import book, bookings_of
from courses.timetable.domain.travel import set_travel
from courses.timetable.domain.wishing import set_limit
from courses.timetable.models import Meeting, Room
from courses.timetable.solver.repair.problem import Emphasis, Kind
from tests.factories.changes import DAY, Published
from tests.factories.institutions import CampusFactory
from tests.factories.teaching import TeachingClassFactory
from tests.factories.timetable import MeetingFactory, RoomFactory


def named(world: Published) -> Meeting:
    found: Meeting = (
        Meeting.objects.with_names()
        .select_related("term__institution", "institution")
        .get(pk=world.meeting.pk)
    )
    return found


def also(world: Published, date: datetime.date, first_period: int, **fields: object) -> Meeting:
    """Another class of the instructor."""
    return world.add_meeting(
        date,
        first_period=first_period,
        **{"teaching_class": world.add_class(), "room": world.other_room} | fields,  # type: ignore[arg-type]
    )


def dates_offered(world: Published) -> set[datetime.date]:
    return {time.date for time in free_times(named(world), most=1000, a_day=20)}


def rooms_offered(world: Published, on: datetime.date) -> dict[int, Room]:
    """By first period."""
    times = free_times(named(world), most=1000, a_day=20)
    return {time.first_period: time.room for time in times if time.date == on}


def limited(world: Published, staff: object, *, day: int | None, week: int | None) -> None:
    set_limit(world.term, staff, most_per_day=day, most_per_week=week, by=None)  # type: ignore[arg-type]


def far_room(world: Published, minutes: int) -> Room:
    """On a campus so many minutes away."""
    room: Room = RoomFactory(campus=CampusFactory(institution=world.institution), name="丙303")
    pair = sorted((room.campus_id, world.room.campus_id))
    set_travel(world.institution, minutes={(pair[0], pair[1]): minutes}, by=None)
    return room


# --- Other times --------------------------------------------------------------------------------
def test_day_that_is_full_has_no_times(world: Published) -> None:
    day = world.meeting.date + DAY
    also(world, day, 5)
    assert day in dates_offered(world)
    limited(world, world.instructor, day=3, week=None)
    assert day not in dates_offered(world)
    assert world.meeting.date in dates_offered(world), "its own day holds it already"


def test_week_that_is_full_has_no_times_but_for_what_is_taught_in_it(world: Published) -> None:
    also(world, world.meeting.date + 7 * DAY, 5)
    limited(world, world.instructor, day=2, week=3)
    monday = world.meeting.date - world.meeting.date.weekday() * DAY
    offered = dates_offered(world)
    assert {on for on in offered if monday <= on < monday + 7 * DAY}
    assert not {on for on in offered if monday + 7 * DAY <= on < monday + 14 * DAY}


def test_next_to_a_class_on_another_campus_only_its_rooms_are_offered(world: Published) -> None:
    day = world.meeting.date + DAY
    room = far_room(world, 60)
    also(world, day, 3, room=room)
    # The bells leave 10 to 20 minutes between the first two double periods, hours until the fourth.
    offered = rooms_offered(world, day)
    assert (offered[1], offered[7]) == (room, world.room)


# --- Substitutes --------------------------------------------------------------------------------
def substitutes(world: Published) -> list[object]:
    return [one.staff for one in substitutes_for([named(world)])]


def test_substitute_at_the_limit_is_not_offered_and_refused_with_figures(
    world: Published,
) -> None:
    also(world, world.meeting.date, 5, instructor=world.colleague)
    assert substitutes(world) == [world.colleague]
    limited(world, world.colleague, day=3, week=None)
    assert substitutes(world) == []
    with pytest.raises(ChangeRefused, match=r"4 节.*3 节"):
        world.ask(substitute=world.colleague)


def test_substitute_of_several_weeks_needs_room_in_each(world: Published) -> None:
    later = world.add_meeting(world.meeting.date + 7 * DAY)
    also(world, later.date + DAY, 5, instructor=world.colleague)
    limited(world, world.colleague, day=None, week=3)
    both = list(
        Meeting.objects.filter(pk__in=[world.meeting.pk, later.pk])
        .with_names()
        .select_related("term__institution")
    )
    assert substitutes(world) == [world.colleague]
    assert substitutes_for(both) == []


def test_substitute_on_another_campus_just_before_is_not_offered(world: Published) -> None:
    room = far_room(world, 60)
    also(world, world.meeting.date, 3, room=room, instructor=world.colleague)
    assert substitutes(world) == []
    with pytest.raises(ChangeRefused, match="60 分钟"):
        world.ask(substitute=world.colleague)


def test_another_room_on_a_campus_too_far_is_refused(world: Published) -> None:
    room = far_room(world, 60)
    also(world, world.meeting.date, 3)
    with pytest.raises(ChangeRefused, match=world.other_room.campus.name):
        world.ask("room", room=Room.objects.select_related("campus").get(pk=room.pk))


def test_class_on_the_same_campus_is_taken_and_not_too_far(world: Published) -> None:
    far_room(world, 60)
    also(world, world.meeting.date + DAY, 3)
    with pytest.raises(ChangeRefused) as refused:
        world.ask("move", date=world.meeting.date + DAY, first_period=3, room=world.room)
    assert not [one for one in refused.value.sentences if "分钟" in one]


# --- Repairs ------------------------------------------------------------------------------------
def test_repair_keeps_to_the_limits_of_substitutes(world: Published) -> None:
    trouble = Trouble(world.meeting.date, world.meeting.date, staff=world.instructor)
    also(world, world.meeting.date, 5, instructor=world.colleague)
    before = propose_repair(world.term, trouble, reason="住院", by=world.office)
    assert proposals_of(before)[0].lines[0].kind == Kind.SUBSTITUTE
    limited(world, world.colleague, day=3, week=None)
    with pytest.raises(ChangeRefused, match="4 节"):
        apply_repair(before, emphasis=Emphasis.SAME_TIMES, by=world.office)
    # Asking again replaces what nobody took.
    after = propose_repair(world.term, trouble, reason="住院", by=world.office)
    assert proposals_of(after)[0].lines[0].kind == Kind.TIME


def test_repair_keeps_to_ways_between_campuses(world: Published) -> None:
    trouble = Trouble(world.meeting.date, world.meeting.date, staff=world.instructor)
    room = far_room(world, 60)
    also(world, world.meeting.date, 3, room=room, instructor=world.colleague)
    repair = propose_repair(world.term, trouble, reason="住院", by=world.office)
    assert proposals_of(repair)[0].lines[0].kind == Kind.TIME


# --- Clocks that overlap ------------------------------------------------------------------------
def overlapping_room(world: Published) -> Room:
    """On a campus whose third period goes on while the first ones of the others do; of the minutes
    between, nothing is said."""
    campus = CampusFactory(institution=world.institution)
    early = ("05:00-05:40", "05:50-06:30", "08:10-08:50", "09:00-09:40")
    set_bell_schedule(
        world.institution,
        name="分校",
        valid_from=world.term.first_monday,
        campus=campus,
        periods=[read_period(each) for each in early],
        by=None,
    )
    room: Room = RoomFactory(campus=campus, name="丙303")
    return room


def early_meeting(world: Published, **fields: Any) -> Meeting:
    """Periods 3–4 there, 8:10 to 9:40, on the day of the meeting."""
    teaching_class = fields.setdefault("teaching_class", world.add_class())
    made: Meeting = MeetingFactory(
        date=world.meeting.date + DAY,
        week=world.meeting.week,
        first_period=3,
        starts_at=world.meeting.starts_at + DAY + datetime.timedelta(minutes=10),
        ends_at=world.meeting.starts_at + DAY + datetime.timedelta(minutes=100),
        room=overlapping_room(world),
        **fields,
    )
    book(bookings_of(made, teaching_class.administrative_classes.values_list("pk", flat=True)))
    return made


def class_of_the_students(world: Published) -> Any:
    """Another class that they take."""
    group = world.teaching_class.administrative_classes.get()
    return TeachingClassFactory(
        term=world.term, outline=world.teaching_class.outline, administrative_classes=[group]
    )


def test_move_into_another_campus_class_of_the_instructor_is_refused(world: Published) -> None:
    other = early_meeting(world, instructor=world.instructor)
    assert rooms_offered(world, other.date)[1] == other.room
    with pytest.raises(ChangeRefused, match=other.room.campus.name):
        world.ask("move", date=other.date, first_period=1, room=world.room)


def test_move_into_another_campus_class_of_the_students_is_refused(world: Published) -> None:
    other = early_meeting(world, teaching_class=class_of_the_students(world))
    with pytest.raises(ChangeRefused, match=f"08:10–09:40.*{other.room.campus.name}"):
        world.ask("move", date=other.date, first_period=1, room=world.room)


def test_move_on_one_campus_beside_a_class_of_the_students_is_no_clash(world: Published) -> None:
    other = class_of_the_students(world)
    world.add_meeting(
        world.meeting.date + DAY, first_period=3, teaching_class=other, room=world.room
    )
    assert world.ask("move", date=world.meeting.date + DAY, first_period=1, room=world.room)


def test_change_that_nothing_stood_against_is_refused_by_the_clocks_in_the_end(
    world: Published,
) -> None:
    """Two meetings of the same students change in one act; neither stood where it comes."""
    first = early_meeting(world, teaching_class=class_of_the_students(world))
    date = first.date + DAY
    ordered = [
        Ordered(
            meeting.pk,
            meeting.instructor_id,
            date=date,
            first_period=period,
            room=meeting.room_id,
        )
        for meeting, period in ((world.meeting, 1), (first, 3))
    ]
    with pytest.raises(ChangeRefused, match=r"08:00–09:40.*08:10–09:40"):
        order_changes(
            world.institution.pk,
            ordered,
            reason="培训",
            citation="计划",
            now=timezone.now(),
            by=None,
        )
    assert not Meeting.objects.filter(date=date).exists()


def test_room_on_another_campus_brings_its_bells(world: Published) -> None:
    room = overlapping_room(world)
    change = world.ask("room", room=Room.objects.select_related("campus").get(pk=room.pk)).changes
    after = change.get().after
    assert (after["starts"], after["ends"]) == ("05:00", "06:30")
