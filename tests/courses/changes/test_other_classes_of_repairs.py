"""Repairs go around single students' other classes where they can, and say where they can't."""

import datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from courses.changes.domain.repair import Trouble, apply_repair, proposals_of, propose_repair
from courses.changes.models import Repair
from courses.timetable.models import BusyTime, Meeting
from courses.timetable.solver.repair.problem import Emphasis
from tests.courses.changes.single_students import meets, other_class, retaker
from tests.courses.changes.taken_times import take
from tests.factories.changes import DAY, Published
from tests.factories.timetable import RoomFactory

HANDS = Emphasis.SAME_HANDS


def ill(world: Published, days: int = 0) -> Repair:
    """The instructor, on the day of the meeting and some after it."""
    trouble = Trouble(world.meeting.date, world.meeting.date + days * DAY, staff=world.instructor)
    return propose_repair(world.term, trouble, reason="住院", by=world.office)


def moved_to(repair: Repair) -> tuple[datetime.date, int]:
    (line,) = next(one.lines for one in proposals_of(repair) if one.emphasis == HANDS)
    return line.after.date, line.after.first_period


def page(world: Published, repair: Repair, user: Any = None) -> str:
    client = Client()
    client.force_login(user or world.office, backend="cms.users.backends.AccountBackend")
    where = reverse("changes:repair", kwargs={"public_id": repair.public_id})
    return client.get(where).content.decode()


def test_place_at_which_a_student_has_another_class_is_avoided(world: Published) -> None:
    date, first_period = moved_to(ill(world))
    student = retaker(world)
    meets(world, other_class(world, student), first_period, on=date)
    repair = ill(world)
    assert moved_to(repair) != (date, first_period)
    assert "另有课" not in page(world, repair)


def test_time_taken_of_the_students_own_class_is_avoided(world: Published) -> None:
    date, first_period = moved_to(ill(world))
    student = retaker(world)
    BusyTime.objects.create(
        institution=world.institution,
        term=world.term,
        administrative_class=student.administrative_class,
        weekday=date.isoweekday(),
        first_period=first_period,
        periods=2,
        weeks=(1 << world.term.weeks) - 1,
        reason="大学英语",
        source="教务",
    )
    assert moved_to(ill(world)) != (date, first_period)


@pytest.fixture
def missed(world: Published) -> Repair:
    """The class is free at one other time of the week, and a retaker never."""
    own, other = (world.meeting.date + days * DAY for days in (0, 2))
    free = [(own.isoweekday(), 1), (other.isoweekday(), 3)]
    take(world, world.teaching_class.administrative_classes.get(), but_for=free)
    student = retaker(world)
    take(world, student.administrative_class, but_for=())
    return ill(world)


def test_line_says_who_has_another_class_where_there_is_no_other_way(
    world: Published, missed: Repair
) -> None:
    shown = page(world, missed)
    assert "1 名学生将同时有两门课" in shown
    assert "1 名学生另有课" in shown
    student = world.teaching_class.enrolments.get(student__name="李重修").student
    assert f"李重修 {student.student_number} 高等数学" in shown


def test_repair_is_carried_out_all_the_same_and_still_says_so(
    world: Published, missed: Repair
) -> None:
    apply_repair(missed, emphasis=HANDS, by=world.office)
    assert "1 名学生另有课" in page(world, missed)


def test_proposals_that_were_not_taken_name_nobody(world: Published, missed: Repair) -> None:
    apply_repair(missed, emphasis=Emphasis.SAME_TIMES, by=world.office)
    assert "另有课" not in page(world, missed)


def test_time_that_is_over_names_nobody(world: Published, missed: Repair) -> None:
    for proposal in missed.proposals:
        for line in proposal["lines"]:
            line["after"]["date"] = world.term.first_monday.isoformat()
    missed.save()
    assert "另有课" not in page(world, missed)


def test_meeting_that_is_gone_is_shown_without_students(world: Published, missed: Repair) -> None:
    Meeting.objects.filter(pk=world.meeting.pk).delete()
    assert "另有课" not in page(world, missed)


def test_asking_and_looking_cost_as_much_for_three_meetings_as_for_one(world: Published) -> None:
    student = retaker(world)
    take(world, student.administrative_class, but_for=())
    meets(world, other_class(world, student), on=world.meeting.date + DAY)

    def queries() -> tuple[int, int]:
        with CaptureQueriesContext(connection) as asking:
            repair = ill(world, days=2)
        asked = len(asking)
        page(world, repair)
        with CaptureQueriesContext(connection) as looking:
            shown = page(world, repair)
        assert "另有课" in shown
        return asked, len(looking)

    one = queries()
    Repair.objects.all().delete()
    for number in (1, 2):
        world.add_meeting(
            world.meeting.date + number * DAY,
            first_period=3,
            room=RoomFactory(campus=world.room.campus),
        )
    assert queries() == one
