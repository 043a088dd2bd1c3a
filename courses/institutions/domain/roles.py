"""Giving people roles and taking them away."""

import logging
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from courses.institutions.enums import RoleKind
from courses.institutions.models import Department, Institution, Role
from courses.institutions.signals import role_granted, role_withdrawn

logger = logging.getLogger("qihang.audit")


class RoleRefused(Exception):
    """The role can't be granted or withdrawn; the text is for the person who tried."""


@transaction.atomic
def grant_role(
    user: Any,
    *,
    kind: str,
    institution: Institution | None = None,
    department: Department | None = None,
    province: str = "",
    by: Any,
) -> Role:
    """Give the role, or return it if the person has it. A province officer has a province (two
    digits), everybody else an institution; only coordinators and counsellors a department.

    Sends `role_granted` for a new role. Raises RoleRefused.
    """
    _check_place(kind, institution, department, province)
    role, is_new = Role.objects.get_or_create(
        user=user,
        kind=kind,
        institution=institution,
        department=department,
        province=province,
        entry_year=None,
    )
    if is_new:
        role_granted.send(sender=Role, role=role)
        logger.info("role %s granted to user %s by %s", _described(role), user.pk, by and by.pk)
    return role


@transaction.atomic
def withdraw_role(role: Role, *, by: Any) -> None:
    """Take the role away; it is gone at the person's next click. Sends `role_withdrawn` before.

    Raises RoleRefused for the last administrator of an institution.
    """
    if role.kind == RoleKind.INSTITUTION_ADMINISTRATOR:
        # The lock makes two administrators who withdraw each other at once wait.
        Institution.objects.select_for_update(no_key=True).get(pk=role.institution_id)
        others = Role.objects.filter(
            kind=RoleKind.INSTITUTION_ADMINISTRATOR,
            institution=role.institution_id,
            user__is_active=True,
        ).exclude(pk=role.pk)
        if not others.exists():
            raise RoleRefused(_("An institution needs an administrator. Name another one first."))
    role_withdrawn.send(sender=Role, role=role)
    logger.info("role %s of user %s withdrawn by %s", _described(role), role.user_id, by.pk)
    role.delete()


def people_to_name(institution: Institution) -> QuerySet[Any]:
    """Accounts that this institution may give a role: its own people, and those without any place.

    Accounts that only belong to other institutions are not found, so nobody learns of them.
    """
    own = Q(qihang_staff__institution=institution) | Q(qihang_student__institution=institution)
    placeless = Q(qihang_roles=None, qihang_staff=None, qihang_student=None)
    found = Q(qihang_roles__institution=institution) | own | placeless
    people = get_user_model()._default_manager
    return people.filter(found, is_active=True, is_superuser=False).distinct()


def _check_place(
    kind: str, institution: Institution | None, department: Department | None, province: str
) -> None:
    if kind not in RoleKind:
        raise RoleRefused(_("There is no role “%(kind)s”.") % {"kind": kind})
    if kind == RoleKind.PROVINCE_OFFICER:
        if institution or department or len(province) != 2 or not province.isdecimal():
            raise RoleRefused(_("A province officer has a province of two digits, such as 41."))
        return
    if institution is None or province:
        raise RoleRefused(_("This role belongs to an institution."))
    if kind == RoleKind.DEPARTMENT_COORDINATOR and department is None:
        raise RoleRefused(_("A department coordinator needs a department."))
    if department is not None and kind not in DEPARTMENTAL:
        raise RoleRefused(_("This role holds for the whole institution, not for a department."))
    if department is not None and department.institution_id != institution.pk:
        raise RoleRefused(_("The department belongs to another institution."))


def _described(role: Role) -> str:
    place = role.institution.code if role.institution else role.province
    return f"{role.kind}@{place}/{role.department_id or '-'}"


#: Roles that may be narrowed to a department.
DEPARTMENTAL = frozenset({RoleKind.DEPARTMENT_COORDINATOR, RoleKind.COUNSELLOR})
