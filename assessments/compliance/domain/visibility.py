"""Whose audits a person may read."""

from typing import Any

from django.db.models import Q, QuerySet

from courses.institutions.enums import INSTITUTION_WIDE, RoleKind
from courses.institutions.models import Institution
from courses.institutions.scopes import scope_of

AUDIENCE = (
    RoleKind.TEACHING_OFFICE,
    RoleKind.INSTITUTION_ADMINISTRATOR,
    RoleKind.AUDITOR,
    RoleKind.PROVINCE_OFFICER,
)


def audited_institutions(user: Any) -> "QuerySet[Institution]":
    """Institutions whose audits the person may open: the own one for office, administrator and
    auditor, those of the province for its officer.

    Narrower than `visible_to`: an office of one school may teach at another.
    """
    visible: QuerySet[Institution] = Institution.objects.visible_to(user)
    if getattr(user, "is_superuser", False):
        return visible
    allowed = Q(pk__in=[])
    for role in scope_of(user).roles:
        if role.kind == RoleKind.PROVINCE_OFFICER:
            allowed |= Q(province=role.province)
        elif role.kind in INSTITUTION_WIDE:
            allowed |= Q(pk=role.institution_id)
    return visible.filter(allowed)


def sees_persons(user: Any, institution: Institution) -> bool:
    """Whole student numbers and evidence files: for the school's own office and auditors. The
    province checks sums, not persons."""
    if getattr(user, "is_superuser", False):
        return True
    return any(
        role.kind in INSTITUTION_WIDE and role.institution_id == institution.pk
        for role in scope_of(user).roles
    )
