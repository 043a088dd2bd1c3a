"""Sending a draft for review, and taking it back."""

from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from wagtail.models import Page, TaskState, WorkflowState

from cms.content.approvals import is_approved
from cms.reviewing.domain.errors import ReviewRefused


def send_for_review(page: Page, *, by: Any) -> WorkflowState:
    """Start the review of the page's newest revision, or go on after it was returned.

    Raises ReviewRefused where the person can't edit the page, where it is being reviewed, and where
    there is nothing new to read.
    """
    page = page.specific
    if not page.permissions_for_user(by).can_edit():
        raise ReviewRefused(_("You can't change this page."))
    revision = page.get_latest_revision()
    if revision is None or is_approved(revision):
        raise ReviewRefused(_("There is nothing new to read since the last approval."))
    current: WorkflowState | None = page.current_workflow_state
    if current is not None and current.status == WorkflowState.STATUS_IN_PROGRESS:
        raise ReviewRefused(_("This page is being reviewed already."))
    workflow = page.get_workflow()
    if workflow is None:
        raise ReviewRefused(_("Nobody reviews pages here yet."))
    try:
        with transaction.atomic():
            if current is None:
                return workflow.start(page, by)
            # Whoever sends it now is an author too, though another person sent it first.
            current.requested_by = by
            current.resume(by)
            return current
    except IntegrityError as race:
        raise ReviewRefused(_("This page is being reviewed already.")) from race


def withdraw_from_review(page: Page, *, by: Any) -> None:
    """Take the page back from its reviewers to change it; whoever sent it, or owns it, may."""
    current: WorkflowState | None = page.specific.current_workflow_state
    if current is None or current.status != WorkflowState.STATUS_IN_PROGRESS:
        raise ReviewRefused(_("This page isn't being reviewed."))
    with transaction.atomic():
        # The same row that deciding holds: a decision and a withdrawal don't cross.
        task = TaskState.objects.select_for_update().get(pk=current.current_task_state_id)
        if task.status != TaskState.STATUS_IN_PROGRESS:
            raise ReviewRefused(_("Somebody has decided on this already."))
        if by.pk not in (current.requested_by_id, page.owner_id):
            raise ReviewRefused(_("Only whoever sent the page takes it back."))
        current.cancel(user=by)
