"""Sending a page for review, reading it, passing or returning it, and asking an outside expert.

What may be published and released is `is_approved`: a revision that other people than its writers
have passed, or that was brought in without a screen and says so.
"""

from cms.content.approvals import approve_as_loaded, is_approved
from cms.reviewing.domain.comments import comment_on, comments_on
from cms.reviewing.domain.deciding import approve_step, return_step
from cms.reviewing.domain.errors import ReviewRefused
from cms.reviewing.domain.invitations import (
    comment_as_expert,
    invite_expert,
    open_invitation,
    revoke_invitation,
)
from cms.reviewing.domain.reminders import send_reminders
from cms.reviewing.domain.submitting import send_for_review, withdraw_from_review
from cms.reviewing.domain.times import set_review_days
from cms.reviewing.domain.workflows import ensure_workflow, ensure_workflows

__all__ = [
    "ReviewRefused",
    "approve_as_loaded",
    "approve_step",
    "comment_as_expert",
    "comment_on",
    "comments_on",
    "ensure_workflow",
    "ensure_workflows",
    "invite_expert",
    "is_approved",
    "open_invitation",
    "return_step",
    "revoke_invitation",
    "send_for_review",
    "send_reminders",
    "set_review_days",
    "withdraw_from_review",
]
