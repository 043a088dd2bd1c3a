"""Who may do what with grades: predicates over roles as they are now.

The instructor records; the department may send a sheet back and decide on amendments of its
students; the office locks. Objects are taken as they come, so that this file needs no models.
"""

from typing import Any

from django.db.models import Q
from django.utils import timezone

from courses.institutions.enums import RoleKind
from courses.institutions.scopes import scope_of

OFFICE = frozenset({RoleKind.TEACHING_OFFICE, RoleKind.INSTITUTION_ADMINISTRATOR})


def is_office(user: Any, institution_id: int) -> bool:
    return any(
        role.kind in OFFICE and role.institution_id == institution_id
        for role in scope_of(user).roles
    )


def is_assigned(user: Any, teaching_class: Any) -> bool:
    """Whether the person teaches the class: an instructor's role, and an assignment not ended."""
    institution_id = teaching_class.institution_id
    if not any(
        role.kind == RoleKind.INSTRUCTOR and role.institution_id == institution_id
        for role in scope_of(user).roles
    ):
        return False
    return bool(
        teaching_class.assignments.filter(
            Q(valid_to=None) | Q(valid_to__gt=timezone.localdate()), staff__user=user.pk
        ).exists()
    )


def _departments(user: Any, institution_id: int) -> set[int]:
    return {
        role.department_id
        for role in scope_of(user).roles
        if role.kind == RoleKind.DEPARTMENT_COORDINATOR
        and role.institution_id == institution_id
        and role.department_id is not None
    }


def may_record(user: Any, teaching_class: Any) -> bool:
    """Enter scores, submit the sheet, ask for an amendment."""
    return is_office(user, teaching_class.institution_id) or is_assigned(user, teaching_class)


def may_return(user: Any, teaching_class: Any) -> bool:
    """Send a submitted sheet back with a question."""
    if is_office(user, teaching_class.institution_id):
        return True
    departments = _departments(user, teaching_class.institution_id)
    return bool(
        departments
        and teaching_class.administrative_classes.filter(department__in=departments).exists()
    )


def may_lock(user: Any, teaching_class: Any) -> bool:
    return is_office(user, teaching_class.institution_id)


def may_decide(user: Any, student: Any) -> bool:
    """Decide on an amendment of this student's grade; never one's own request, see the domain."""
    if is_office(user, student.institution_id):
        return True
    return student.department_id in _departments(user, student.institution_id)
