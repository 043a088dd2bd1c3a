"""Two people decide at the same moment (PostgreSQL and SQLite alike)."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection

from courses.changes.domain import ChangeRefused, decide, free_times
from courses.changes.enums import RequestState
from courses.changes.models import ChangeApproval, ChangeRequest
from courses.timetable.models import Booking, Meeting
from tests.factories.changes import Published, published_term
from tests.factories.institutions import StaffMemberFactory
from tests.factories.teaching import TeachingAssignmentFactory

pytestmark = pytest.mark.django_db(transaction=True)


def race(*acts: Callable[[], object]) -> list[str]:
    """All at once, each on a connection of its own; what was refused."""
    refused: list[str] = []
    start = threading.Barrier(len(acts))

    def run(act: Callable[[], object]) -> None:
        try:
            start.wait(timeout=30)
            act()
        except ChangeRefused as refusal:
            refused.append(str(refusal))
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return refused


def test_two_who_approve_the_same_request_carry_it_out_once() -> None:
    world = published_term()
    request = world.ask("cancel")
    refused = race(
        lambda: decide(request, agreed=True, as_office=True, by=world.office),
        lambda: decide(request, agreed=True, as_office=False, by=world.coordinator),
    )
    assert len(refused) == 1
    assert ChangeApproval.objects.count() == 1
    request.refresh_from_db()
    assert request.state == RequestState.APPLIED


def second_class(world: Published, number: int) -> Meeting:
    """Another class with an instructor of its own, later on the same day in the same room."""
    made = world.add_class()
    staff = StaffMemberFactory(institution=world.institution)
    TeachingAssignmentFactory(teaching_class=made, staff=staff)
    return world.add_meeting(
        world.meeting.date, first_period=1 + 2 * number, teaching_class=made, instructor=staff
    )


def test_many_approvals_of_the_same_room_and_time_end_in_one() -> None:
    world = published_term()
    meetings = [world.meeting, second_class(world, 1), second_class(world, 2)]
    time = free_times(Meeting.objects.with_names().get(pk=world.meeting.pk), weeks=1, most=1000)[-1]
    requests = [
        world.ask(
            "move",
            meeting=meeting,
            date=time.date,
            first_period=time.first_period,
            room=time.room,
            by=None,
        )
        for meeting in meetings
    ]
    assert (
        race(
            *(
                lambda request=request: decide(
                    request, agreed=True, as_office=True, by=world.office
                )  # type: ignore[misc]
                for request in requests
            )
        )
        == []
    )
    states = sorted(ChangeRequest.objects.values_list("state", flat=True))
    assert states == ["applied", "refused", "refused"]
    refused = ChangeRequest.objects.filter(state="refused")
    assert all(time.room.name in one.refusal for one in refused)
    booked = Booking.objects.filter(date=time.date, period=time.first_period, kind="room")
    assert booked.count() == 1
    assert Booking.objects.count() == 3 * 6
