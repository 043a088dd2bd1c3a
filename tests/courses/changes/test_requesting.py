"""Asking, agreeing, refusing: what becomes of the meeting."""

import datetime
from typing import Any

import pytest
from django.utils import timezone

from courses.changes.domain import (
    ChangeRefused,
    answer_substitution,
    decide,
    free_times,
    withdraw_request,
)
from courses.changes.enums import RequestState, Step
from courses.changes.models import ChangeRule, MeetingChange
from courses.delivery.domain import hours_of
from courses.institutions.enums import StaffKind
from courses.teaching.domain.terms import set_exam_weeks
from courses.teaching.models import TeachingClass
from courses.timetable.domain.free_weeks import keep_weeks_free
from courses.timetable.enums import MeetingStatus, ResourceKind
from courses.timetable.models import Booking, Meeting
from tests.factories.changes import DAY, Published
from tests.factories.institutions import StaffMemberFactory
from tests.factories.qualifications import TeachingRuleFactory


def agree(world: Published, request: Any) -> Any:
    """Everybody whom the request waits for says yes."""
    if request.waits_for == Step.SUBSTITUTE:
        request = answer_substitution(request, agreed=True, by=world.colleague.user)
    while request.is_waiting:
        as_office = request.waits_for == Step.OFFICE
        by = world.office if as_office else world.coordinator
        request = decide(request, agreed=True, as_office=as_office, by=by)
    return request


def booked(meeting: Meeting) -> set[tuple[str, int, datetime.date, int]]:
    rows = Booking.objects.filter(meeting=meeting)
    return set(rows.values_list("kind", "resource_id", "date", "period"))


def asked_move(world: Published, **values: Any) -> Any:
    time = free_times(world.meeting)[0]
    wanted = {"date": time.date, "first_period": time.first_period, "room": time.room}
    return world.ask("move", **wanted | values)


def keep_free(world: Published, week: int) -> None:
    """The students of the class keep this week free."""
    group = world.teaching_class.administrative_classes.get()
    keep_weeks_free(
        world.term, weeks=1 << (week - 1), reason="求职", administrative_class=group, by=None
    )


def test_move_into_a_week_that_students_keep_free_is_refused(world: Published) -> None:
    date = world.meeting.date + 7 * DAY
    keep_free(world, world.meeting.week + 1)
    with pytest.raises(ChangeRefused, match=f"{date.isoformat()} 所在的周是.*的空闲周"):
        asked_move(world, date=date)
    assert not MeetingChange.objects.exists()


def test_move_is_not_agreed_to_once_its_week_is_kept_free(world: Published) -> None:
    request = asked_move(world, date=world.meeting.date + 7 * DAY)
    keep_free(world, world.meeting.week + 1)
    request = agree(world, request)
    assert request.state == RequestState.REFUSED
    assert "空闲周" in request.refusal
    assert Meeting.objects.get().date == world.meeting.date


def test_meeting_that_lies_in_a_free_week_already_can_be_substituted(world: Published) -> None:
    keep_free(world, world.meeting.week)
    agree(world, world.ask())
    world.meeting.refresh_from_db()
    assert world.meeting.instructor == world.colleague


def test_substitution_waits_for_the_substitute_then_the_department(world: Published) -> None:
    request = world.ask()
    assert (request.steps, request.waits_for) == (["substitute", "department"], Step.SUBSTITUTE)
    request = answer_substitution(request, agreed=True, by=world.colleague.user)
    assert (request.state, request.waits_for) == (RequestState.WAITING, Step.DEPARTMENT)


def test_department_does_not_decide_before_the_substitute(world: Published) -> None:
    with pytest.raises(ChangeRefused):
        decide(world.ask(), agreed=True, as_office=True, by=world.office)


def test_approved_substitution_changes_instructor_and_booking(world: Published) -> None:
    request = agree(world, world.ask())
    assert request.state == RequestState.APPLIED
    world.meeting.refresh_from_db()
    assert world.meeting.instructor == world.colleague
    staff = {pk for kind, pk, *_ in booked(world.meeting) if kind == ResourceKind.STAFF}
    assert staff == {world.colleague.pk}


def test_declined_substitution_changes_nothing(world: Published) -> None:
    request = answer_substitution(
        world.ask(), agreed=False, note="当天有课", by=world.colleague.user
    )
    assert (request.state, request.refusal) == (RequestState.REFUSED, "当天有课")
    world.meeting.refresh_from_db()
    assert world.meeting.instructor == world.instructor


