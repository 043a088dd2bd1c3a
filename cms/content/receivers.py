"""What makes kept answers of public pages old."""

from typing import Any

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from wagtail.models import Page
from wagtail.signals import page_published, page_unpublished, post_page_move

from cms.content.models import HomePage
from cms.content.page_cache import forget_all, forget_home
from courses.curriculum.models import Course
from courses.institutions.models import Institution
from media.library.models import CaptionTrack, LibraryDocument, LibraryImage, LibraryMedia


def _slug_in(url_path: str) -> str:
    return url_path.strip("/").partition("/")[0]


@receiver(page_published, dispatch_uid="content_page_published")
@receiver(page_unpublished, dispatch_uid="content_page_unpublished")
def forget_answers_of_its_home(sender: Any, instance: Page, **kwargs: Any) -> None:
    forget_home(_slug_in(instance.url_path))


@receiver(post_page_move, dispatch_uid="content_page_moved")
def forget_answers_of_both_places(
    sender: Any, url_path_before: str, url_path_after: str, **kwargs: Any
) -> None:
    """Sorting pages is a move too."""
    for slug in {_slug_in(url_path_before), _slug_in(url_path_after)}:
        forget_home(slug)


@receiver(post_delete, dispatch_uid="content_page_deleted")
def forget_answers_of_a_deleted_page(sender: Any, instance: Any, **kwargs: Any) -> None:
    if isinstance(instance, Page):
        forget_home(_slug_in(instance.url_path))


@receiver(post_save, sender=Course, dispatch_uid="content_course_saved")
def forget_answers_that_show_the_course(sender: Any, instance: Course, **kwargs: Any) -> None:
    _forget_school(instance.institution_id)


@receiver(post_save, sender=Institution, dispatch_uid="content_institution_saved")
def forget_answers_that_show_the_school(sender: Any, instance: Institution, **kwargs: Any) -> None:
    _forget_school(instance.pk)


def _forget_school(institution: int) -> None:
    for slug in HomePage.objects.filter(institution=institution).values_list("slug", flat=True):
        forget_home(slug)


def forget_answers_that_show_the_file(sender: Any, created: bool = False, **kwargs: Any) -> None:
    """A new file is on no page yet."""
    if not created:
        forget_all()


for model in (LibraryImage, LibraryDocument, LibraryMedia):
    for signal in (post_save, post_delete):
        signal.connect(
            forget_answers_that_show_the_file,
            sender=model,
            dispatch_uid=f"content_file_{model.__name__}",
        )


@receiver(post_save, sender=CaptionTrack, dispatch_uid="content_captions_saved")
@receiver(post_delete, sender=CaptionTrack, dispatch_uid="content_captions_deleted")
def forget_answers_that_show_captions(sender: Any, **kwargs: Any) -> None:
    forget_all()
