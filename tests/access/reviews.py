"""A page that waits for its readers, and an expert who was invited to another one with files."""

import datetime
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone

from cms.content.domain import add_page, create_home_page
from cms.content.models import NewsIndexPage, NewsPage
from cms.reviewing.domain.invitations import hash_of
from cms.reviewing.models import ReviewInvitation, ReviewStep
from cms.users.models import User
from media.library.models import LibraryDocument
from tests.access.routes import SHOWN_DOCUMENT, SHOWN_RECORDING
from tests.factories.library import collection_of, make_recording


def add_review(institution: Any, *, by: User) -> dict[str, Any]:
    """The home of the institution in review, sent by `by`; the token of the invitation is named
    after the institution."""
    home = create_home_page(institution)
    home.save_revision(user=by)
    state = home.get_workflow().start(home, by)
    news = _news(home, own=institution.province == "41")
    token = f"token-of-{institution.code}"
    invitation = ReviewInvitation.objects.create(
        page=news,
        revision=news.save_revision(user=by),
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


def _news(home: Any, *, own: bool) -> NewsPage:
    """A draft with a recording and a document, those that the table of routes names."""
    collection = collection_of(home.institution)
    recording = make_recording(collection, **({"public_id": SHOWN_RECORDING} if own else {}))
    document = LibraryDocument.objects.create(
        **({"pk": int(SHOWN_DOCUMENT)} if own else {}),
        title="讲义",
        file=ContentFile("讲义".encode(), name="讲义.txt"),
        collection=collection,
    )
    index = NewsIndexPage.objects.child_of(home).first() or add_page(
        home, NewsIndexPage(title="新闻")
    )
    page = NewsPage(title="送审的新闻")
    page.body = [
        ("video", {"video": recording, "counts": False}),
        ("document", {"document": document, "note": ""}),
    ]
    return add_page(index, page, publish=False)
