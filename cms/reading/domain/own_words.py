"""Bookmarks, notes and answers: what a reader writes beside a page."""

import uuid
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page

from cms.content.models import LessonPage
from cms.reading.models import MAX_ANSWER, MAX_NOTE, Bookmark, Note, ReflectionAnswer


class WordsRefused(Exception):
    """The words can't be kept; the message says why, in the person's language."""


def set_bookmark(user: Any, page: Page, *, block_id: uuid.UUID | None = None) -> Bookmark:
    """The person's one bookmark in the page, at the block or at its top. It moves if it is set."""
    bookmark, _made = Bookmark.objects.update_or_create(
        user=user, page=page, defaults={"block_id": block_id, "set_at": timezone.now()}
    )
    return bookmark


def remove_bookmark(user: Any, page: Page) -> None:
    Bookmark.objects.filter(user=user, page=page).delete()


def add_note(user: Any, page: Page, *, text: str, block_id: uuid.UUID | None = None) -> Note:
    """A private note beside the page, at one of its blocks if `block_id` says so. Raises
    WordsRefused for an empty or too long text."""
    return Note.objects.create(
        user=user,
        page_id=page.pk,
        page_title=page.title,
        block_id=block_id,
        text=_checked(text, MAX_NOTE),
        updated_at=timezone.now(),
    )


def change_note(note: Note, *, text: str) -> Note:
    """Raises WordsRefused for an empty or too long text."""
    note.text = _checked(text, MAX_NOTE)
    note.updated_at = timezone.now()
    note.save(update_fields=["text", "updated_at"])
    return note


def delete_note(note: Note) -> None:
    note.delete()


def may_share(page: Page, block: Any) -> bool:
    """Whether an answer to this reflection block can be shared: on lessons, whose classes have
    instructors (a book belongs to no class), and where the author allows it."""
    return isinstance(page, LessonPage) and bool(block.value["may_share"])


def save_answer(
    user: Any, page: Page, *, block: Any, text: str, share: bool = False
) -> ReflectionAnswer | None:
    """The person's answer to a reflection block of the page (a StreamField child), private unless
    `share`. An empty text takes the answer back and gives None.

    Raises WordsRefused for a text that is too long, or when it can't be shared.
    """
    if share and not may_share(page, block):
        raise WordsRefused(_("Answers to this question can't be shared."))
    own = ReflectionAnswer.objects.filter(user=user, page=page.pk, block_id=block.id)
    if not text.strip():
        own.delete()
        return None
    now = timezone.now()
    with transaction.atomic():
        before = own.select_for_update().first()
        shared_since = before.shared_at if before and before.is_shared else now
        answer, _made = ReflectionAnswer.objects.update_or_create(
            user=user,
            page_id=page.pk,
            block_id=block.id,
            defaults={
                "page_title": page.title,
                "question": block.value["question"],
                "text": _checked(text, MAX_ANSWER),
                "is_shared": share,
                "shared_at": shared_since if share else None,
                "updated_at": now,
            },
        )
    return answer


def _checked(text: str, longest: int) -> str:
    text = text.strip()
    if not text:
        raise WordsRefused(_("Write something first."))
    if len(text) > longest:
        raise WordsRefused(
            _("At most %(most)d characters; this text has %(length)d.")
            % {"most": longest, "length": len(text)}
        )
    return text
