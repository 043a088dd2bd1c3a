"""The demo accounts. Their password is public: they exist in a demo database only."""

from django.conf import settings
from django.contrib.auth.hashers import make_password

from cms.users.models import User
from courses.institutions.domain.roles import grant_role
from courses.institutions.enums import RoleKind
from courses.institutions.models import Department, Institution, StaffMember, Student

PASSWORD = "qihang-demo"  # noqa: S105 — printed in the README on purpose
ACCOUNTS: dict[str, str] = {
    "province": "李省厅",
    "admin": "赵校管",
    "office": "钱教务",
    "department": "孙秘书",
    "section": "郑主任",
    "instructor": "",
    "counsellor": "周咨询",
    "student": "",
    "auditor": "吴审计",
}


class DemoRefused(Exception):
    """Demo accounts are not allowed here."""


def create_accounts(
    institution: Institution, *, instructor: StaffMember, student: Student
) -> dict[str, User]:
    """One account for each kind of role; `instructor` and `student` are people of the demo."""
    if not settings.QIHANG_DEMO_ALLOWED:
        raise DemoRefused("Demo accounts have a public password and are refused here.")
    department = Department.objects.get(pk=student.department_id)
    secret = make_password(PASSWORD)
    users = {}
    for kind in RoleKind.values:
        name = {"instructor": instructor.name, "student": student.name}.get(kind) or ACCOUNTS[kind]
        users[kind] = User.objects.create(username=kind, name=name, password=secret, is_demo=True)
    for kind, user in users.items():
        if kind == RoleKind.PROVINCE_OFFICER:
            grant_role(user, kind=kind, province=institution.province, by=users["admin"])
        else:
            needs_department = kind in {RoleKind.DEPARTMENT_COORDINATOR, RoleKind.COUNSELLOR}
            grant_role(
                user,
                kind=kind,
                institution=institution,
                department=department if needs_department else None,
                by=users["admin"],
            )
    instructor.user = users["instructor"]
    instructor.save(update_fields=["user"])
    student.user = users["student"]
    student.save(update_fields=["user"])
    return users
