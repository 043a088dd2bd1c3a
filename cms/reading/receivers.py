"""News of pages and files: what is kept for readers is dropped."""

from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from wagtail.models import Page
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from cms.reading.domain.places import forget_outline
from cms.reading.domain.rendering import forget_library
from media.library.models import CaptionTrack, LibraryDocument, LibraryImage, LibraryMedia


@receiver([page_published, page_unpublished, page_slug_changed])
def outline_changed(sender: Any, instance: Page, **kwargs: Any) -> None:
    _forget_after_commit(instance.path)


@receiver(post_page_move)
def page_moved(sender: Any, instance: Page, parent_page_before: Page, **kwargs: Any) -> None:
    _forget_after_commit(parent_page_before.path)
    _forget_after_commit(instance.path)


@receiver(post_delete)
def page_deleted(sender: Any, instance: Any, **kwargs: Any) -> None:
    if isinstance(instance, Page):
        _forget_after_commit(instance.path)


def _forget_after_commit(path: str) -> None:
    # Before the commit a reader would still read, and keep, the older tree.
    transaction.on_commit(lambda: forget_outline(path))


@receiver([post_save, post_delete], sender=LibraryImage)
@receiver([post_save, post_delete], sender=LibraryDocument)
@receiver([post_save, post_delete], sender=LibraryMedia)
@receiver([post_save, post_delete], sender=CaptionTrack)
def library_changed(sender: Any, **kwargs: Any) -> None:
    transaction.on_commit(forget_library)
