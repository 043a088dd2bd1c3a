"""A page that waits for its readers, and an expert who was invited to it."""

import datetime
from typing import Any

from django.utils import timezone

from cms.content.domain import create_home_page
from cms.reviewing.domain.invitations import hash_of
from cms.reviewing.models import ReviewInvitation, ReviewStep
from cms.users.models import User


def add_review(institution: Any, *, by: User) -> dict[str, Any]:
    """The home of the institution in review, sent by `by`; the token of the invitation is named
    after the institution."""
    home = create_home_page(institution)
    revision = home.save_revision(user=by)
    state = home.get_workflow().start(home, by)
    token = f"token-of-{institution.code}"
    invitation = ReviewInvitation.objects.create(
        page=home,
        revision=revision,
        institution=institution,
        expert="校外专家",
        token_hash=hash_of(token),
        expires_at=timezone.now() + datetime.timedelta(days=1),
    )
    return {
        "review_step": ReviewStep.objects.get(pk=state.current_task_state_id),
        "review_invitation": invitation,
        "expert_token": token,
    }
