"""Who may look at a plan, and who may decide about it."""

import uuid

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from cms.users.models import User
from courses.institutions.enums import RoleKind as R
from courses.institutions.scopes import scope_of
from courses.training.domain.planning import Scope
from courses.training.models import RotationPlan
from courses.training.rules import OFFICES, runs


def signed_in(request: HttpRequest) -> User:
    """The person who asks; views behind `@allow` always have one."""
    user = request.user
    assert isinstance(user, User)
    return user


def scope_asked(request: HttpRequest) -> Scope:
    """A province officer plans the province, an office its own institution; 404 for others."""
    for role in scope_of(request.user).roles:
        if role.kind == R.PROVINCE_OFFICER:
            return Scope(province=role.province)
        if role.kind in OFFICES:
            return Scope(institution=role.institution)
    raise Http404


def plans_of(request: HttpRequest) -> QuerySet[RotationPlan]:
    found: QuerySet[RotationPlan] = RotationPlan.objects.visible_to(request.user)
    return found


def plan_or_404(request: HttpRequest, public_id: uuid.UUID) -> RotationPlan:
    rows = plans_of(request).select_related("institution", "based_on", "made_by", "decided_by")
    return get_object_or_404(rows, public_id=public_id)


def own_plan_or_404(request: HttpRequest, public_id: uuid.UUID) -> RotationPlan:
    """One about which the person decides: the province's officer about the province's, an office
    about its institution's."""
    plan = plan_or_404(request, public_id)
    if not runs(request.user, plan):
        raise Http404
    return plan


def may_answer(request: HttpRequest, plan: RotationPlan) -> bool:
    """An office says what it wants otherwise in its province's proposal."""
    return plan.institution_id is None and plan.is_draft and scope_of(request.user).has(*OFFICES)
