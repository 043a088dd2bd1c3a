"""A published timetable in which changes can be asked for, and requests."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from courses.changes.domain import Proposal, load_change_rules, request_change
from courses.changes.models import ChangeRequest
from courses.institutions.enums import RoleKind
from courses.institutions.models import StaffMember
from courses.teaching.models import TeachingClass, Term
from courses.timetable.domain.bells import adopt_sample_bells
from courses.timetable.domain.booking import book, bookings_of
from courses.timetable.models import Meeting, Room
from tests.factories.institutions import (
    AdministrativeClassFactory,
    CampusFactory,
    InstitutionFactory,
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
from tests.factories.timetable import MeetingFactory, RoomFactory

DAY = datetime.timedelta(days=1)


@dataclass
class Published:
    """A term in its third week today; `meeting` is next week's Tuesday, periods 1–2, of a class of
    one administrative class with one student. The shipped rules hold."""

    institution: Any
    term: Term
    room: Room
    other_room: Room
    teaching_class: TeachingClass
    instructor: StaffMember
    colleague: StaffMember
    student: Any
    coordinator: Any
    office: Any
    meeting: Meeting

    @property
    def department(self) -> Any:
        return self.student.department

    def add_meeting(self, date: datetime.date, **fields: Any) -> Meeting:
        """A booked meeting of the class; `first_period` 1, 3, 5 … as the sample's bells ring."""
        fields.setdefault("teaching_class", self.teaching_class)
        fields.setdefault("instructor", self.instructor)
        fields.setdefault("room", self.room)
        first = fields.setdefault("first_period", 1)
        start = datetime.time(8 + 2 * (first // 2), 0)
        made: Meeting = MeetingFactory(
            date=date,
            week=self.term.week_of(date),
            starts_at=timezone.make_aware(datetime.datetime.combine(date, start)),
            unit=self.teaching_class.outline.units.first(),
            **fields,
        )
        groups = made.teaching_class.administrative_classes.values_list("pk", flat=True)
        book(bookings_of(made, groups))
        return made

    def add_class(self) -> TeachingClass:
        """Another class of the course, of another administrative class and instructor."""
        made: TeachingClass = TeachingClassFactory(
            term=self.term,
            outline=self.teaching_class.outline,
            administrative_classes=[
                AdministrativeClassFactory(major__department__institution=self.institution)
            ],
        )
        return made

    def ask(self, kind: str = "substitute", **values: Any) -> ChangeRequest:
        """A request as the instructor would send it: for illness, the colleague as substitute."""
        given: dict[str, Any] = {"reason_kind": "illness", "by": self.instructor.user} | values
        meeting = given.pop("meeting", self.meeting)
        wanted = {
            key: given.pop(key)
            for key in ("date", "first_period", "room", "substitute")
            if key in given
        }
        if kind == "substitute":
            wanted.setdefault("substitute", self.colleague)
        return request_change(meeting, Proposal(kind, **wanted), **given)


def published_term(institution: Any = None) -> Published:
    load_change_rules()
    institution = institution or InstitutionFactory()
    today = timezone.localdate()
    monday = today - datetime.timedelta(days=today.weekday() + 14)
    term = TermFactory(institution=institution, first_monday=monday)
    adopt_sample_bells(term, by=None)
    campus = CampusFactory(institution=institution)
    room, other_room = (RoomFactory(campus=campus, name=name) for name in ("甲101", "乙202"))
    instructor, colleague = (
        StaffMemberFactory(institution=institution, name=name, user=UserFactory(name=name))
        for name in ("陈卫东", "何敏")
    )
    for staff in (instructor, colleague):
        RoleFactory(user=staff.user, kind=RoleKind.INSTRUCTOR, institution=institution)
    group = AdministrativeClassFactory(major__department__institution=institution)
    student = StudentFactory(administrative_class=group, user=UserFactory(name="学生"))
    RoleFactory(user=student.user, kind=RoleKind.STUDENT, institution=institution)
    teaching_class = TeachingClassFactory(term=term, administrative_classes=[group])
    TeachingAssignmentFactory(teaching_class=teaching_class, staff=instructor)
    EnrolmentFactory(teaching_class=teaching_class, student=student)
    coordinator = RoleFactory(
        kind=RoleKind.DEPARTMENT_COORDINATOR,
        institution=institution,
        department=group.department,
    ).user
    made = Published(
        institution=institution,
        term=term,
        room=room,
        other_room=other_room,
        teaching_class=teaching_class,
        instructor=instructor,
        colleague=colleague,
        student=student,
        coordinator=coordinator,
        office=RoleFactory(kind=RoleKind.TEACHING_OFFICE, institution=institution).user,
        meeting=None,  # type: ignore[arg-type]  # it needs the term around it
    )
    made.meeting = made.add_meeting(monday + datetime.timedelta(days=22))
    return made
