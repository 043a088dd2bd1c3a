"""Who may decide on a page: by role, and never on what one wrote oneself."""

from collections.abc import Collection
from typing import Any, Protocol

from django.db.models import Q

from cms.reviewing.enums import Level
from courses.institutions.enums import RoleKind
from courses.institutions.models import Role
from courses.institutions.scopes import scope_of


class Place(Protocol):
    """Where a step is decided: an institution and the author's department, or a province."""

    level: str
    institution_id: int | None
    department_id: int | None
    province: str


KINDS: dict[str, tuple[str, ...]] = {
    Level.SECTION: (RoleKind.SECTION_HEAD,),
    Level.DEPARTMENT: (RoleKind.DEPARTMENT_COORDINATOR,),
    Level.OFFICE: (RoleKind.TEACHING_OFFICE, RoleKind.INSTITUTION_ADMINISTRATOR),
    Level.PROVINCE: (RoleKind.PROVINCE_OFFICER,),
}


def acts_at(role: Role, place: Place) -> bool:
    """Whether the role reads at this step. A head of section without a department reads for the
    whole institution; one with a department reads what is written there."""
    if role.kind not in KINDS[place.level]:
        return False
    if place.level == Level.PROVINCE:
        return role.province == place.province
    if role.institution_id != place.institution_id:
        return False
    if place.level == Level.SECTION:
        return role.department_id in (None, place.department_id)
    if place.level == Level.DEPARTMENT:
        return role.department_id is not None and role.department_id == place.department_id
    return True


def holds_the_role(user: Any, place: Place) -> bool:
    return any(acts_at(role, place) for role in scope_of(user).roles)


def reviewers_of(place: Place) -> set[int]:
    """User numbers of everybody with the role of this step; one query."""
    roles = Role.objects.filter(kind__in=KINDS[place.level], user__is_active=True)
    if place.level == Level.PROVINCE:
        roles = roles.filter(province=place.province)
    else:
        roles = roles.filter(institution=place.institution_id)
    return {role.user_id for role in roles if acts_at(role, place)}


def places_to_read(user: Any, *, prefix: str = "") -> Q:
    """The steps at which the person reads, as a filter over level, institution, department and
    province; `prefix` is the way to them."""
    allowed = Q(pk__in=[])
    for role in scope_of(user).roles:
        for level, kinds in KINDS.items():
            if role.kind not in kinds:
                continue
            one = Q(**{f"{prefix}level": level})
            if level == Level.PROVINCE:
                one &= Q(**{f"{prefix}province": role.province})
            else:
                one &= Q(**{f"{prefix}institution": role.institution_id})
            if level == Level.DEPARTMENT or (level == Level.SECTION and role.department_id):
                one &= Q(**{f"{prefix}department": role.department_id})
            allowed |= one
    return allowed


def may_decide(user: Any, place: Place, *, writers: Collection[int]) -> bool:
    """Nobody approves what they wrote: `writers` are those of the revision and who submitted it."""
    return bool(user.is_active) and user.pk not in writers and holds_the_role(user, place)