def test_approved_move_takes_meeting_occurrence_and_bookings_along(world: Published) -> None:
    time = free_times(world.meeting)[0]
    agree(world, asked_move(world))
    meeting = Meeting.objects.select_related("occurrence").get(pk=world.meeting.pk)
    assert (meeting.date, meeting.first_period, meeting.week) == (
        time.date,
        time.first_period,
        world.term.week_of(time.date),
    )
    assert f"{timezone.localtime(meeting.starts_at):%H:%M}" == time.clock[:5]
    assert (meeting.occurrence.start, meeting.occurrence.end) == (
        meeting.starts_at,
        meeting.ends_at,
    )
    assert {(date, period) for _k, _pk, date, period in booked(meeting)} == {
        (time.date, time.first_period),
        (time.date, time.first_period + 1),
    }
    assert meeting.unit_id == world.meeting.unit_id


def test_cancelled_meeting_keeps_its_row_and_its_hours_are_owed(world: Published) -> None:
    owed = hours_of(world.teaching_class).owed
    agree(world, world.ask("cancel"))
    world.meeting.refresh_from_db()
    assert world.meeting.status == MeetingStatus.CANCELLED
    assert booked(world.meeting) == set()
    assert hours_of(world.teaching_class).owed == owed + 2


def test_make_up_pays_the_hours_back_with_the_same_unit(world: Published) -> None:
    owed = hours_of(world.teaching_class).owed
    agree(world, world.ask("cancel"))
    world.meeting.refresh_from_db()
    time = free_times(Meeting.objects.with_names().get(pk=world.meeting.pk))[0]
    agree(
        world,
        world.ask("make_up", date=time.date, first_period=time.first_period, room=time.room),
    )
    made = MeetingChange.objects.get(made__isnull=False).made
    assert made is not None
    assert (made.slot, made.unit_id, made.date) == (None, world.meeting.unit_id, time.date)
    assert hours_of(world.teaching_class).owed == owed
    assert len(booked(made)) == 6


def test_meeting_is_made_up_once(world: Published) -> None:
    agree(world, world.ask("cancel"))
    world.meeting.refresh_from_db()
    first, second = free_times(Meeting.objects.with_names().get(pk=world.meeting.pk))[:2]
    agree(
        world,
        world.ask("make_up", date=first.date, first_period=first.first_period, room=first.room),
    )
    with pytest.raises(ChangeRefused, match="补课"):
        world.ask("make_up", date=second.date, first_period=second.first_period, room=second.room)


def test_other_room_keeps_the_time(world: Published) -> None:
    agree(world, world.ask("room", room=world.other_room))
    meeting = Meeting.objects.get(pk=world.meeting.pk)
    assert (meeting.room, meeting.starts_at) == (world.other_room, world.meeting.starts_at)


@pytest.mark.parametrize(
    ("needs", "sentence"),
    [
        ({"room_kind": "机房"}, "教室 乙202 不是教学班要求的机房。"),
        ({"equipment": ["投影", "耳机"]}, "教室 乙202 缺少教学班要求的设备：投影、耳机。"),
    ],
)
def test_room_that_is_not_what_the_class_asks_for_is_refused_in_words(
    world: Published, needs: dict[str, Any], sentence: str
) -> None:
    TeachingClass.objects.filter(pk=world.teaching_class.pk).update(**needs)
    with pytest.raises(ChangeRefused, match=sentence):
        world.ask("room", room=world.other_room)
    assert not MeetingChange.objects.exists()


def test_room_that_no_longer_suits_the_class_is_refused_at_approval(world: Published) -> None:
    request = world.ask("room", room=world.other_room)
    TeachingClass.objects.filter(pk=world.teaching_class.pk).update(room_kind="机房")
    request = agree(world, request)
    assert (request.state, "机房" in request.refusal) == (RequestState.REFUSED, True)
    world.meeting.refresh_from_db()
    assert world.meeting.room == world.room


def test_time_taken_meanwhile_is_refused_at_approval_with_what_is_taken(
    world: Published,
) -> None:
    request = asked_move(world)
    time = free_times(world.meeting)[0]
    other = world.add_meeting(
        time.date,
        first_period=time.first_period,
        teaching_class=world.add_class(),
        instructor=world.colleague,
    )
    request = decide(request, agreed=True, as_office=False, by=world.coordinator)
    assert request.state == RequestState.REFUSED
    assert world.room.name in request.refusal
    assert other.teaching_class.code in request.refusal
    world.meeting.refresh_from_db()
    assert world.meeting.first_period != time.first_period
    assert len(booked(world.meeting)) == 6


def test_meeting_changed_meanwhile_is_not_changed_again(world: Published) -> None:
    request = asked_move(world)
    Meeting.objects.filter(pk=world.meeting.pk).update(room=world.other_room)
    request = decide(request, agreed=True, as_office=False, by=world.coordinator)
    assert request.state == RequestState.REFUSED


