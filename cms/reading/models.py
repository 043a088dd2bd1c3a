"""What a reader leaves on a page: how far they came, a bookmark, notes, answers.

All of it belongs to the reader. `visible_to` gives a person their own rows and nothing else, the
office and superusers too; what others may learn (how many of a class have read a lesson, answers
that a student shared) is asked for in `cms.reading.domain` by name.

When a page is deleted, a bookmark and a progress go with it: without the page they say nothing.
Notes and answers are a person's own words. They stay, with the page's title beside them, so that
their author still finds and exports them.
"""

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from media.addressing import Addressable

MAX_NOTE = 4000
MAX_ANSWER = 4000


class PersonalQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> Self:
        """The person's own rows, whatever their roles."""
        return self.filter(user=user.pk)


class PageProgress(models.Model):
    """How far a person has read a page: `share` in percent, only ever growing."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    page = models.ForeignKey("wagtailcore.Page", on_delete=models.CASCADE, related_name="+")
    share = models.PositiveSmallIntegerField(_("read, in percent"), default=0)
    finished_at = models.DateTimeField(null=True, blank=True)
    updated_at = models.DateTimeField()

    objects = PersonalQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["user", "page"], name="progress_once"),
            models.CheckConstraint(condition=Q(share__range=(0, 100)), name="progress_share"),
            models.CheckConstraint(
                condition=Q(finished_at=None, share__lt=100)
                | Q(finished_at__isnull=False, share=100),
                name="progress_finished_at_the_end",
            ),
        )


class Bookmark(models.Model):
    """A person's one bookmark in a page; it may lie at a block."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    page = models.ForeignKey("wagtailcore.Page", on_delete=models.CASCADE, related_name="+")
    block_id = models.UUIDField(null=True, blank=True)
    set_at = models.DateTimeField()

    objects = PersonalQuerySet.as_manager()

    class Meta:
        ordering = ("-set_at",)
        constraints = (models.UniqueConstraint(fields=["user", "page"], name="bookmark_once"),)


class OwnWords(Addressable):
    """A text that a person wrote beside a page; it outlives the page."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    page = models.ForeignKey(
        "wagtailcore.Page", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    # As it was when the words were written.
    page_title = models.CharField(max_length=255)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField()

    objects: ClassVar[Any] = PersonalQuerySet.as_manager()

    class Meta:
        abstract = True


class Note(OwnWords):
    """Read by its author alone. `block_id` names the block of the page that it stands at."""

    block_id = models.UUIDField(null=True, blank=True)
    text = models.TextField(pgettext_lazy("own words", "Note"), max_length=MAX_NOTE)

    class Meta:
        ordering = ("created_at", "pk")


class ReflectionAnswer(OwnWords):
    """A student's answer to a self-reflection; others see it only while it is shared."""

    block_id = models.UUIDField()
    # As it was when the answer was written: the author may change the block.
    question = models.TextField(max_length=500)
    text = models.TextField(_("Answer"), max_length=MAX_ANSWER)
    is_shared = models.BooleanField(_("shared with the instructor"), default=False)
    shared_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("created_at", "pk")
        constraints = (
            models.UniqueConstraint(fields=["user", "page", "block_id"], name="answer_once"),
            models.CheckConstraint(
                condition=Q(is_shared=False, shared_at=None)
                | Q(is_shared=True, shared_at__isnull=False),
                name="answer_shared_at_a_time",
            ),
        )
