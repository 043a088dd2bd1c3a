"""Other times for missed meetings: what takes the class and the room is known, and single students'
other classes are gone round where another time is near, and named where none is."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from courses.institutions.models import StaffPeriod
from courses.timetable.models import BusyTime
from courses.training.domain import withdraw
from courses.training.domain.planning import PlanOptions, decide_plan
from courses.training.domain.planning.reading import read_problem
from courses.training.models import Nomination, PlannedCover, RotationPlan
from tests.courses.changes.single_students import meets, other_class, retaker
from tests.courses.changes.taken_times import take
from tests.courses.training.planning.conftest import Planned
from tests.factories.changes import DAY, published_term
from tests.factories.institutions import InstitutionFactory, RoleFactory
from tests.factories.rotation import (
    PlannedCoverFactory,
    PlannedSeatFactory,
    PlanPartFactory,
    RotationPlanFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def alone(planned: Planned) -> Planned:
    """The colleague is not employed any more, so nobody can substitute."""
    StaffPeriod.objects.filter(staff=planned.world.colleague).update(
        valid_to=planned.world.meeting.date - DAY
    )
    return planned


def made_up(planned: Planned) -> PlannedCover:
    found: PlannedCover = planned.plan().covers.get()
    assert found.is_make_up
    return found


def test_times_taken_of_the_class_are_no_times_to_make_up(alone: Planned) -> None:
    own = alone.world.teaching_class.administrative_classes.get()
    take(alone.world, own, but_for=[(4, 5)])
    cover = made_up(alone)
    assert cover.date is not None
    assert (cover.date.isoweekday(), cover.first_period) == (4, 5)
    assert alone.carry_out(cover.plan) == {"applied": 1, "refused": 0}


def test_room_that_is_taken_is_no_room_to_make_up(alone: Planned) -> None:
    world = alone.world
    BusyTime.objects.bulk_create(
        BusyTime(
            institution=world.institution,
            term=world.term,
            room=world.room,
            weekday=weekday,
            first_period=1,
            periods=12,
            weeks=(1 << world.term.weeks) - 1,
            reason="期末考试",
            source="教务",
        )
        for weekday in range(1, 8)
    )
    cover = made_up(alone)
    assert cover.room == world.other_room
    assert alone.carry_out(cover.plan) == {"applied": 1, "refused": 0}


def page(planned: Planned, plan: RotationPlan, name: str = "covers", user: Any = None) -> str:
    client = Client()
    client.force_login(user or planned.officer, backend="cms.users.backends.AccountBackend")
    return client.get(reverse(f"rotation:{name}", args=[plan.public_id])).content.decode()


def test_time_at_which_a_student_has_another_class_is_avoided(alone: Planned) -> None:
    before = made_up(alone)
    assert before.date is not None
    assert before.first_period is not None
    other = other_class(alone.world, retaker(alone.world))
    meets(alone.world, other, before.first_period, on=before.date)
    cover = made_up(alone)
    assert cover.date == before.date, "the day has another time"
    assert cover.first_period != before.first_period
    assert "另有课" not in page(alone, cover.plan)


def test_day_on_which_the_students_own_class_has_other_courses_is_avoided(alone: Planned) -> None:
    before = made_up(alone)
    assert before.date is not None
    student = retaker(alone.world)
    weekday = before.date.isoweekday()
    free = [(day, first) for day in range(1, 8) if day != weekday for first in (1, 3, 5, 7, 9)]
    take(alone.world, student.administrative_class, but_for=free)
    cover = made_up(alone)
    assert cover.date is not None
    assert cover.date.isoweekday() != weekday
    assert cover.date > alone.world.meeting.date


@pytest.fixture
def missed(alone: Planned) -> RotationPlan:
    """A retaker of the class is never free."""
    take(alone.world, retaker(alone.world).administrative_class, but_for=())
    return alone.plan()


def test_line_and_plan_say_who_where_no_time_is_free(alone: Planned, missed: RotationPlan) -> None:
    student = alone.world.teaching_class.enrolments.get(student__name="李重修").student
    office = alone.world.office
    for user in (alone.officer, office):
        shown = page(alone, missed, user=user)
        assert "1 名学生将同时有两门课" in shown
        assert "1 名学生另有课" in shown
    assert f"李重修 {student.student_number} 高等数学" in page(alone, missed, user=office)
    assert "1 名学生将同时有两门课" in page(alone, missed, "plan")


def test_plan_is_carried_out_all_the_same_and_the_line_still_says_so(
    alone: Planned, missed: RotationPlan
) -> None:
    assert alone.carry_out(missed) == {"applied": 1, "refused": 0}
    assert "1 名学生另有课" in page(alone, missed)
    assert "将同时有两门课" not in page(alone, missed, "plan")


def test_meeting_that_was_given_back_names_nobody(alone: Planned, missed: RotationPlan) -> None:
    alone.carry_out(missed)
    nomination = Nomination.objects.get(session=alone.session)
    withdraw(nomination, reason="有事", by=alone.officer)
    assert "另有课" not in page(alone, missed)


def test_discarded_plan_names_nobody(alone: Planned, missed: RotationPlan) -> None:
    decide_plan(missed, approved=False, by=alone.officer)
    assert "另有课" not in page(alone, missed)


def test_substitute_is_no_new_time(planned: Planned) -> None:
    take(planned.world, retaker(planned.world).administrative_class, but_for=())
    plan = planned.plan()
    assert not plan.covers.get().is_make_up
    assert "另有课" not in page(planned, plan)


@pytest.mark.parametrize("name", ["covers", "plan"])
def test_page_costs_as_much_for_three_make_ups_at_three_institutions_as_for_one(name: str) -> None:
    plan = RotationPlanFactory()
    officer = RoleFactory(kind="province", institution=None, province="41").user
    client = Client()
    client.force_login(officer, backend="cms.users.backends.AccountBackend")
    counts = []
    for more in (1, 2):
        for _n in range(more):
            world = published_term(InstitutionFactory(province="41"))
            student = retaker(world)
            take(world, student.administrative_class, but_for=())
            date = world.meeting.date + 7 * DAY
            meets(world, other_class(world, student), 5, on=date)
            PlanPartFactory(plan=plan, institution=world.institution)
            PlannedCoverFactory(
                seat=PlannedSeatFactory(plan=plan, staff=world.instructor),
                meeting=world.meeting,
                substitute=None,
                date=date,
                first_period=5,
                room=world.room,
            )
        with CaptureQueriesContext(connection) as found:
            shown = client.get(reverse(f"rotation:{name}", args=[plan.public_id]))
        assert "同时有两门课" in shown.content.decode()
        counts.append(len(found))
    assert counts[0] == counts[1]


def test_problem_is_read_by_as_many_queries_for_three_students_as_for_one(alone: Planned) -> None:
    world = alone.world
    counts = []
    for more in (1, 2):
        for _n in range(more):
            student = retaker(world)
            take(world, student.administrative_class, but_for=())
            day = world.meeting.date + (7 + len(counts)) * DAY
            meets(world, other_class(world, student), 3 + 2 * _n, on=day)
        with CaptureQueriesContext(connection) as found:
            read_problem(alone.scope, alone.cycle, PlanOptions(), now=timezone.now())
        counts.append(len(found))
    assert counts[0] == counts[1]
