"""Who is away by something else is neither offered nor taken, whoever knows of it."""

import datetime
from collections.abc import Iterable, Iterator
from typing import Any

import pytest

from courses.changes.domain import (
    ChangeRefused,
    GroupPlan,
    free_rooms,
    free_times,
    preview_group,
    substitutes_for,
)
from courses.changes.domain import absences as registry
from courses.changes.domain.absences import Absence, absences_from
from courses.changes.domain.repair import Trouble, apply_repair, proposals_of, propose_repair
from courses.changes.models import Repair
from courses.timetable.domain.free_rooms import free_rooms as rooms_nobody_has
from courses.timetable.models import Meeting, Room
from courses.timetable.solver.repair.problem import Emphasis
from tests.factories.changes import DAY, Published
from tests.factories.institutions import StaffMemberFactory
from tests.factories.timetable import RoomFactory


def named(world: Published) -> Meeting:
    found: Meeting = (
        Meeting.objects.with_names()
        .select_related("term__institution", "institution")
        .get(pk=world.meeting.pk)
    )
    return found


def substitutes(world: Published) -> list[Any]:
    return [one.staff for one in substitutes_for([named(world)])]


def known(world: Published, *, applied: bool = True, **of: Any) -> Repair:
    """A repair of the day of the meeting, as it stands when it was carried out."""
    made: Repair = Repair.objects.create(
        institution=world.institution,
        term=world.term,
        first_date=world.meeting.date,
        last_date=world.meeting.date,
        reason="住院",
        made_at=world.meeting.starts_at,
        applied="mixed" if applied else "",
        applied_at=world.meeting.starts_at if applied else None,
        **of,
    )
    return made


@pytest.fixture
def trained(world: Published) -> Iterator[None]:
    """A slice above knows that the colleague is at a course on the day of the meeting."""

    def source(institution: int, first: datetime.date, last: datetime.date) -> Iterable[Absence]:
        on = world.meeting.date
        if institution == world.institution.pk and first <= on <= last:
            yield Absence(world.colleague.pk, on, on, why="参加省级培训")

    absences_from("test", source)
    yield
    del registry._sources["test"]


def test_substitute_who_is_ill_by_a_repair_is_not_offered(world: Published) -> None:
    assert substitutes(world) == [world.colleague]
    known(world, staff=world.colleague)
    assert substitutes(world) == []


def test_proposals_that_nobody_took_keep_nobody_away(world: Published) -> None:
    known(world, staff=world.colleague, applied=False)
    assert substitutes(world) == [world.colleague]


def test_day_after_the_absence_is_free_again(world: Published) -> None:
    repair = known(world, staff=world.colleague)
    Repair.objects.filter(pk=repair.pk).update(
        first_date=world.meeting.date - 2 * DAY, last_date=world.meeting.date - DAY
    )
    assert substitutes(world) == [world.colleague]


@pytest.mark.usefixtures("trained")
def test_substitute_at_a_course_is_not_offered(world: Published) -> None:
    other = StaffMemberFactory(institution=world.institution)
    assert substitutes(world) == [other]


@pytest.mark.usefixtures("trained")
def test_request_for_a_substitute_at_a_course_says_why(world: Published) -> None:
    with pytest.raises(ChangeRefused, match="参加省级培训"):
        world.ask(substitute=world.colleague)


def test_illness_is_not_told_to_colleagues(world: Published) -> None:
    known(world, staff=world.colleague)
    with pytest.raises(ChangeRefused) as refused:
        world.ask(substitute=world.colleague)
    assert "不在岗" in str(refused.value)
    assert "住院" not in str(refused.value)


@pytest.mark.usefixtures("trained")
def test_repair_does_not_send_who_is_at_a_course(world: Published) -> None:
    other = StaffMemberFactory(institution=world.institution)
    trouble = Trouble(world.meeting.date, world.meeting.date, staff=world.instructor)
    repair = propose_repair(world.term, trouble, reason="住院", by=world.office)
    assert proposals_of(repair)[0].lines[0].after.instructor == other.pk


def test_course_approved_since_keeps_the_proposal_from_being_carried_out(
    world: Published, request: pytest.FixtureRequest
) -> None:
    trouble = Trouble(world.meeting.date, world.meeting.date, staff=world.instructor)
    repair = propose_repair(world.term, trouble, reason="住院", by=world.office)
    request.getfixturevalue("trained")
    with pytest.raises(ChangeRefused, match="参加省级培训"):
        apply_repair(repair, emphasis=Emphasis.SAME_TIMES, by=world.office)


def test_own_days_away_are_no_times_to_move_to(world: Published) -> None:
    day = world.meeting.date + DAY
    assert any(time.date == day for time in free_times(named(world), most=1000))
    repair = known(world, staff=world.instructor)
    Repair.objects.filter(pk=repair.pk).update(first_date=day, last_date=day)
    assert not any(time.date == day for time in free_times(named(world), most=1000))


def test_lost_room_is_not_offered(world: Published) -> None:
    assert [one.room for one in free_rooms([named(world)])] == [world.other_room]
    known(world, room=world.other_room)
    assert free_rooms([named(world)]) == []
    with pytest.raises(ChangeRefused, match=world.other_room.name):
        world.ask("room", room=Room.objects.select_related("campus").get(pk=world.other_room.pk))


def test_whole_day_that_moves_names_who_is_away_then(world: Published) -> None:
    target = world.meeting.date + 4 * DAY
    repair = known(world, staff=world.instructor)
    Repair.objects.filter(pk=repair.pk).update(first_date=target, last_date=target)
    preview = preview_group(world.term, GroupPlan(world.meeting.date, "move", target))
    assert any(world.instructor.name in one.sentence for one in preview.lines[0].problems)
    assert not preview.is_possible


def test_room_that_a_repair_closes_is_found_free_by_nobody(world: Published) -> None:
    other = RoomFactory(campus=world.meeting.room.campus)

    def found(on: datetime.date) -> bool:
        rooms = Room.objects.filter(institution=world.institution)
        free = rooms_nobody_has(rooms, date=on, first_period=1, periods=2)
        return other in [one.room for one in free]

    assert found(world.meeting.date)
    known(world, applied=False, room=other)
    assert found(world.meeting.date)
    known(world, room=other)
    assert not found(world.meeting.date)
    assert found(world.meeting.date + datetime.timedelta(days=1))
