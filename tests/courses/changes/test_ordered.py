"""Many meetings changed by one decision: all or none, and taken back one by one."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from courses.changes.domain import ChangeRefused, notices_for_staff
from courses.changes.domain.ordered import Ordered, order_changes, take_back
from courses.changes.enums import RequestState
from courses.changes.models import ChangeRequest
from courses.timetable.models import Meeting
from tests.factories.changes import DAY, Published
from tests.factories.institutions import StaffMemberFactory


def order(world: Published, *meetings: Meeting) -> dict[int, ChangeRequest]:
    return order_changes(
        world.institution.pk,
        [
            Ordered(one.pk, expected=one.instructor_id, substitute=world.colleague.pk)
            for one in meetings
        ],
        reason="参加轮训",
        citation="轮训方案 1",
        now=timezone.now(),
        by=world.office,
    )


def test_substitute_hears_of_it_and_the_request_names_the_decision(world: Published) -> None:
    request = order(world, world.meeting)[world.meeting.pk]
    assert (request.state, request.rule_citation) == (RequestState.APPLIED, "轮训方案 1")
    assert request.approvals.get().by == world.office
    assert len(notices_for_staff(world.colleague.user, world.colleague)) == 1


def test_two_meetings_at_one_time_for_one_substitute_change_nothing(world: Published) -> None:
    other = world.add_meeting(
        world.meeting.date,
        teaching_class=world.add_class(),
        room=world.other_room,
        instructor=StaffMemberFactory(institution=world.institution),
    )
    with pytest.raises(ChangeRefused):
        order(world, world.meeting, other)
    assert not ChangeRequest.objects.exists()
    world.meeting.refresh_from_db()
    assert world.meeting.instructor == world.instructor


def test_meeting_that_somebody_else_has_by_now_is_refused(world: Published) -> None:
    ordered = Ordered(world.meeting.pk, expected=world.colleague.pk, substitute=world.instructor.pk)
    with pytest.raises(ChangeRefused):
        order_changes(
            world.institution.pk,
            [ordered],
            reason="",
            citation="轮训方案 1",
            now=timezone.now(),
            by=None,
        )


def test_room_that_is_not_what_the_class_asks_for_is_refused(world: Published) -> None:
    world.teaching_class.room_kind = "机房"
    world.teaching_class.save()
    ordered = Ordered(
        world.meeting.pk,
        expected=world.meeting.instructor_id,
        date=world.meeting.date,
        first_period=3,
        room=world.other_room.pk,
    )
    with pytest.raises(ChangeRefused, match="不是教学班要求的机房"):
        order_changes(
            world.institution.pk,
            [ordered],
            reason="",
            citation="轮训方案 1",
            now=timezone.now(),
            by=None,
        )
    assert not ChangeRequest.objects.exists()


def test_meeting_goes_into_another_room_that_suits_and_back(world: Published) -> None:
    ordered = Ordered(
        world.meeting.pk,
        expected=world.meeting.instructor_id,
        date=world.meeting.date + DAY,
        first_period=3,
        room=world.other_room.pk,
    )
    requests = order_changes(
        world.institution.pk,
        [ordered],
        reason="",
        citation="轮训方案 1",
        now=timezone.now(),
        by=None,
    )
    world.meeting.refresh_from_db()
    assert (world.meeting.room, world.meeting.first_period) == (world.other_room, 3)
    assert len(take_back(requests.values(), reason="", now=timezone.now(), by=None)) == 1
    world.meeting.refresh_from_db()
    assert (world.meeting.room, world.meeting.first_period) == (world.room, 1)


def test_what_is_past_is_not_taken_back(world: Published) -> None:
    requests = order(world, world.meeting)
    later = world.meeting.starts_at + DAY
    assert take_back(requests.values(), reason="", now=later, by=None) == []
    world.meeting.refresh_from_db()
    assert world.meeting.instructor == world.colleague


def test_taking_back_twice_does_it_once(world: Published) -> None:
    requests = list(order(world, world.meeting).values())
    assert take_back(requests, reason="", now=timezone.now(), by=None) == [requests[0].pk]
    again = list(ChangeRequest.objects.filter(pk=requests[0].pk))
    assert take_back(again, reason="", now=timezone.now(), by=None) == []


def test_three_meetings_ask_as_much_as_one(world: Published) -> None:
    counts = []
    for first, number in ((3, 1), (5, 3)):
        meetings = [
            world.add_meeting(world.meeting.date + n * DAY, first_period=first)
            for n in range(number)
        ]
        with CaptureQueriesContext(connection) as found:
            order(world, *meetings)
        counts.append(len(found) - number)
    # The calendar's own row of each meeting is written by itself.
    assert counts[0] == counts[1]
