"""Who does what with textbooks."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from courses.institutions.enums import RoleKind as R
from courses.institutions.scopes import scope_of

DECIDERS = (R.TEACHING_OFFICE, R.INSTITUTION_ADMINISTRATOR)
PROPOSERS = (*DECIDERS, R.DEPARTMENT_COORDINATOR, R.SECTION_HEAD, R.INSTRUCTOR)
READERS = (*PROPOSERS, R.AUDITOR)
# A province keeps the list that reaches all its schools.
KEEPERS = (*DECIDERS, R.PROVINCE_OFFICER)
LIST_READERS = (*READERS, R.PROVINCE_OFFICER)
# Instructors look at what they propose and teach with; the whole term is for those who answer.
AUDITORS = (*DECIDERS, R.DEPARTMENT_COORDINATOR, R.AUDITOR)


def require_role_at(request: HttpRequest, institution_id: int, *kinds: str) -> None:
    """403 for somebody whose roles of these kinds are at another institution."""
    roles: list[Any] = scope_of(request.user).roles
    if not any(one.institution_id == institution_id and one.kind in kinds for one in roles):
        raise PermissionDenied
