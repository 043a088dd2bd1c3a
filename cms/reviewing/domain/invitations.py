"""A link for an expert who has no account: one revision, for a while, to comment on."""

import datetime
import hashlib
import secrets
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page

from cms.content.structure import home_of
from cms.reviewing.domain.comments import checked, part_at
from cms.reviewing.domain.errors import ReviewRefused
from cms.reviewing.models import ExpertComment, ReviewInvitation
from cms.reviewing.parts import Part

LONGEST_DAYS = 90
# One expert, one revision: more than this is a machine.
MOST_COMMENTS = 300


@transaction.atomic
def invite_expert(page: Page, *, expert: str, days: int, by: Any) -> tuple[ReviewInvitation, str]:
    """An invitation to the newest revision and its token, which nobody can read again later.

    Raises ReviewRefused for a name that is missing, for a time that isn't 1 to 90 days, and for a
    page that the person can't edit.
    """
    if not page.specific.permissions_for_user(by).can_edit():
        raise ReviewRefused(_("You can't change this page."))
    if not expert.strip():
        raise ReviewRefused(_("Say who is invited."))
    if not 1 <= days <= LONGEST_DAYS:
        raise ReviewRefused(_("Between 1 and %(most)d days.") % {"most": LONGEST_DAYS})
    revision = page.get_latest_revision()
    home = home_of(page)
    if revision is None or home is None:
        raise ReviewRefused(_("There is no draft to show yet."))
    token = secrets.token_urlsafe(32)
    invitation = ReviewInvitation.objects.create(
        page_id=page.pk,
        revision=revision,
        institution_id=home.institution_id,
        province=home.province,
        expert=expert.strip()[:100],
        token_hash=hash_of(token),
        expires_at=timezone.now() + datetime.timedelta(days=days),
        invited_by=by,
    )
    return invitation, token


def hash_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def open_invitation(token: str) -> ReviewInvitation | None:
    """The invitation of this link while it holds; None when it is unknown, expired or revoked, or
    the page is gone: a stranger isn't told which."""
    found: ReviewInvitation | None = (
        ReviewInvitation.objects.open()
        .filter(token_hash=hash_of(token))
        .select_related("revision", "institution")
        .first()
    )
    if found is not None and found.opened_at is None:
        now = timezone.now()
        ReviewInvitation.objects.filter(pk=found.pk, opened_at=None).update(opened_at=now)
    return found


@transaction.atomic
def comment_as_expert(
    invitation: ReviewInvitation, *, parts: Sequence[Part], path: str, text: str
) -> ExpertComment:
    """A remark at one of the parts. Raises ReviewRefused once the invitation is over, too."""
    held = ReviewInvitation.objects.select_for_update().get(pk=invitation.pk)
    if not held.is_open:
        raise ReviewRefused(_("This invitation is over."))
    if held.comments.count() >= MOST_COMMENTS:
        raise ReviewRefused(_("There are too many comments. Please write to whoever invited you."))
    part = part_at(parts, path)
    return ExpertComment.objects.create(
        invitation=held, path=part.path[:200], label=part.label[:200], text=checked(text)
    )


def revoke_invitation(invitation: ReviewInvitation, *, by: Any) -> None:
    """The link stops working at once; what the expert wrote stays."""
    ReviewInvitation.objects.filter(pk=invitation.pk, revoked_at=None).update(
        revoked_at=timezone.now()
    )
