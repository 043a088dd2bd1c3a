"""Changes keep away from times that something else takes: other courses, a closed room."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from courses.changes.domain import decide, free_rooms, free_times, substitutes_for
from courses.timetable.domain.busy_times import busy_between
from courses.timetable.enums import ResourceKind
from courses.timetable.models import BusyTime, CalendarDay
from courses.timetable.weeks import every_week
from tests.courses.changes.test_finding import named
from tests.factories.changes import DAY, Published
from tests.factories.teaching import TermFactory

# The world's meeting is on a Tuesday of the fourth week, periods 1–2.
PERIOD = 3


def takes(world: Published, *, week: int = 4, weekday: int = 2, **whom: Any) -> BusyTime:
    """Something else in periods 3–4 of one day."""
    made: BusyTime = BusyTime.objects.create(
        institution=world.institution,
        term=world.term,
        weekday=weekday,
        first_period=PERIOD,
        periods=2,
        weeks=every_week(week, week),
        reason="高等数学",
        source="教务处课表",
        **whom,
    )
    return made


def offered(world: Published) -> bool:
    """Periods 3–4 of the day itself, the first choice where nothing takes them."""
    times = free_times(named(world), most=1000, a_day=20)
    return (world.meeting.date, PERIOD) in {(time.date, time.first_period) for time in times}


def test_time_without_anything_else_is_offered(world: Published) -> None:
    assert offered(world)


@pytest.mark.parametrize("whom", ["class", "staff"])
def test_time_at_which_people_are_elsewhere_is_not_offered(world: Published, whom: str) -> None:
    if whom == "class":
        takes(world, administrative_class=world.student.administrative_class)
    else:
        takes(world, staff=world.instructor)
    assert not offered(world)


def test_time_taken_in_another_week_is_offered(world: Published) -> None:
    takes(world, week=5, staff=world.instructor)
    assert offered(world)


def test_room_that_something_else_has_is_not_offered(world: Published) -> None:
    BusyTime.objects.filter(pk=takes(world, room=world.other_room).pk).update(first_period=1)
    assert world.other_room not in {found.room for found in free_rooms([named(world)])}


def test_substitute_who_is_elsewhere_is_not_offered(world: Published) -> None:
    BusyTime.objects.filter(pk=takes(world, staff=world.colleague).pk).update(first_period=2)
    assert world.colleague not in {found.staff for found in substitutes_for([named(world)])}


def test_make_up_workday_is_taken_as_the_day_it_follows(world: Published) -> None:
    tuesday, saturday = world.meeting.date, world.meeting.date + 4 * DAY
    days = {"term": world.term, "institution": world.institution}
    CalendarDay.objects.create(date=tuesday - 7 * DAY, kind="holiday", **days)
    CalendarDay.objects.create(date=saturday, kind="make_up", follows=tuesday - 7 * DAY, **days)
    takes(world, week=3, staff=world.instructor)
    times = free_times(named(world), most=1000, a_day=20)
    on_saturday = {time.first_period for time in times if time.date == saturday}
    assert on_saturday
    assert PERIOD not in on_saturday


def test_times_of_earlier_years_cost_nothing(world: Published) -> None:
    takes(world, staff=world.instructor)
    asked = {ResourceKind.STAFF: [world.instructor.pk]}

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            found = busy_between(asked, first=world.meeting.date, last=world.meeting.date)
        assert [one.period for one in found] == [PERIOD, PERIOD + 1]
        return len(captured)

    before = queries()
    for years in (1, 2, 3):
        past = TermFactory(
            institution=world.institution,
            code=f"{2026 - years}-{2027 - years}-1",
            first_monday=world.term.first_monday - 52 * years * 7 * DAY,
        )
        busy = takes(world, staff=world.instructor)
        BusyTime.objects.filter(pk=busy.pk).update(term=past)
    assert queries() == before


def test_request_is_refused_where_something_else_came_in_between(world: Published) -> None:
    time = next(
        time
        for time in free_times(named(world), most=1000, a_day=20)
        if (time.date, time.first_period) == (world.meeting.date, PERIOD)
    )
    request = world.ask("move", date=time.date, first_period=PERIOD, room=time.room)
    takes(world, administrative_class=world.student.administrative_class)
    decide(request, agreed=True, as_office=True, by=world.office)
    request.refresh_from_db()
    assert request.state == "refused"
    assert "高等数学" in request.refusal
