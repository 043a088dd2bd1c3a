"""Passing a step on, or returning the page to its author."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from cms.reviewing.domain.errors import ReviewRefused
from cms.reviewing.models import ReviewStep


@transaction.atomic
def approve_step(step: ReviewStep, *, comment: str = "", by: Any) -> None:
    """Pass the revision to the next level; after the last one it is published.

    Raises ReviewRefused for whoever wrote it or lacks the role, and once somebody has decided.
    """
    try:
        step.task.specific.on_action(step, by, "approve", comment=comment)
    except PermissionDenied as refusal:
        raise ReviewRefused(str(refusal)) from refusal


@transaction.atomic
def return_step(step: ReviewStep, *, reason: str, by: Any) -> None:
    """Send the page back to be changed; a later version is read by all levels again.

    Raises ReviewRefused as `approve_step` does, and without a reason.
    """
    try:
        step.task.specific.on_action(step, by, "reject", comment=reason)
    except PermissionDenied as refusal:
        raise ReviewRefused(str(refusal)) from refusal
