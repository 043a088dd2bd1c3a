"""The teaching office changes a single meeting itself: at once, with a reason, never a clash."""

from typing import Any

import pytest
from django.urls import reverse

from courses.changes.domain import (
    ChangeRefused,
    Proposal,
    free_times,
    notices_for_staff,
    order_change,
)
from courses.changes.domain.limits import used_for_private_reasons
from courses.changes.enums import RequestState
from courses.changes.models import ChangeRequest, ChangeRule, MeetingChange
from courses.institutions.enums import RoleKind
from courses.timetable.enums import MeetingStatus
from courses.timetable.models import Booking, Meeting
from tests.factories.changes import Published, published_term
from tests.factories.institutions import RoleFactory


def order(world: Published, kind: str, **values: Any) -> ChangeRequest:
    usual = {"reason_kind": "illness", "reason": "来电请假", "by": world.office}
    wanted = {
        key: values.pop(key)
        for key in ("date", "first_period", "room", "substitute")
        if key in values
    }
    return order_change(world.meeting, Proposal(kind, **wanted), **(usual | values))


def moved(world: Published) -> dict[str, Any]:
    time = free_times(world.meeting)[0]
    return {"date": time.date, "first_period": time.first_period, "room": time.room}


def address(name: str, meeting: Meeting, **more: str) -> str:
    return reverse(f"changes:{name}", kwargs={"public_id": meeting.public_id, **more})


def test_substitute_of_the_office_teaches_without_being_asked(world: Published) -> None:
    request = order(world, "substitute", substitute=world.colleague)
    assert request.state == RequestState.APPLIED
    assert (request.staff, request.asked_by) == (world.instructor, world.office)
    assert Meeting.objects.get().instructor == world.colleague


def test_move_of_the_office_books_the_new_time(world: Published) -> None:
    wanted = moved(world)
    order(world, "move", **wanted)
    meeting = Meeting.objects.get()
    assert (meeting.date, meeting.room) == (wanted["date"], wanted["room"])
    assert {one.date for one in Booking.objects.filter(meeting=meeting)} == {wanted["date"]}


def test_order_needs_neither_notice_nor_a_rule_nor_a_limit(world: Published) -> None:
    ChangeRule.objects.all().delete()
    order(world, "cancel", reason_kind="private")
    assert Meeting.objects.get().status == MeetingStatus.CANCELLED


def test_order_for_private_reasons_counts_against_the_limit(world: Published) -> None:
    order(world, "cancel", reason_kind="private")
    times, periods = used_for_private_reasons(world.instructor, world.term)
    assert (times, periods) == (1, world.meeting.periods)


def test_order_without_a_reason_is_refused(world: Published) -> None:
    with pytest.raises(ChangeRefused, match="说明原因"):
        order(world, "cancel", reason=" ")
    assert not MeetingChange.objects.exists()


def test_order_onto_a_clash_changes_nothing(world: Published) -> None:
    wanted = moved(world)
    world.add_meeting(
        wanted["date"], first_period=wanted["first_period"], instructor=world.instructor
    )
    with pytest.raises(ChangeRefused, match="陈卫东"):
        order(world, "move", **wanted)
    assert not ChangeRequest.objects.exists()
    assert Meeting.objects.get(pk=world.meeting.pk).date == world.meeting.date


def test_order_beside_a_request_that_waits_is_refused(world: Published) -> None:
    world.ask()
    with pytest.raises(ChangeRefused, match="申请"):
        order(world, "cancel")


def test_instructor_is_told_of_an_order(world: Published) -> None:
    order(world, "cancel")
    (notice,) = notices_for_staff(world.instructor.user, world.instructor)
    assert "停课" in notice.sentence


def test_office_changes_a_meeting_on_screen(world: Published, as_: Any) -> None:
    office = as_(world.office)
    roll = office.get(reverse("delivery:roll_call", args=[world.meeting.public_id]))
    assert address("choose", world.meeting) in roll.content.decode()
    assert "无需审批" in office.get(address("choose", world.meeting)).content.decode()
    page = office.get(address("ask", world.meeting, kind="substitute"))
    (choice,) = page.context["offered"]
    sent = {"choice": choice.value, "reason_kind": "illness", "reason": "来电请假"}
    done = office.post(address("ask", world.meeting, kind="substitute"), sent, follow=True)
    said = done.content.decode()
    assert f"由{world.office.get_full_name()}直接安排" in said
    assert Meeting.objects.get().instructor == world.colleague


def test_office_is_asked_for_the_reason_in_words(world: Published, as_: Any) -> None:
    sent = {"reason_kind": "illness", "reason": ""}
    answer = as_(world.office).post(address("ask", world.meeting, kind="cancel"), sent)
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"reason"}
    assert Meeting.objects.get().status == MeetingStatus.SCHEDULED


def test_office_makes_up_what_was_cancelled(world: Published, as_: Any) -> None:
    order(world, "cancel")
    office = as_(world.office)
    roll = office.get(reverse("delivery:roll_call", args=[world.meeting.public_id]))
    assert address("choose", world.meeting) in roll.content.decode()
    page = office.get(address("ask", world.meeting, kind="make_up"))
    sent = {
        "choice": page.context["offered"][0].value,
        "reason_kind": "other",
        "reason": "补上停课",
    }
    office.post(address("ask", world.meeting, kind="make_up"), sent)
    assert Meeting.objects.filter(status=MeetingStatus.SCHEDULED).count() == 1


def test_own_meeting_is_asked_for_also_by_somebody_of_the_office(
    world: Published, as_: Any
) -> None:
    RoleFactory(
        kind=RoleKind.TEACHING_OFFICE,
        institution=world.meeting.institution,
        user=world.instructor.user,
    )
    page = as_(world.instructor.user).get(address("ask", world.meeting, kind="cancel"))
    assert not page.context["orders"]


def test_coordinator_and_office_elsewhere_order_nothing(world: Published, as_: Any) -> None:
    elsewhere = published_term()
    sent = {"reason_kind": "illness", "reason": "来电请假"}
    answers = [
        as_(user).post(address("ask", world.meeting, kind="cancel"), sent).status_code
        for user in (world.coordinator, elsewhere.office)
    ]
    assert answers == [403, 404]
    assert Meeting.objects.get(pk=world.meeting.pk).status == MeetingStatus.SCHEDULED
