"""Institutions and people."""

import datetime

import factory
from factory.django import DjangoModelFactory

from cms.users.models import User
from courses.institutions import models
from courses.institutions.enums import RoleKind, Sex, StaffKind


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"user{n}")
    name = factory.Sequence(lambda n: f"用户{n}")


class InstitutionFactory(DjangoModelFactory):
    class Meta:
        model = models.Institution

    code = factory.Sequence(lambda n: f"41410{n:05d}")
    name = factory.Sequence(lambda n: f"第{n}大学")
    province = "41"
    city = "郑州市"


class CampusFactory(DjangoModelFactory):
    class Meta:
        model = models.Campus

    institution = factory.SubFactory(InstitutionFactory)
    name = factory.Sequence(lambda n: f"校区{n}")


class DepartmentFactory(DjangoModelFactory):
    class Meta:
        model = models.Department

    institution = factory.SubFactory(InstitutionFactory)
    name = factory.Sequence(lambda n: f"第{n}学院")


class MajorFactory(DjangoModelFactory):
    class Meta:
        model = models.Major

    department = factory.SubFactory(DepartmentFactory)
    institution = factory.SelfAttribute("department.institution")
    name = factory.Sequence(lambda n: f"专业{n}")


class AdministrativeClassFactory(DjangoModelFactory):
    class Meta:
        model = models.AdministrativeClass

    major = factory.SubFactory(MajorFactory)
    institution = factory.SelfAttribute("major.institution")
    department = factory.SelfAttribute("major.department")
    name = factory.Sequence(lambda n: f"班级26{n:03d}")
    entry_year = 2026


class StudentFactory(DjangoModelFactory):
    """A student with an open period: enrolled since September of the entry year."""

    class Meta:
        model = models.Student
        skip_postgeneration_save = True

    administrative_class = factory.SubFactory(AdministrativeClassFactory)
    institution = factory.SelfAttribute("administrative_class.institution")
    department = factory.SelfAttribute("administrative_class.department")
    entry_year = factory.SelfAttribute("administrative_class.entry_year")
    student_number = factory.Sequence(lambda n: f"02601{n:05d}")
    name = factory.Sequence(lambda n: f"学生{n}")
    sex = Sex.FEMALE

    @factory.post_generation
    def period(self, create, extracted, **kwargs):
        if not create or extracted is False:
            return
        StudentPeriodFactory(student=self, **kwargs)


class StudentPeriodFactory(DjangoModelFactory):
    class Meta:
        model = models.StudentPeriod

    student = factory.SubFactory(StudentFactory, period=False)
    institution = factory.SelfAttribute("student.institution")
    department = factory.SelfAttribute("student.department")
    administrative_class = factory.SelfAttribute("student.administrative_class")
    graduation_year = factory.LazyAttribute(lambda p: p.student.entry_year + 4)
    valid_from = factory.LazyAttribute(lambda p: datetime.date(p.student.entry_year, 9, 1))


class StaffMemberFactory(DjangoModelFactory):
    """A person; `kind=` also makes the employment period (default: full-time course teacher)."""

    class Meta:
        model = models.StaffMember
        skip_postgeneration_save = True

    institution = factory.SubFactory(InstitutionFactory)
    staff_number = factory.Sequence(lambda n: f"T{n:05d}")
    name = factory.Sequence(lambda n: f"教师{n}")

    @factory.post_generation
    def kind(self, create, extracted, **kwargs):
        if not create or extracted is False:
            return
        StaffPeriodFactory(staff=self, kind=extracted or StaffKind.FULL_TIME_TEACHER, **kwargs)


class StaffPeriodFactory(DjangoModelFactory):
    class Meta:
        model = models.StaffPeriod

    staff = factory.SubFactory(StaffMemberFactory, kind=False)
    institution = factory.SelfAttribute("staff.institution")
    kind = StaffKind.FULL_TIME_TEACHER
    valid_from = datetime.date(2020, 9, 1)


class RoleFactory(DjangoModelFactory):
    class Meta:
        model = models.Role

    user = factory.SubFactory(UserFactory)
    kind = RoleKind.TEACHING_OFFICE
    institution = factory.SubFactory(InstitutionFactory)
