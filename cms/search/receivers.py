"""News of pages and files: what is found follows."""

from typing import Any

from django.db.models.signals import post_save, pre_delete
from django.dispatch import receiver
from wagtail.models import Page
from wagtail.signals import page_published, page_unpublished, post_page_move

from cms.search import domain
from cms.search.jobs import index_soon
from cms.search.models import SearchEntry
from media.library.models import CaptionTrack, LibraryDocument, LibraryMedia


@receiver(page_published, dispatch_uid="search_page_published")
def page_is_published(sender: Any, instance: Page, **kwargs: Any) -> None:
    domain.renew_readers(instance)
    index_soon([instance.pk])


@receiver(page_unpublished, dispatch_uid="search_page_unpublished")
def page_is_unpublished(sender: Any, instance: Page, **kwargs: Any) -> None:
    domain.drop_page(instance)


@receiver(post_page_move, dispatch_uid="search_page_moved")
def page_is_moved(sender: Any, instance: Page, **kwargs: Any) -> None:
    """Where a page stands is asked of the page; only a section may now belong to another book."""
    domain.renew_readers(instance)


@receiver(pre_delete, sender=SearchEntry, dispatch_uid="search_entry_deleted")
def entry_goes(sender: Any, instance: SearchEntry, **kwargs: Any) -> None:
    domain.drop_words([instance.pk])


@receiver(post_save, sender=CaptionTrack, dispatch_uid="search_captions_saved")
@receiver(pre_delete, sender=CaptionTrack, dispatch_uid="search_captions_deleted")
def captions_have_changed(sender: Any, instance: CaptionTrack, **kwargs: Any) -> None:
    index_soon(SearchEntry.objects.filter(media=instance.media_id).values_list("page", flat=True))


@receiver(post_save, sender=LibraryMedia, dispatch_uid="search_media_saved")
def recording_has_changed(sender: Any, instance: LibraryMedia, created: bool, **kw: Any) -> None:
    """A new file is on no page yet."""
    if not created:
        index_soon(SearchEntry.objects.filter(media=instance.pk).values_list("page", flat=True))


@receiver(post_save, sender=LibraryDocument, dispatch_uid="search_document_saved")
def document_has_changed(sender: Any, instance: LibraryDocument, created: bool, **kw: Any) -> None:
    if not created:
        index_soon(SearchEntry.objects.filter(document=instance.pk).values_list("page", flat=True))
