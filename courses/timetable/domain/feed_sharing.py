"""Who may share the calendar of which class or room."""

from typing import Any

from cms.users.models import User
from courses.institutions.enums import RoleKind
from courses.institutions.models import AdministrativeClass, Institution
from courses.institutions.scopes import scope_of
from courses.teaching.models import TeachingClass
from courses.timetable.models import Room, SharedFeed

OFFICES = (RoleKind.TEACHING_OFFICE, RoleKind.INSTITUTION_ADMINISTRATOR)
SHARERS = (*OFFICES, RoleKind.DEPARTMENT_COORDINATOR, RoleKind.INSTRUCTOR)

MODELS: dict[str, Any] = {
    "teaching-class": TeachingClass,
    "class": AdministrativeClass,
    "room": Room,
}


def shareable(user: User, kind: str, *, institution: Institution) -> Any:
    """The rows of a kind whose feed the person may make: the office of all, a coordinator of the
    department's classes, an instructor of the classes that they teach now."""
    rows = MODELS[kind].objects.filter(institution=institution)
    allowed = rows.none()
    for role in scope_of(user).roles:
        if role.institution_id != institution.pk:
            continue
        if role.kind in OFFICES:
            return rows
        if role.kind == RoleKind.DEPARTMENT_COORDINATOR and role.department_id:
            allowed |= _of_department(rows, kind, role.department_id)
        if role.kind == RoleKind.INSTRUCTOR and kind == "teaching-class":
            allowed |= _taught_by(rows, user)
    return allowed


def may_revoke(user: User, feed: SharedFeed) -> bool:
    """Whoever made it, and the office any of its institution."""
    return feed.made_by_id == user.pk or any(
        role.kind in OFFICES and role.institution_id == feed.institution_id
        for role in scope_of(user).roles
    )


def _of_department(rows: Any, kind: str, department: int) -> Any:
    if kind == "class":
        return rows.filter(department=department)
    if kind == "teaching-class":
        joined = TeachingClass.objects.filter(administrative_classes__department=department)
        return rows.filter(pk__in=joined.order_by().values("pk"))
    return rows.none()


def _taught_by(rows: Any, user: User) -> Any:
    taught = TeachingClass.objects.filter(
        assignments__staff__user=user, assignments__valid_to=None
    ).order_by()
    return rows.filter(pk__in=taught.values("pk"))
