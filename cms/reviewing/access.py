"""Which reviews a person may look at."""

from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from wagtail.models import Page

from cms.reviewing.models import ReviewStep
from courses.institutions.enums import RoleKind as R

REVIEWERS = (
    R.SECTION_HEAD,
    R.DEPARTMENT_COORDINATOR,
    R.TEACHING_OFFICE,
    R.INSTITUTION_ADMINISTRATOR,
    R.PROVINCE_OFFICER,
)
AUTHORS = (*REVIEWERS, R.INSTRUCTOR)
OFFICES = (R.TEACHING_OFFICE, R.INSTITUTION_ADMINISTRATOR)


def step_for(user: Any, public_id: Any) -> ReviewStep:
    """A step that the person reads by role, or whose page they wrote or may change; else 404."""
    step: ReviewStep = get_object_or_404(
        ReviewStep.objects.with_names().select_related("task"), public_id=public_id
    )
    readable = ReviewStep.objects.filter(pk=step.pk).at_levels_of(user).exists()
    if not readable and not _may_change(user, step):
        raise Http404
    return step


def _may_change(user: Any, step: ReviewStep) -> bool:
    page = Page.objects.filter(pk=int(step.revision.object_id)).first()
    return page is not None and bool(page.permissions_for_user(user).can_edit())


def page_for(user: Any, page_id: int) -> Page:
    """A page that the person may change; else 404."""
    page: Page = get_object_or_404(Page, pk=page_id).specific
    if not page.permissions_for_user(user).can_edit():
        raise Http404
    return page
