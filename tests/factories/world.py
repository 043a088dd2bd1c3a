"""A term that is under way today, so that homes have something to say."""

import datetime
from types import SimpleNamespace
from typing import Any

from django.utils import timezone

from courses.delivery.domain import record_roll_call
from courses.institutions.enums import RoleKind
from courses.teaching.models import Enrolment
from courses.timetable.enums import MeetingStatus
from tests.factories.institutions import (
    AdministrativeClassFactory,
    DepartmentFactory,
    MajorFactory,
    RoleFactory,
    StaffMemberFactory,
    StudentFactory,
    UserFactory,
)
from tests.factories.teaching import (
    EnrolmentFactory,
    TeachingAssignmentFactory,
    TeachingClassFactory,
    TermFactory,
)
from tests.factories.timetable import MeetingFactory

ONE_DAY = datetime.timedelta(days=1)


class World:
    """An institution with one department in week 3 of a term. `add_class` makes a teaching class of
    one student with a meeting that nobody recorded, one held, one today and one tomorrow."""

    def __init__(self, institution: Any) -> None:
        self.institution = institution
        self.today = timezone.localdate()
        monday = self.today - datetime.timedelta(days=self.today.weekday() + 14)
        self.term = TermFactory(institution=institution, first_monday=monday)
        self.department = DepartmentFactory(institution=institution)
        self.classes: list[Any] = []
        self.instructor = StaffMemberFactory(institution=institution, user=UserFactory())
        RoleFactory(user=self.instructor.user, kind=RoleKind.INSTRUCTOR, institution=institution)
        self.student = self.make_student(user=UserFactory())
        RoleFactory(user=self.student.user, kind=RoleKind.STUDENT, institution=institution)

    def make_student(self, **fields: Any) -> Any:
        major = MajorFactory(department=self.department)
        return StudentFactory(
            administrative_class=AdministrativeClassFactory(major=major), **fields
        )

    def add_class(self) -> SimpleNamespace:
        made = TeachingClassFactory(
            term=self.term, administrative_classes=[self.student.administrative_class]
        )
        TeachingAssignmentFactory(teaching_class=made, staff=self.instructor)
        enrolment = EnrolmentFactory(teaching_class=made, student=self.student)
        days = {"unrecorded": -2, "held": -1, "today": 0, "tomorrow": 1}
        meetings = {
            name: self.add_meeting(made, self.today + days[name] * ONE_DAY) for name in days
        }
        self.record(meetings["held"], enrolment)
        one = SimpleNamespace(teaching_class=made, enrolment=enrolment, **meetings)
        self.classes.append(one)
        return one

    def add_meeting(self, teaching_class: Any, date: datetime.date, **fields: Any) -> Any:
        return MeetingFactory(
            teaching_class=teaching_class,
            date=date,
            week=self.term.week_of(date),
            instructor=self.instructor,
            unit=teaching_class.outline.units.first(),
            # Late enough that today's meeting is not over when the tests run.
            starts_at=timezone.make_aware(datetime.datetime.combine(date, datetime.time(23, 57))),
            ends_at=timezone.make_aware(datetime.datetime.combine(date, datetime.time(23, 59, 59))),
            **fields,
        )

    def record(self, meeting: Any, enrolment: Enrolment) -> None:
        record_roll_call(
            meeting, statuses={str(enrolment.public_id): "present"}, by=self.instructor.user
        )
        meeting.refresh_from_db()
        assert meeting.status == MeetingStatus.HELD
