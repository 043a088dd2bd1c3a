"""An institution where everybody who reads is there, and an author."""

import copy
from dataclasses import dataclass, field
from typing import Any

import pytest

from cms.content.models import SyllabusPage
from cms.reviewing.domain import approve_step, send_for_review
from cms.reviewing.models import ReviewStep
from courses.institutions.domain.roles import grant_role
from courses.institutions.enums import RoleKind as R
from tests.factories.content import make_syllabus
from tests.factories.institutions import (
    DepartmentFactory,
    InstitutionFactory,
    StaffMemberFactory,
    UserFactory,
)

BACKEND = "cms.users.backends.AccountBackend"


@dataclass
class Campus:
    """`people` by the value of their role; the author is an instructor of the department."""

    institution: Any
    department: Any
    people: dict[str, Any] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Any:
        try:
            return self.__dict__["people"][name]
        except KeyError as error:
            raise AttributeError(name) from error

    def enter(self, kind: str, name: str = "", **role: Any) -> Any:
        user = UserFactory(email=f"{name or kind}{self.institution.pk}@example.cn")
        if kind == R.DEPARTMENT_COORDINATOR:
            role.setdefault("department", self.department)
        grant_role(user, kind=kind, institution=self.institution, by=None, **role)
        self.people[name or kind] = user
        return user

    def draft(self, by: Any = None) -> SyllabusPage:
        """A syllabus that was never published, written by the author."""
        return make_syllabus(self.institution, publish=False, by=by or self.instructor)

    def step_of(self, page: Any) -> ReviewStep:
        return ReviewStep.objects.waiting().get(workflow_state__object_id=str(page.pk))

    def pass_all(self, page: Any) -> None:
        for name in ("section", "department", "office"):
            approve_step(self.step_of(page), by=self.people[name])


def build() -> Campus:
    institution = InstitutionFactory()
    campus = Campus(institution, DepartmentFactory(institution=institution))
    author = campus.enter(R.INSTRUCTOR)
    StaffMemberFactory(institution=institution, department=campus.department, user=author)
    for kind in (R.SECTION_HEAD, R.DEPARTMENT_COORDINATOR, R.TEACHING_OFFICE):
        campus.enter(kind)
    return campus


@pytest.fixture(scope="module")
def kept_campuses(kept_for_module):
    with kept_for_module(lambda: (build(), build())) as built:
        yield built


@pytest.fixture
def campuses(kept_campuses, db):
    return copy.deepcopy(kept_campuses)


@pytest.fixture
def campus(campuses):
    return campuses[0]


@pytest.fixture
def other_campus(campuses):
    return campuses[1]


@pytest.fixture
def sent(campus):
    """A page that waits for the head of section."""
    page = campus.draft()
    send_for_review(page, by=campus.instructor)
    return page


@pytest.fixture
def as_user(client):
    def enter(user):
        client.force_login(user, backend=BACKEND)
        return client

    return enter
