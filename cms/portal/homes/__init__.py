"""The home page of each role: `(user, scope) -> context` for `cms/portal/home/<role>.html`."""

from collections.abc import Callable
from typing import Any

from cms.portal.homes.admin import admin_home
from cms.portal.homes.auditor import auditor_home
from cms.portal.homes.counsellor import counsellor_home
from cms.portal.homes.department import department_home
from cms.portal.homes.instructor import instructor_home
from cms.portal.homes.office import office_home
from cms.portal.homes.province import province_home
from cms.portal.homes.section import section_home
from cms.portal.homes.student import student_home
from courses.institutions.enums import RoleKind
from courses.institutions.scopes import Scope

Home = Callable[[Any, Scope], dict[str, Any]]

# A person with several roles gets the first of them.
HOMES: dict[str, Home] = {
    RoleKind.TEACHING_OFFICE: office_home,
    RoleKind.INSTITUTION_ADMINISTRATOR: admin_home,
    RoleKind.PROVINCE_OFFICER: province_home,
    RoleKind.DEPARTMENT_COORDINATOR: department_home,
    RoleKind.SECTION_HEAD: section_home,
    RoleKind.INSTRUCTOR: instructor_home,
    RoleKind.COUNSELLOR: counsellor_home,
    RoleKind.AUDITOR: auditor_home,
    RoleKind.STUDENT: student_home,
}