def test_request_that_is_decided_is_not_decided_again(world: Published) -> None:
    request = agree(world, world.ask("cancel"))
    with pytest.raises(ChangeRefused):
        decide(request, agreed=False, as_office=True, note="太晚", by=world.office)


def test_refusal_needs_a_sentence(world: Published) -> None:
    with pytest.raises(ChangeRefused):
        decide(world.ask("cancel"), agreed=False, as_office=False, by=world.coordinator)


def test_nobody_decides_a_request_of_their_own(world: Published) -> None:
    with pytest.raises(ChangeRefused):
        decide(world.ask("cancel"), agreed=True, as_office=True, by=world.instructor.user)


def test_office_decides_in_the_place_of_the_department(world: Published) -> None:
    request = decide(world.ask("cancel"), agreed=True, as_office=True, by=world.office)
    assert request.state == RequestState.APPLIED
    assert request.approvals.get().in_their_place


def test_department_does_not_decide_for_the_office(world: Published) -> None:
    request = world.ask("cancel")
    type(request).objects.filter(pk=request.pk).update(steps=["office"], waits_for="office")
    with pytest.raises(ChangeRefused):
        decide(request, agreed=True, as_office=False, by=world.coordinator)


def test_withdrawn_request_leaves_room_for_another(world: Published) -> None:
    with pytest.raises(ChangeRefused):
        world.ask("cancel", meeting=world.ask().changes.get().meeting)
    assert (
        withdraw_request(world.teaching_class.change_requests.get(), by=world.instructor.user).state
        == RequestState.WITHDRAWN
    )
    assert world.ask("cancel").is_waiting


def test_tier_without_approval_is_carried_out_at_once(world: Published) -> None:
    ChangeRule.objects.update(tiers=[{"first": 1, "last": None, "steps": []}])
    assert world.ask("cancel").state == RequestState.APPLIED
    world.meeting.refresh_from_db()
    assert world.meeting.status == MeetingStatus.CANCELLED


def test_several_weeks_are_one_request_of_the_higher_tier(world: Published) -> None:
    later = [world.add_meeting(world.meeting.date + n * 7 * DAY) for n in (1, 2)]
    request = world.ask(until=later[-1].date)
    assert (request.periods, request.steps) == (6, ["substitute", "department", "office"])
    agree(world, request)
    taught = Meeting.objects.filter(instructor=world.colleague)
    assert {one.pk for one in taught} == {world.meeting.pk, *(one.pk for one in later)}


def test_without_any_rule_nobody_can_ask(world: Published) -> None:
    ChangeRule.objects.all().delete()
    with pytest.raises(ChangeRefused):
        world.ask()


@pytest.mark.parametrize("kind", ["cancel", "substitute"])
def test_held_meeting_is_not_changed(world: Published, kind: str) -> None:
    Meeting.objects.filter(pk=world.meeting.pk).update(status=MeetingStatus.HELD)
    world.meeting.refresh_from_db()
    with pytest.raises(ChangeRefused):
        world.ask(kind)


def test_meeting_held_after_the_request_is_not_changed(world: Published) -> None:
    request = world.ask("cancel")
    Meeting.objects.filter(pk=world.meeting.pk).update(status=MeetingStatus.HELD)
    request = decide(request, agreed=True, as_office=False, by=world.coordinator)
    assert request.state == RequestState.REFUSED
    world.meeting.refresh_from_db()
    assert world.meeting.status == MeetingStatus.HELD


def test_unqualified_substitute_is_refused_in_words(world: Published) -> None:
    TeachingRuleFactory(staff_kind=StaffKind.PART_TIME_TEACHER)
    stranger = StaffMemberFactory(
        institution=world.institution, name="无证", kind=StaffKind.PART_TIME_TEACHER
    )
    with pytest.raises(ChangeRefused, match="无证"):
        world.ask(substitute=stranger)


def test_substitute_who_is_taken_is_refused_in_words(world: Published) -> None:
    world.add_meeting(
        world.meeting.date,
        teaching_class=world.add_class(),
        instructor=world.colleague,
        room=world.other_room,
    )
    with pytest.raises(ChangeRefused, match=world.colleague.name):
        world.ask()


def test_before_and_after_are_kept_in_words(world: Published) -> None:
    change = agree(world, world.ask()).changes.get()
    assert change.before["instructor_name"] == world.instructor.name
    assert change.after["instructor_name"] == world.colleague.name
    assert change.applied_at is not None


def test_move_into_an_exam_week_is_refused(world: Published) -> None:
    set_exam_weeks(world.term, exam_weeks=2, by=None)
    date = world.term.last_day + DAY
    with pytest.raises(ChangeRefused, match=date.isoformat()):
        asked_move(world, date=date)
    assert date not in {time.date for time in free_times(world.meeting, most=1000)}
