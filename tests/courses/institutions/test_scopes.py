"""Which rows each role sees. Every case has rows beside it that could leak."""

import pytest

from courses.institutions.enums import RoleKind
from courses.institutions.models import (
    AdministrativeClass,
    Department,
    Institution,
    Role,
    StaffMember,
    StaffPeriod,
    Student,
    StudentPeriod,
)
from tests.factories.institutions import (
    AdministrativeClassFactory,
    DepartmentFactory,
    InstitutionFactory,
    RoleFactory,
    StaffMemberFactory,
    StudentFactory,
    UserFactory,
)
from tests.factories.teaching import EnrolmentFactory, TeachingAssignmentFactory

pytestmark = pytest.mark.django_db

WIDE = ["admin", "office", "auditor"]


@pytest.fixture
def department(institution):
    return DepartmentFactory(institution=institution)


@pytest.fixture
def student(department):
    """A student of the department; the three others are where they could leak from."""
    StudentFactory()
    StudentFactory(
        administrative_class__major__department__institution=department.institution, user=None
    )
    province = InstitutionFactory(province="42")
    StudentFactory(administrative_class__major__department__institution=province)
    group = AdministrativeClassFactory(major__department=department)
    return StudentFactory(administrative_class=group)


def names(model, user):
    return set(model.objects.visible_to(user))


@pytest.mark.parametrize("kind", WIDE)
def test_institution_wide_roles_see_all_its_students(institution, student, kind):
    user = RoleFactory(kind=kind, institution=institution).user

    assert names(Student, user) == set(Student.objects.filter(institution=institution))
    assert len(names(Student, user)) == 2


@pytest.mark.parametrize("kind", ["department", "counsellor"])
def test_departmental_roles_see_the_students_of_their_department(
    institution, department, student, kind
):
    user = RoleFactory(kind=kind, institution=institution, department=department).user

    assert names(Student, user) == {student}


def test_counsellor_without_a_department_sees_no_student(institution, student):
    user = RoleFactory(kind="counsellor", institution=institution).user

    assert names(Student, user) == set()


def test_instructor_sees_the_students_of_own_classes_once(institution, student):
    staff = StaffMemberFactory(institution=institution, user=UserFactory())
    RoleFactory(kind="instructor", institution=institution, user=staff.user)
    enrolment = EnrolmentFactory(student=student)
    TeachingAssignmentFactory(teaching_class=enrolment.teaching_class, staff=staff)

    assert list(Student.objects.visible_to(staff.user)) == [student]


def test_student_sees_only_the_own_record(institution, student):
    student.user = RoleFactory(kind="student", institution=institution).user
    student.save()

    assert names(Student, student.user) == {student}
    assert names(StudentPeriod, student.user) == set(student.periods.all())
    assert names(StaffMember, student.user) == set()


def test_province_officer_sees_the_province(student):
    user = RoleFactory(kind="province", institution=None, province="41").user

    assert names(Student, user) == set(Student.objects.filter(institution__province="41"))
    assert names(Institution, user) == set(Institution.objects.filter(province="41"))
    assert Student.objects.filter(institution__province="42").exists()


def test_superuser_sees_everything(student):
    user = UserFactory(is_superuser=True)

    assert names(Student, user) == set(Student.objects.all())


def test_person_without_a_role_sees_nothing(student):
    user = UserFactory()

    for model in (Student, StudentPeriod, StaffMember, StaffPeriod, Institution, Department, Role):
        assert names(model, user) == set()


@pytest.mark.parametrize("kind", [k for k in RoleKind if k != RoleKind.PROVINCE_OFFICER])
def test_every_role_stays_inside_its_institution(institution, department, student, kind):
    StaffMemberFactory()
    StaffMemberFactory(institution=institution)
    user = RoleFactory(kind=kind, institution=institution, department=department).user

    assert names(Institution, user) == {institution}
    for model in (
        Department,
        AdministrativeClass,
        Student,
        StudentPeriod,
        StaffMember,
        StaffPeriod,
        Role,
    ):
        assert {row.institution_id for row in names(model, user)} <= {institution.pk}


def test_two_roles_add_up(institution, student):
    other = Student.objects.exclude(institution=institution).first().institution
    user = RoleFactory(kind="office", institution=institution).user
    RoleFactory(kind="auditor", institution=other, user=user)

    seen = {row.institution_id for row in names(Student, user)}
    assert seen == {institution.pk, other.pk}
