"""A whole day moves: single students who would have two classes at once are named beforehand, and
keep nothing from moving."""

from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from courses.changes.models import GroupChange
from courses.timetable.models import BusyTime, Meeting
from tests.courses.changes.single_students import meets, other_class, retaker
from tests.factories.changes import DAY, Published
from tests.factories.institutions import StaffMemberFactory
from tests.factories.teaching import EnrolmentFactory
from tests.factories.timetable import RoomFactory


def sent(world: Published, act: str = "look", **values: Any) -> str:
    """The page after asking what moving the day would do, or after doing it."""
    client = Client()
    client.force_login(world.office, backend="cms.users.backends.AccountBackend")
    given = {
        "date": world.meeting.date.isoformat(),
        "target": (world.meeting.date + 4 * DAY).isoformat(),
        "from_period": 1,
        "action": "move",
        "reason": "暴雨",
        act: "1",
    }
    page = client.post(reverse("changes:group"), given | values, follow=True)
    return page.content.decode()


def on_target(world: Published, *students: Any, first_period: int = 1) -> Meeting:
    """Another class of these students meets on the new date."""
    made = other_class(world, *students)
    return meets(world, made, first_period, on=world.meeting.date + 4 * DAY)


def test_preview_says_how_many_and_who_has_another_class(world: Published) -> None:
    student = retaker(world)
    other = on_target(world, student)
    shown = sent(world)
    assert "1 名学生将同时有两门课" in shown
    assert "1 名学生另有课" in shown
    assert f"{student.name} {student.student_number} {other.teaching_class.code}" in shown
    assert "没有冲突" not in shown


def test_nobody_is_named_where_nobody_has_another_class(world: Published) -> None:
    on_target(world, retaker(world), first_period=5)
    shown = sent(world)
    assert "两门课" not in shown
    assert "没有冲突" in shown


def test_day_moves_all_the_same(world: Published) -> None:
    on_target(world, retaker(world))
    sent(world, "act")
    assert GroupChange.objects.exists()
    world.meeting.refresh_from_db()
    assert world.meeting.date != GroupChange.objects.get().date


def test_of_many_students_a_few_are_named(world: Published) -> None:
    students = [retaker(world, f"重修{number}") for number in range(8)]
    on_target(world, *students)
    shown = sent(world)
    assert "8 名学生另有课" in shown
    assert sum(student.name in shown for student in students) == 5
    assert "另有 3 名学生" in shown


def test_class_that_moves_along_is_met_at_its_new_time_only(world: Published) -> None:
    student = retaker(world)
    along = meets(world, other_class(world, student), 3)
    assert "两门课" not in sent(world)
    Meeting.objects.filter(pk=along.pk).update(first_period=1)
    assert "1 名学生将同时有两门课" in sent(world), "each line names the other"


def test_student_who_misses_two_classes_is_counted_once(world: Published) -> None:
    student = retaker(world)
    along = other_class(world, student)
    along.administrative_classes.clear()
    meets(world, along, 3)
    third = other_class(world, student)
    for period in (1, 3):
        meets(world, third, period, on=world.meeting.date + 4 * DAY)
    shown = sent(world)
    assert shown.count("1 名学生另有课") == 2
    assert "1 名学生将同时有两门课" in shown


def test_cancelled_day_asks_nobody(world: Published) -> None:
    on_target(world, retaker(world))
    assert "另有课" not in sent(world, action="cancel", target="")


def test_time_taken_of_the_students_own_class_counts(world: Published) -> None:
    student = retaker(world)
    BusyTime.objects.create(
        institution=world.institution,
        term=world.term,
        administrative_class=student.administrative_class,
        weekday=(world.meeting.date + 4 * DAY).isoweekday(),
        first_period=1,
        periods=2,
        weeks=(1 << 18) - 1,
        reason="高等数学",
        source="教务",
    )
    shown = sent(world)
    assert "1 名学生另有课" in shown
    assert "高等数学" in shown


def test_preview_asks_as_much_for_three_meetings_as_for_one(world: Published) -> None:
    on_target(world, retaker(world))
    sent(world)
    with CaptureQueriesContext(connection) as first:
        sent(world)
    for _again in range(2):
        made = world.add_class()
        student = EnrolmentFactory(teaching_class=made).student
        world.add_meeting(
            world.meeting.date,
            first_period=3,
            teaching_class=made,
            instructor=StaffMemberFactory(institution=world.institution),
            room=RoomFactory(campus=world.room.campus),
        )
        on_target(world, student, first_period=3)
    with CaptureQueriesContext(connection) as second:
        shown = sent(world)
    assert "3 名学生将同时有两门课" in shown
    assert len(first) == len(second)
