"""A class gets another instructor or outline while meetings are changed: one waits for the other,
and neither for ever."""

import pytest

from courses.changes.domain import GroupPlan, change_group, decide
from courses.changes.domain.terms_held import hold_terms
from courses.changes.enums import GroupAction
from courses.changes.models import GroupChange
from courses.delivery.domain.outlines import move_to_outline
from courses.teaching.domain import assign_instructor
from courses.teaching.models import TeachingClass
from courses.timetable.domain.booking import one_at_a_time
from courses.timetable.domain.class_import import apply_classes, read_class_file
from courses.timetable.enums import MeetingStatus
from courses.timetable.models import Booking, Meeting
from tests.courses.changes.at_once import one_after_the_other
from tests.factories.changes import DAY, Published, published_term
from tests.factories.curriculum import OutlineFactory
from tests.factories.institutions import AdministrativeClassFactory, StudentFactory

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.services,
    pytest.mark.usefixtures("on_postgresql"),
]


@pytest.fixture
def world(transactional_db: None) -> Published:
    return published_term()


def hold(world: Published) -> None:
    hold_terms([world.term.pk], institutions=[world.institution.pk])


def move_the_day(world: Published) -> None:
    date = world.meeting.date
    plan = GroupPlan(date=date, action=GroupAction.MOVE, target=date + DAY)
    change_group(world.term, plan, reason="暴雨", by=None)


def assign(world: Published) -> None:
    assign_instructor(
        world.teaching_class, staff=world.colleague, valid_from=world.meeting.date, by=None
    )


def test_assignment_waits_for_a_change_of_the_class(world: Published) -> None:
    """The change names the class, which the assignment holds."""
    raised = one_after_the_other(
        lambda: hold(world), lambda: assign(world), then=lambda: move_the_day(world)
    )
    assert raised == [None, None]
    assert GroupChange.objects.exists()
    world.meeting.refresh_from_db()
    assert world.meeting.instructor == world.colleague


def test_list_of_classes_waits_for_a_change_of_the_term(world: Published) -> None:
    """The list holds the term, and who is assigned may have published meetings to take over."""
    course = world.teaching_class.course
    group = AdministrativeClassFactory(major__department__institution=world.institution)
    StudentFactory(administrative_class=group)
    text = (
        "教学班,课程代码,班级组成,教师工号\r\n"
        f"就业1班,{course.code},{group.name},{world.colleague.staff_number}\r\n"
    )
    table = read_class_file(text.encode(), filename="教学班.csv")
    raised = one_after_the_other(
        lambda: one_at_a_time(world.institution),
        lambda: apply_classes(world.term, table, by=None),
        then=lambda: hold(world),
    )
    assert raised == [None, None]
    assert TeachingClass.objects.get(code="就业1班").assignments.get().staff == world.colleague


def test_other_outline_waits_for_a_meeting_that_is_made_up(world: Published) -> None:
    """The outline holds the class, to which the new meeting belongs."""
    cancelled = Meeting.objects.filter(pk=world.meeting.pk)
    Booking.objects.filter(meeting=world.meeting).delete()
    cancelled.update(status=MeetingStatus.CANCELLED)
    world.meeting.refresh_from_db()
    date = world.meeting.date + DAY
    request = world.ask("make_up", date=date, first_period=1, room=world.room)
    other = OutlineFactory(course=world.teaching_class.course)
    raised = one_after_the_other(
        lambda: (hold(world), list(cancelled.select_for_update())),
        lambda: move_to_outline(world.teaching_class, other, by=None),
        then=lambda: decide(request, agreed=True, as_office=True, by=world.office),
    )
    assert raised == [None, None]
    assert Meeting.objects.filter(date=date).exists()
    world.teaching_class.refresh_from_db()
    assert world.teaching_class.outline == other
