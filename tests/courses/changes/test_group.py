"""A whole day in one act: previewed, all or nothing."""

import datetime

import pytest
from django.utils import timezone

from courses.changes.domain import ChangeRefused, GroupPlan, change_group, preview_group
from courses.changes.models import GroupChange, MeetingChange
from courses.timetable.domain.free_weeks import keep_weeks_free
from courses.timetable.domain.travel import set_travel
from courses.timetable.domain.wishing import set_limit
from courses.timetable.enums import MeetingStatus
from courses.timetable.models import Booking, CalendarDay, Meeting
from tests.factories.changes import DAY, Published
from tests.factories.institutions import CampusFactory
from tests.factories.timetable import RoomFactory


def storm(world: Published, **values: object) -> GroupPlan:
    given = {"date": world.meeting.date, "action": "move", "target": world.meeting.date + 4 * DAY}
    return GroupPlan(**given | values)  # type: ignore[arg-type]


def second(world: Published, **fields: object) -> Meeting:
    """Another class's meeting at the same time."""
    return world.add_meeting(
        world.meeting.date,
        **{  # type: ignore[arg-type]
            "teaching_class": world.add_class(),
            "instructor": world.colleague,
            "room": world.other_room,
        }
        | fields,
    )


def test_all_meetings_of_the_day_move_with_room_and_periods(world: Published) -> None:
    second(world)
    plan = storm(world)
    act = change_group(world.term, plan, reason="暴雨", by=world.office)
    assert act.changes.count() == 2
    moved = Meeting.objects.filter(date=plan.target).values_list("first_period", "room")
    assert set(moved) == {(1, world.room.pk), (1, world.other_room.pk)}
    assert set(Booking.objects.values_list("date", flat=True)) == {plan.target}
    world.meeting.refresh_from_db()
    starts = timezone.localtime(world.meeting.starts_at)
    assert (starts.date(), f"{starts:%H:%M}") == (plan.target, "08:00")


def test_cancelled_day_leaves_the_hours_owed(world: Published) -> None:
    plan = storm(world, action="cancel", target=None)
    preview = preview_group(world.term, plan)
    assert (len(preview.lines), preview.hours) == (1, 2)
    change_group(world.term, plan, reason="暴雨", by=world.office)
    world.meeting.refresh_from_db()
    assert world.meeting.status == MeetingStatus.CANCELLED
    assert not Booking.objects.exists()


def test_one_clash_stops_all_and_is_named_in_the_preview(world: Published) -> None:
    other = second(world)
    plan = storm(world)
    assert plan.target is not None
    world.add_meeting(plan.target, teaching_class=world.add_class(), instructor=world.colleague)
    preview = preview_group(world.term, plan)
    problems = {
        line.change.meeting_id: [one.sentence for one in line.problems] for line in preview.lines
    }
    assert not preview.is_possible
    assert world.room.name in problems[world.meeting.pk][0]
    assert world.colleague.name in problems[other.pk][0]
    with pytest.raises(ChangeRefused):
        change_group(world.term, plan, reason="暴雨", by=world.office)
    assert set(Meeting.objects.filter(date=world.meeting.date)) == {world.meeting, other}
    assert not GroupChange.objects.exists()
    assert not MeetingChange.objects.exists()


def test_held_meeting_stays(world: Published) -> None:
    held = second(world)
    Meeting.objects.filter(pk=held.pk).update(status=MeetingStatus.HELD)
    assert preview_group(world.term, storm(world)).held == 1
    change_group(world.term, storm(world), reason="暴雨", by=world.office)
    held.refresh_from_db()
    assert held.date == storm(world).date


def test_act_on_a_campus_leaves_the_others(world: Published) -> None:
    far = second(world, room=RoomFactory(campus=CampusFactory(institution=world.institution)))
    change_group(world.term, storm(world, campus=world.room.campus), reason="停电", by=None)
    far.refresh_from_db()
    assert far.date == storm(world).date


def test_act_from_a_period_leaves_what_is_before(world: Published) -> None:
    later = second(world, first_period=5)
    preview = preview_group(world.term, storm(world, from_period=5))
    assert [line.change.meeting_id for line in preview.lines] == [later.pk]


