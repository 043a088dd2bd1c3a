"""Single students who have another class at a time: it comes later, they are named, nobody is kept
from it."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from courses.changes.domain import decide, free_times
from courses.changes.domain.free_time import FreeTime
from courses.changes.enums import RequestState
from courses.changes.models import ChangeRequest
from courses.teaching.models import TeachingClass
from courses.timetable.enums import MeetingStatus
from courses.timetable.models import BusyTime, Meeting
from tests.courses.changes.single_students import meets, other_class, retaker
from tests.factories.changes import Published
from tests.factories.institutions import StudentFactory
from tests.factories.teaching import EnrolmentFactory


def named(world: Published) -> Meeting:
    found: Meeting = (
        Meeting.objects.with_names()
        .select_related("term__institution", "institution")
        .get(pk=world.meeting.pk)
    )
    return found


def time_at(world: Published, first_period: int = 3) -> FreeTime:
    times = free_times(named(world), most=1000, a_day=20)
    date = world.meeting.date
    return next(one for one in times if (one.date, one.first_period) == (date, first_period))


def test_time_at_which_a_student_has_another_class_comes_later_and_says_so(
    world: Published,
) -> None:
    before = time_at(world)
    assert free_times(named(world))[0] == before
    student = retaker(world)
    other = other_class(world, student)
    meets(world, other)
    after = time_at(world)
    assert after.cost > before.cost
    assert free_times(named(world))[0] != after
    assert "1 名学生另有课" in after.reasons
    (missing,) = after.missed_by
    assert (missing.name, missing.student_number, missing.other) == (
        student.name,
        student.student_number,
        other.code,
    )


def test_more_students_make_a_time_worse(world: Published) -> None:
    first, second = retaker(world), retaker(world, "王重修")
    meets(world, other_class(world, first), 3)
    one = time_at(world).cost
    EnrolmentFactory(teaching_class=TeachingClass.objects.latest("pk"), student=second)
    assert time_at(world).cost > one


def test_cancelled_meeting_of_another_class_keeps_nobody(world: Published) -> None:
    made = meets(world, other_class(world, retaker(world)))
    made.status = MeetingStatus.CANCELLED
    made.save()
    assert time_at(world).missed_by == ()


def test_student_who_left_the_other_class_is_free(world: Published) -> None:
    student = retaker(world)
    meets(world, other_class(world, student))
    student.enrolments.exclude(teaching_class=world.teaching_class).update(
        valid_to=world.meeting.date
    )
    assert time_at(world).missed_by == ()


def test_time_taken_of_the_students_own_administrative_class_counts(world: Published) -> None:
    """Courses that are not in this system come as times taken."""
    student = retaker(world)
    BusyTime.objects.create(
        institution=world.institution,
        term=world.term,
        administrative_class=student.administrative_class,
        weekday=world.meeting.weekday,
        first_period=3,
        periods=2,
        weeks=(1 << 18) - 1,
        reason="高等数学",
        source="教务",
    )
    (missing,) = time_at(world).missed_by
    assert (missing.name, missing.other) == (student.name, "高等数学")


def test_search_asks_as_much_for_three_students_as_for_one(
    world: Published, django_assert_num_queries: Any
) -> None:
    meeting = named(world)
    meets(world, other_class(world, retaker(world)), 3)
    with django_assert_num_queries(19):
        free_times(meeting)
    for period in (5, 7):
        meets(world, other_class(world, retaker(world)), period)
    with django_assert_num_queries(19):
        free_times(meeting)


# --- The request -------------------------------------------------------------------------------
def asked(world: Published) -> ChangeRequest:
    time = time_at(world)
    return world.ask("move", date=time.date, first_period=3, room=time.room)


def page(user: Any, request: ChangeRequest) -> str:
    client = Client()
    client.force_login(user, backend="cms.users.backends.AccountBackend")
    where = reverse("changes:detail", kwargs={"public_id": request.public_id})
    return client.get(where).content.decode()


@pytest.fixture
def request_that_one_misses(world: Published) -> ChangeRequest:
    meets(world, other_class(world, retaker(world)))
    return asked(world)


def test_office_and_instructor_see_who_has_another_class(
    world: Published, request_that_one_misses: ChangeRequest
) -> None:
    for user in (world.office, world.instructor.user):
        shown = page(user, request_that_one_misses)
        assert "1 名学生另有课" in shown
        assert "李重修" in shown


def test_coordinator_of_another_department_sees_the_number_only(
    world: Published, request_that_one_misses: ChangeRequest
) -> None:
    shown = page(world.coordinator, request_that_one_misses)
    assert "1 名学生另有课" in shown
    assert "李重修" not in shown


def test_request_is_carried_out_all_the_same(
    world: Published, request_that_one_misses: ChangeRequest
) -> None:
    done = decide(request_that_one_misses, agreed=True, as_office=True, by=world.office)
    assert done.state == RequestState.APPLIED
    assert "李重修" in page(world.office, done)


def test_change_that_leaves_the_time_asks_nobody(world: Published) -> None:
    meets(world, other_class(world, retaker(world)), 1)
    assert "另有课" not in page(world.office, world.ask())


def test_instructor_sees_the_names_beside_the_time(world: Published) -> None:
    student = StudentFactory(
        administrative_class__major__department__institution=world.institution, name="赵跟班"
    )
    EnrolmentFactory(teaching_class=world.teaching_class, student=student)
    other = other_class(world, student)
    for period in (3, 5, 7, 9):
        meets(world, other, period)
    client = Client()
    client.force_login(world.instructor.user, backend="cms.users.backends.AccountBackend")
    where = reverse("changes:ask", kwargs={"public_id": world.meeting.public_id, "kind": "move"})
    shown = client.get(where).content.decode()
    assert "1 名学生另有课" in shown
    assert "赵跟班" in shown


def test_page_asks_as_much_for_three_students_as_for_one(world: Published) -> None:
    meets(world, other_class(world, retaker(world)))
    request = asked(world)
    page(world.office, request)
    with CaptureQueriesContext(connection) as first:
        page(world.office, request)
    other = TeachingClass.objects.latest("pk")
    for name in ("甲", "乙"):
        EnrolmentFactory(teaching_class=other, student=retaker(world, name))
    with CaptureQueriesContext(connection) as second:
        page(world.office, request)
    assert len(first) == len(second)
