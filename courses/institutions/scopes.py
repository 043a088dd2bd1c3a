"""Which rows a person may see. Every view starts from `Model.objects.visible_to(user)`."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Q

from courses.institutions.enums import INSTITUTION_WIDE, RoleKind
from courses.institutions.prepared_query import Parameter, PreparedQuery

if TYPE_CHECKING:
    from courses.institutions.models import Role


@dataclass(frozen=True)
class ScopePaths:
    """How a model is reached from a scope: lookups to the institution, department and person.

    `shared`: reference data such as rooms and terms, readable by every member of the institution.
    Without `department` a coordinator sees nothing of it unless it is shared; likewise the others.
    """

    institution: str = "institution"
    department: str | None = None
    instructor: str | None = None
    student: str | None = None
    counsellor: str | None = None
    shared: bool = False


@dataclass
class Scope:
    """A person's roles as they are now; read once per request."""

    roles: list[Role] = field(default_factory=list)

    @property
    def kinds(self) -> frozenset[str]:
        return frozenset(role.kind for role in self.roles)

    def has(self, *kinds: str) -> bool:
        return not self.kinds.isdisjoint(kinds)


def scope_of(user: Any) -> Scope:
    """The person's scope, kept on the user object: requests load a fresh one, so a role that was
    taken away is gone at the next click (ASVS 8.3.2)."""
    cached: Scope | None = getattr(user, "_qihang_scope", None)
    if cached is None:
        if not getattr(user, "is_authenticated", False):
            return Scope()
        cached = Scope(_ROLES_OF_USER.all(user=user.pk))
        user._qihang_scope = cached
    return cached


def _roles_of_user() -> models.QuerySet[Role, Role]:
    from courses.institutions.models import Role  # its model needs this module

    roles = Role.objects.filter(user=Parameter("user"))
    return roles.select_related("institution", "department").order_by("pk")


_ROLES_OF_USER = PreparedQuery(_roles_of_user)


def act_as(user: Any, kinds: Collection[str]) -> None:
    """From now on only these roles of this user object open rows. Whoever is the office of one
    school and auditor, or instructor, of another may read there, and must not write there."""
    user._qihang_acting_as = frozenset(kinds)


class ScopedQuerySet(models.QuerySet[Any]):
    """A queryset that knows how to narrow itself to a person; the model declares `scope_paths`."""

    def visible_to(self, user: Any, *, acting_as: Collection[str] | None = None) -> Self:
        """The rows this person may see; none for a person without a role.

        Only roles of the kinds `acting_as` count; by default those that the view of the present
        request allows (see `act_as`), and outside of such a view all of them.
        """
        if getattr(user, "is_superuser", False):
            return self.all()
        kinds = getattr(user, "_qihang_acting_as", None) if acting_as is None else acting_as
        allowed = Q(pk__in=[])
        for role in scope_of(user).roles:
            if kinds is None or role.kind in kinds:
                allowed |= self._allowed_by(role)
        return self.filter(allowed)

    def _allowed_by(self, role: Role) -> Q:
        paths: ScopePaths = self.model.scope_paths
        if role.kind == RoleKind.PROVINCE_OFFICER:
            province = "province" if paths.institution == "pk" else f"{paths.institution}__province"
            return Q(**{province: role.province})
        inside = Q(**{paths.institution: role.institution_id})
        if role.kind in INSTITUTION_WIDE or paths.shared:
            return inside
        if role.kind == RoleKind.DEPARTMENT_COORDINATOR and paths.department:
            return inside & self._reached(paths.department, role.department_id)
        if role.kind == RoleKind.COUNSELLOR and paths.counsellor:
            return inside & self._reached(paths.counsellor, role.department_id)
        if role.kind == RoleKind.INSTRUCTOR and paths.instructor:
            return inside & self._reached(paths.instructor, role.user_id)
        if role.kind == RoleKind.STUDENT and paths.student:
            return inside & self._reached(paths.student, role.user_id)
        return Q(pk__in=[])

    def _reached(self, path: str, value: Any) -> Q:
        if value is None:
            return Q(pk__in=[])
        if "__" not in path:
            return Q(**{path: value})
        # A path over many rows would repeat the result; a subquery doesn't.
        rows = self.model._default_manager.filter(**{path: value}).order_by()
        return Q(pk__in=rows.values("pk"))