@pytest.mark.parametrize("days", [0, -400])
def test_target_that_is_the_same_day_or_past_is_refused(world: Published, days: int) -> None:
    with pytest.raises(ChangeRefused):
        preview_group(world.term, storm(world, target=world.meeting.date + days * DAY))


def test_holiday_is_no_target(world: Published) -> None:
    target: datetime.date = world.meeting.date + 4 * DAY
    CalendarDay.objects.create(
        term=world.term, institution=world.institution, date=target, kind="holiday"
    )
    with pytest.raises(ChangeRefused, match=target.isoformat()):
        preview_group(world.term, storm(world))


def test_day_without_meetings_is_refused(world: Published) -> None:
    with pytest.raises(ChangeRefused):
        change_group(world.term, storm(world, date=world.meeting.date + DAY), reason="无", by=None)


def next_week(world: Published, **values: object) -> GroupPlan:
    return storm(world, target=world.meeting.date + 7 * DAY, **values)


def test_class_that_keeps_the_week_free_is_named_with_what_can_be_done(world: Published) -> None:
    other = second(world)
    group = world.teaching_class.administrative_classes.get()
    week = world.meeting.week + 1
    keep_weeks_free(
        world.term, weeks=1 << (week - 1), reason="求职", administrative_class=group, by=None
    )
    preview = preview_group(world.term, next_week(world))
    problems = {line.change.meeting_id: line.problems for line in preview.lines}
    (against,) = problems[world.meeting.pk]
    assert group.name in against.sentence
    assert f"{week}周" in against.remedy
    assert problems[other.pk] == []
    assert not preview.is_possible


def test_those_that_cannot_move_are_cancelled_if_the_office_says_so(world: Published) -> None:
    other = second(world)
    group = world.teaching_class.administrative_classes.get()
    keep_weeks_free(
        world.term,
        weeks=1 << world.meeting.week,
        reason="求职",
        administrative_class=group,
        by=None,
    )
    plan = next_week(world, cancel_rest=True)
    preview = preview_group(world.term, plan)
    assert (preview.is_possible, len(preview.troubled)) == (True, 1)
    change_group(world.term, plan, reason="暴雨", by=world.office)
    other.refresh_from_db()
    world.meeting.refresh_from_db()
    assert (other.date, world.meeting.status) == (plan.target, MeetingStatus.CANCELLED)
    assert set(Booking.objects.values_list("meeting", flat=True)) == {other.pk}


def test_limit_of_a_day_is_broken_by_the_last_meeting_only(world: Published) -> None:
    later = second(world, instructor=world.instructor, first_period=3)
    set_limit(world.term, world.instructor, most_per_day=4, most_per_week=None, by=None)
    assert preview_group(world.term, storm(world)).is_possible
    target = storm(world).target
    assert target is not None
    world.add_meeting(target, first_period=5, teaching_class=world.add_class())
    preview = preview_group(world.term, storm(world))
    problems = {line.change.meeting_id: line.problems for line in preview.lines}
    assert problems[world.meeting.pk] == []
    (against,) = problems[later.pk]
    assert world.instructor.name in against.sentence
    assert "6 节" in against.sentence
    assert against.remedy


def test_way_between_campuses_is_asked_for(world: Published) -> None:
    far = RoomFactory(campus=CampusFactory(institution=world.institution))
    target = storm(world).target
    assert target is not None
    world.add_meeting(target, first_period=3, teaching_class=world.add_class(), room=far)
    assert preview_group(world.term, storm(world)).is_possible
    pair = (min(far.campus_id, world.room.campus_id), max(far.campus_id, world.room.campus_id))
    set_travel(world.institution, minutes={pair: 60}, by=None)
    (line,) = preview_group(world.term, storm(world)).lines
    assert far.campus.name in line.problems[0].sentence
    assert line.problems[0].remedy


def test_preview_asks_as_much_whatever_the_number(
    world: Published, django_assert_num_queries: object
) -> None:
    plan = storm(world)
    with django_assert_num_queries(18):
        assert len(preview_group(world.term, plan).lines) == 1
    second(world)
    second(
        world,
        instructor=world.instructor,
        first_period=3,
        room=RoomFactory(campus=world.room.campus),
    )
    with django_assert_num_queries(18):
        assert len(preview_group(world.term, plan).lines) == 3
