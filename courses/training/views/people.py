"""Who meets which screen of training."""

import uuid
from typing import Any

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from courses.institutions.enums import RoleKind as R
from courses.institutions.models import Institution
from courses.institutions.scopes import scope_of
from courses.training.models import TrainingSession
from courses.training.rules import OFFICES, runs

OWNERS = (R.PROVINCE_OFFICER, *OFFICES)
NOMINATORS = (*OFFICES, R.DEPARTMENT_COORDINATOR)
READERS = (*OWNERS, R.DEPARTMENT_COORDINATOR, R.AUDITOR)


def visible_session(request: HttpRequest, public_id: uuid.UUID) -> TrainingSession:
    found: TrainingSession = get_object_or_404(
        TrainingSession.objects.visible_to(request.user).select_related("programme", "institution"),
        public_id=public_id,
    )
    return found


def own_session(request: HttpRequest, public_id: uuid.UUID) -> TrainingSession:
    """One that the person keeps; 404 for those that they only see."""
    session = visible_session(request, public_id)
    if not runs(request.user, session):
        raise Http404
    return session


def owner_of(request: HttpRequest) -> tuple[Institution | None, str]:
    """Where the person offers trainings: the institution, or the province as its officer."""
    for role in scope_of(request.user).roles:
        if role.kind in OWNERS:
            return role.institution, role.province
    raise AssertionError("`allow` lets only owners in")


def institution_acted_for(user: Any, *kinds: str) -> Institution | None:
    """The institution in which the person has one of the roles; None for a province officer."""
    for role in scope_of(user).roles:
        if role.kind in kinds and role.institution is not None:
            return role.institution
    return None
