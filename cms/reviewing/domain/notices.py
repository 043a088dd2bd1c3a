"""Mails about reviews: to readers what waits for them, to authors what became of their page.

A mail names the page and links to the portal, which asks who is there; nothing of the page's text
leaves the house.
"""

import logging
from typing import Any

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from cms.reviewing.models import ReviewStep
from cms.reviewing.rules import reviewers_of
from cms.users.models import User

log = logging.getLogger(__name__)


def announce(step: ReviewStep) -> None:
    """A step has begun: to everybody who may decide it."""
    writers = set(step.writers.values_list("pk", flat=True))
    for user in User.objects.filter(pk__in=reviewers_of(step) - writers).order_by("pk"):
        with translation.override(user.language):
            _send(
                user,
                _("To review: %(title)s"),
                _("%(title)s waits for your review until %(due)s."),
                step,
            )


def remind(step: ReviewStep, user: Any) -> None:
    with translation.override(user.language):
        text = (
            _("%(title)s has waited for your review since %(due)s.")
            if step.is_overdue
            else _("%(title)s waits for your review until %(due)s.")
        )
        _send(user, _("Still to review: %(title)s"), text, step)


def tell_author(step: ReviewStep) -> None:
    """The page was passed by the last level, or returned."""
    author = step.workflow_state.requested_by
    if author is None:
        return
    with translation.override(author.language):
        if step.status == step.STATUS_REJECTED:
            _send(
                author,
                _("To change: %(title)s"),
                _("%(title)s was returned by its reviewers. They say what to change."),
                step,
            )
        else:
            _send(
                author,
                _("Approved: %(title)s"),
                _("%(title)s was approved and is published."),
                step,
            )


def _send(user: Any, subject: str, text: str, step: ReviewStep) -> None:
    """After the commit; a mail server that is down never undoes a decision, it is logged."""
    if not user.email:
        return
    values = {"title": step.revision.object_str, "due": step.due_on.isoformat()}
    address = settings.BASE_URL + reverse("reviews:step", args=[step.public_id])
    # A title is somebody's text: a subject has one line.
    subject = " ".join((subject % values).split())
    body = f"{text % values}\n\n{address}\n"
    transaction.on_commit(lambda: send_mail(subject, body, None, [user.email]), robust=True)
