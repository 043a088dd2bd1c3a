"""A class that is added goes around its single students' other classes where it can, and says whose
it can't."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from courses.institutions.enums import RoleKind
from courses.timetable.domain.class_added import accept_class, propose_class
from courses.timetable.models import BusyTime, Room
from courses.timetable.solver.repair.weekly_problem import WeeklyEmphasis
from courses.timetable.weeks import even_weeks, every_week, odd_weeks
from tests.courses.timetable.terms import make_class, make_slot, make_term, make_version
from tests.factories.institutions import RoleFactory
from tests.factories.teaching import EnrolmentFactory
from tests.factories.timetable import RoomFactory

pytestmark = pytest.mark.django_db
FEWEST = WeeklyEmphasis.FEWEST
OFFICE = RoleKind.TEACHING_OFFICE


@pytest.fixture
def term(institution):
    """Two rooms and no class."""
    made = make_term(institution, classes=0, rooms=1)
    RoomFactory(campus=made.institution.rooms.first().campus)
    return made


@pytest.fixture
def version(term):
    return make_version(term)


@pytest.fixture
def added(term):
    """A class that is free on Monday in periods 1–2 and on Tuesday in 3–4."""
    made = make_class(term, groups=1, campus=term.institution.rooms.first().campus)
    take(made.administrative_classes.get(), term, but_for=[(1, 1), (2, 3)])
    return made


def take(group: Any, term: Any, *, but_for: Any = (), weeks: int | None = None) -> None:
    BusyTime.objects.bulk_create(
        BusyTime(
            institution=term.institution,
            term=term,
            administrative_class=group,
            weekday=weekday,
            first_period=first,
            periods=2,
            weeks=every_week(1, term.weeks) if weeks is None else weeks,
            reason="高等数学",
            source="公共课",
        )
        for weekday in range(1, 8)
        for first in (1, 3, 5, 7, 9)
        if (weekday, first) not in but_for
    )


def retaker(teaching_class: Any, name: str = "李重修") -> Any:
    """Sits in the class without belonging to its administrative class."""
    return EnrolmentFactory(teaching_class=teaching_class, student__name=name).student


def other_class(version: Any, *students: Any, weekday: int = 1, first_period: int = 1, **values):
    """Of other administrative classes and the students, with a weekly time."""
    made = make_class(version.term)
    for student in students:
        EnrolmentFactory(teaching_class=made, student=student)
    values.setdefault("room", version.institution.rooms.last())
    make_slot(version, made, weekday=weekday, first_period=first_period, **values)
    return made


def time_of(version: Any, added: Any) -> Any:
    (found,) = next(one for one in propose_class(version, added) if one.emphasis == FEWEST).new
    return found


def where(version: Any, added: Any) -> tuple[int, int]:
    found = time_of(version, added)
    return found.weekday, found.first_period


def page(version: Any, added: Any) -> str:
    client = Client()
    user = RoleFactory(kind=RoleKind.TEACHING_OFFICE, institution=version.institution).user
    client.force_login(user, backend="cms.users.backends.AccountBackend")
    address = reverse("timetable:class_added", kwargs={"public_id": version.public_id})
    return client.get(address, {"class": str(added.public_id)}).content.decode()


@pytest.fixture
def both_taken(version, added):
    """A student of the class sits in another one on Monday, and in a third on Tuesday."""
    student = retaker(added)
    other_class(version, student)
    other_class(version, student, weekday=2, first_period=3)
    return student


def test_time_at_which_a_student_has_another_class_is_avoided(version, added):
    assert where(version, added) == (1, 1)
    other_class(version, retaker(added))
    assert where(version, added) == (2, 3)
    assert "另有课" not in page(version, added)


def test_time_taken_of_the_students_own_class_is_avoided(version, term, added):
    take(retaker(added).administrative_class, term, but_for=[(2, 3)])
    assert where(version, added) == (2, 3)


def test_class_that_meets_in_other_weeks_is_no_other_class_then(version, term):
    """Half the hours, in odd weeks; the other class meets in even ones."""
    campus = term.institution.rooms.first().campus
    added = make_class(term, hours=16, groups=1, campus=campus, weeks=odd_weeks(1, 16))
    take(added.administrative_classes.get(), term, but_for=[(1, 1), (2, 3)])
    other_class(version, retaker(added), weeks=even_weeks(1, 16))
    assert where(version, added) == (1, 1)


def test_line_and_proposal_say_who_where_there_is_no_other_way(version, added, both_taken):
    shown = page(version, added)
    assert "1 名学生将同时有两门课" in shown
    assert "1 名学生另有课" in shown
    other = both_taken.enrolments.exclude(teaching_class=added).earliest("pk").teaching_class
    assert f"李重修 {both_taken.student_number} {other.code}" in shown


def test_class_is_added_all_the_same(version, added, both_taken):
    (found,) = (one for one in propose_class(version, added) if one.emphasis == FEWEST)
    assert not found.moved
    draft = accept_class(version, added, emphasis=FEWEST, key=found.key, by=None)
    assert draft.slots.filter(teaching_class=added).exists()


def test_reason_of_a_time_taken_is_said(version, term, added):
    student = retaker(added)
    take(student.administrative_class, term)
    assert [one.other for one in time_of(version, added).missed_by] == ["高等数学"]
    assert f"李重修 {student.student_number} 高等数学" in page(version, added)


def test_class_that_gives_way_names_its_students(version, term):
    """There is one room, and the new class is free only at the time of another one."""
    Room.objects.exclude(pk=term.institution.rooms.first().pk).delete()
    added = make_class(term, groups=1, campus=term.institution.rooms.get().campus)
    take(added.administrative_classes.get(), term, but_for=[(1, 1)])
    gives_way = other_class(version, retaker(added))
    third = retaker(gives_way, name="王另修")
    take(third.administrative_class, term, but_for=[(1, 1)])
    (found,) = (one for one in propose_class(version, added) if one.emphasis == FEWEST)
    (moved,) = found.moved
    assert [one.name for one in moved.missed_by] == ["王另修"]
    assert found.new[0].missed_by == (), "the other class has left that time"


def test_asking_costs_as_much_for_three_students_as_for_one(version, term, added):
    def queries() -> int:
        page(version, added)
        with CaptureQueriesContext(connection) as found:
            shown = page(version, added)
        assert "另有课" in shown
        return len(found)

    def add() -> None:
        student = retaker(added)
        take(student.administrative_class, term)
        other_class(version, student, weekday=1 + term.teaching_classes.count())

    add()
    one = queries()
    add()
    add()
    assert queries() == one
