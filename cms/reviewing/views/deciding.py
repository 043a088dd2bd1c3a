"""Reading a revision: its text, what it changes, what was said about it; and the decision."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from wagtail.models import Page, Revision, WorkflowState

from cms.content.models import SyllabusPage
from cms.reviewing.access import AUTHORS, REVIEWERS, page_for, step_for
from cms.reviewing.differences import changes_between
from cms.reviewing.domain import (
    ReviewRefused,
    approve_step,
    comment_on,
    comments_on,
    is_approved,
    return_step,
)
from cms.reviewing.forms import ApproveForm, CommentForm, InvitationForm, ReturnForm
from cms.reviewing.history import steps_of
from cms.reviewing.models import ReviewInvitation, ReviewStep
from cms.reviewing.parts import parts_of
from courses.institutions.access import allow


@allow(*AUTHORS)
@require_safe
def step(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """The revision of one step, for its readers and its authors."""
    found = step_for(request.user, public_id)
    return _show(request, found.revision, workflow_state=found.workflow_state, step=found)


@allow(*AUTHORS)
@require_safe
def page_review(request: HttpRequest, page_id: int) -> HttpResponse:
    """The newest review of a page, for those who may change it."""
    page = page_for(request.user, page_id)
    state = (
        WorkflowState.objects.for_instance(page)
        .select_related("current_task_state")
        .order_by("-created_at", "-pk")
        .first()
    )
    revision = page.get_latest_revision()
    if revision is None:
        return render(request, "cms/reviewing/nothing.html", {"page": page})
    newest = state.current_task_state.specific if state and state.current_task_state else None
    return _show(request, revision, workflow_state=state, step=newest)


@allow(*REVIEWERS)
@require_POST
def approve(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    found = step_for(request.user, public_id)
    form = ApproveForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("At most %(most)d characters.") % {"most": 4000})
        return redirect("reviews:step", public_id=public_id)
    try:
        approve_step(found, comment=form.cleaned_data["comment"], by=request.user)
    except ReviewRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("reviews:step", public_id=public_id)
    messages.success(request, _("“%(title)s” is passed.") % {"title": found.revision.object_str})
    page = found.revision.as_object()
    if isinstance(page, SyllabusPage) and page.course_id and is_approved(found.revision):
        # Nobody is taught by a page: whoever passed a syllabus last goes on to release it.
        return redirect("publishing:release", page_id=page.pk)
    return redirect("reviews:inbox")


@allow(*REVIEWERS)
@require_POST
def send_back(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    found = step_for(request.user, public_id)
    form = ReturnForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Say what should be changed."))
        return redirect("reviews:step", public_id=public_id)
    try:
        return_step(found, reason=form.cleaned_data["reason"], by=request.user)
    except ReviewRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("reviews:step", public_id=public_id)
    messages.success(request, _("“%(title)s” is returned.") % {"title": found.revision.object_str})
    return redirect("reviews:inbox")


@allow(*REVIEWERS)
@require_POST
def comment(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """A remark at one place of the revision."""
    found = step_for(request.user, public_id)
    form = CommentForm(request.POST)
    address = reverse("reviews:step", args=[public_id])
    if not form.is_valid():
        messages.error(request, _("Write a comment first."))
        return redirect(address)
    parts = parts_of(found.revision.as_object())
    path = form.cleaned_data["path"]
    try:
        comment_on(found, parts=parts, path=path, text=form.cleaned_data["text"], by=request.user)
    except ReviewRefused as refusal:
        messages.error(request, str(refusal))
        return redirect(address)
    anchor = next(part.anchor for part in parts if part.path == path)
    return redirect(f"{address}#{anchor}")


def _show(
    request: HttpRequest,
    revision: Revision,
    *,
    workflow_state: WorkflowState | None,
    step: ReviewStep | None,
) -> HttpResponse:
    draft: Page = revision.as_object()
    live = Page.objects.filter(pk=draft.pk).select_related("live_revision").first()
    published = live.live_revision if live is not None and live.live else None
    parts = parts_of(draft)
    remarks = comments_on(draft, revision=revision, parts=parts)
    may_change = bool(live and live.permissions_for_user(request.user).can_edit())
    context: dict[str, Any] = {
        "page": draft,
        "revision": revision,
        "step": step,
        "review": workflow_state,
        "history": steps_of(workflow_state) if workflow_state else [],
        "parts": [(part, remarks.get(part.path, [])) for part in parts],
        "lost_remarks": remarks.get("", []),
        "published": published,
        "changes": (
            changes_between(published.as_object(), draft)
            if published is not None and published.pk != revision.pk
            else []
        ),
        "is_newest": bool(live and live.latest_revision_id == revision.pk),
        "is_approved": is_approved(revision),
        "may_decide": step is not None and step.may_be_decided_by(request.user),
        "may_change": may_change,
        "may_withdraw": bool(
            workflow_state
            and workflow_state.status == WorkflowState.STATUS_IN_PROGRESS
            and request.user.pk in (workflow_state.requested_by_id, live and live.owner_id)
        ),
        "approve_form": ApproveForm(),
        "return_form": ReturnForm(),
        "invitation_form": InvitationForm(),
        "invitations": (
            list(ReviewInvitation.objects.filter(page=draft.pk).select_related("invited_by"))
            if may_change
            else []
        ),
        "in_review": bool(
            workflow_state and workflow_state.status == WorkflowState.STATUS_IN_PROGRESS
        ),
    }
    return render(request, "cms/reviewing/review.html", context)
