"""Questions asked of meetings and slots, as they are said."""

import datetime
from typing import Any, Self

from django.db.models import Exists, F, OuterRef, Q

from courses.institutions.models import AdministrativeClass, Department, StaffMember, Student
from courses.institutions.prepared_query import Parameter
from courses.institutions.scopes import ScopedQuerySet
from courses.teaching.models import Enrolment, TeachingClass, Term
from courses.timetable.enums import MeetingStatus, VersionState


class MeetingQuerySet(ScopedQuerySet):
    """`Meeting.objects.in_week(3).taught_by(staff)`"""

    def in_week(self, week: int) -> Self:
        """Meetings on the dates of a teaching week; combine with a term or a person."""
        return self.filter(week=week)

    def on(self, date: datetime.date) -> Self:
        return self.filter(date=date)

    def taught_by(self, staff: Any) -> Self:
        """`staff`: a StaffMember, or the Parameter that stands for one."""
        return self.filter(instructor=staff)

    def of_student(self, student: Any) -> Self:
        """Meetings of the classes in which the student (or the Parameter that stands for one) was
        enrolled on the day."""
        return self.filter(
            Exists(
                Enrolment.objects.filter(
                    Q(valid_to=None) | Q(valid_to__gt=OuterRef("date")),
                    teaching_class=OuterRef("teaching_class"),
                    student=student,
                    valid_from__lte=OuterRef("date"),
                )
            ),
            teaching_class__in=Enrolment.objects.filter(student=student).values("teaching_class"),
        )

    def of_administrative_class(self, administrative_class: AdministrativeClass) -> Self:
        return self.filter(teaching_class__administrative_classes=administrative_class)

    def of_department(self, department: Department) -> Self:
        """Those of the teaching classes in which a class of the department sits; each once."""
        return self.filter(teaching_class__in=_classes_of(department))

    def taking_place(self) -> Self:
        """Neither cancelled nor only planned on paper: scheduled or held."""
        return self.exclude(status=MeetingStatus.CANCELLED)

    def not_over(self, now: datetime.datetime | Parameter) -> Self:
        return self.filter(ends_at__gt=now)

    def with_names(self) -> Self:
        """Everything that a line of a timetable says, in the same query."""
        return self.select_related(
            "teaching_class__course", "room__campus", "instructor", "unit", "slot"
        )

    def calendar_order(self) -> Self:
        return self.order_by(F("starts_at"), "pk")


class SlotQuerySet(ScopedQuerySet):
    """`Slot.objects.published(term).taught_by(staff)`"""

    def published(self, term: Term) -> Self:
        return self.filter(version__term=term, version__state=VersionState.PUBLISHED)

    def taught_by(self, staff: StaffMember) -> Self:
        return self.filter(instructor=staff)

    def of_student(self, student: Student) -> Self:
        """Slots of the classes in which the student is enrolled."""
        return self.filter(
            teaching_class__in=Enrolment.objects.filter(student=student, valid_to=None).values(
                "teaching_class"
            )
        )

    def of_administrative_class(self, administrative_class: AdministrativeClass) -> Self:
        return self.filter(teaching_class__administrative_classes=administrative_class)

    def of_department(self, department: Department) -> Self:
        """Those of the teaching classes in which a class of the department sits; each once."""
        return self.filter(teaching_class__in=_classes_of(department))

    def with_names(self) -> Self:
        return self.select_related("teaching_class__course", "room__campus", "instructor")


def _classes_of(department: Department) -> Any:
    sits_in = TeachingClass.administrative_classes.through.objects
    return sits_in.filter(administrativeclass__department=department).values("teachingclass")
