"""The record of approved revisions. It lies low, so that loading and releasing can both ask it;
who may approve on a screen is decided in cms.reviewing."""

from typing import Any

from wagtail.models import Revision

from cms.content.models.approval import Approval, ApprovalKind


def is_approved(revision: Revision | int | None) -> bool:
    """Whether exactly this revision was passed; a later draft of the page isn't."""
    number = revision.pk if isinstance(revision, Revision) else revision
    return number is not None and Approval.objects.filter(revision_id=number).exists()


def approve_as_loaded(revision: Revision, *, reason: str, by: Any = None) -> Approval:
    """Let a revision count as approved that no screen wrote: a command, a test, an earlier version
    of this system. `reason` stands in its history. Never call this for what a person submits."""
    approval, _created = Approval.objects.get_or_create(
        revision_id=revision.pk,
        defaults={
            "page_id": int(revision.object_id),
            "kind": ApprovalKind.LOADED,
            "reason": reason[:300],
            "approved_by": by,
        },
    )
    return approval


def record_approval(revision: Revision, *, steps: list[dict[str, Any]], by: Any) -> Approval:
    """The reviewers have passed this revision; `steps` as `Approval.steps`."""
    approval, _created = Approval.objects.get_or_create(
        revision_id=revision.pk,
        defaults={
            "page_id": int(revision.object_id),
            "kind": ApprovalKind.REVIEWED,
            "steps": steps,
            "approved_by": by,
        },
    )
    return approval
