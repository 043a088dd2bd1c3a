"""Students of a class who sit in another one besides."""

import datetime
from typing import Any

from courses.teaching.models import TeachingClass
from courses.timetable.models import Meeting
from tests.factories.changes import Published
from tests.factories.curriculum import OutlineFactory
from tests.factories.institutions import StaffMemberFactory
from tests.factories.teaching import EnrolmentFactory, TeachingClassFactory
from tests.factories.timetable import RoomFactory


def retaker(world: Published, name: str = "李重修") -> Any:
    """Sits in the class without belonging to its administrative class, nor to the department."""
    enrolment = EnrolmentFactory(teaching_class=world.teaching_class, student__name=name)
    return enrolment.student


def other_class(world: Published, *students: Any) -> TeachingClass:
    """Of another course, with the students."""
    made: TeachingClass = TeachingClassFactory(
        term=world.term,
        outline=OutlineFactory(course__institution=world.institution),
        administrative_classes=[students[0].administrative_class],
    )
    for student in students:
        EnrolmentFactory(teaching_class=made, student=student)
    return made


def meets(
    world: Published,
    made: TeachingClass,
    first_period: int = 3,
    *,
    on: datetime.date | None = None,
) -> Meeting:
    return world.add_meeting(
        on or world.meeting.date,
        first_period=first_period,
        teaching_class=made,
        room=RoomFactory(campus=world.room.campus),
        instructor=StaffMemberFactory(institution=world.institution),
    )
