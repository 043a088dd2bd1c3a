"""Who walks the path, and the little that has to be there before anybody can click.

What can be made on a screen is made on a screen; the rest is here: the institution with one campus
and one department, the course that its first-years must take, two teachers, accounts and roles,
the catalogue of credentials and the rules.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from assessments.compliance.domain.rules import load_rules
from cms.demo.structure import create_institution
from cms.demo.syllabus import COURSE
from cms.users.models import User
from courses.curriculum.models import Course, CourseRequirement
from courses.institutions.domain.roles import grant_role
from courses.institutions.enums import RoleKind, StaffKind
from courses.institutions.models import Institution, StaffMember, Student
from courses.qualifications.domain.catalogue import load_catalogue
from tests.e2e.person import Person
from tests.factories.institutions import CampusFactory, DepartmentFactory, StaffMemberFactory

ENTRY_YEAR = 2026
TERM = "2026-2027-1"


@dataclass
class Cast:
    """Everybody of one walk, at one width."""

    institution: Institution
    users: dict[str, User]
    teacher: StaffMember
    colleague: StaffMember
    open_window: Callable[[Any], Person]
    _windows: dict[str, Person] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Person:
        """`cast.office` is the person with that account; `cast.visitor` has none."""
        if name not in ("visitor", *self.__dict__.get("users", ())):
            raise AttributeError(name)
        if name not in self._windows:
            self._windows[name] = self.open_window(self.users.get(name))
        return self._windows[name]

    def enter_student(self, number: str) -> None:
        """The account of a student of the roster: sign-in of the university links the two."""
        student = Student.objects.get(institution=self.institution, student_number=number)
        student.user = self._account("student", student.name, RoleKind.STUDENT)
        student.save(update_fields=["user"])

    def _account(self, username: str, name: str, kind: str) -> User:
        user = User.objects.create(username=username, name=name)
        grant_role(user, kind=kind, institution=self.institution, by=None)
        self.users[username] = user
        return user


def enter(open_window: Callable[[Any], Person]) -> Cast:
    """An institution on its first day."""
    load_catalogue()
    load_rules()
    institution = create_institution()
    CampusFactory(institution=institution, name="主校区")
    DepartmentFactory(institution=institution, name="机械与动力工程学院")
    course = Course.objects.create(institution=institution, **COURSE)
    CourseRequirement.objects.create(institution=institution, course=course, entry_year=ENTRY_YEAR)
    teacher, colleague = (
        StaffMemberFactory(
            institution=institution,
            staff_number=number,
            name=name,
            kind=StaffKind.FULL_TIME_TEACHER,
            kind__school_level=True,
        )
        for number, name in (("T00001", "陈卫东"), ("T00002", "何敏"))
    )
    cast = Cast(institution, {}, teacher, colleague, open_window)
    for username, name, kind in (
        ("admin", "赵校管", RoleKind.INSTITUTION_ADMINISTRATOR),
        ("office", "钱教务", RoleKind.TEACHING_OFFICE),
        ("instructor", teacher.name, RoleKind.INSTRUCTOR),
        ("auditor", "吴审计", RoleKind.AUDITOR),
    ):
        cast._account(username, name, kind)
    teacher.user = cast.users["instructor"]
    teacher.save(update_fields=["user"])
    return cast
