"""Stored files. Public ones are Wagtail's; private ones are sent only by a view that asks first."""

import uuid
from pathlib import PurePath

from django.conf import settings
from django.core.files.storage import Storage, storages
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.documents.models import AbstractDocument, Document
from wagtail.images.models import AbstractImage, AbstractRendition, Image
from wagtailmedia.models import AbstractMedia

from media.addressing import Addressable


def private_storage() -> Storage:
    """The storage outside the web root; a function, so that migrations don't hold its path."""
    return storages["private"]


def private_path(instance: models.Model, filename: str) -> str:
    """A path made of random letters: no user's file name becomes a path (ASVS 5.3.2)."""
    name = uuid.uuid4().hex
    return f"{name[:2]}/{name}{PurePath(filename).suffix.lower()[:10]}"


def media_path(instance: "LibraryMedia", filename: str) -> str:
    return f"media/{private_path(instance, filename)}"


def document_path(instance: "LibraryDocument", filename: str) -> str:
    """The name stays the last part, because Wagtail offers the file under it."""
    return f"documents/{uuid.uuid4().hex}/{filename}"


def without_tags(fields: tuple[str, ...]) -> tuple[str, ...]:
    """Wagtail's tags are one list for the whole site: they would tell of others' files."""
    return tuple(field for field in fields if field != "tags")


class Described(models.Model):
    """Where a file comes from and under which licence it may be shown. The forms require all of
    it; files of the first release may lack it."""

    caption = models.CharField(_("caption"), max_length=255, blank=True, default="", db_default="")
    source = models.CharField(_("source"), max_length=255, blank=True)
    licence = models.CharField(_("licence"), max_length=100, blank=True)

    class Meta:
        abstract = True


class LibraryImage(Described, AbstractImage):
    alt_text = models.CharField(_("alternative text"), max_length=255, blank=True)

    admin_form_fields = (
        # Wagtail's own description would be a second alternative text.
        *(name for name in without_tags(Image.admin_form_fields) if name != "description"),
        "alt_text",
        "caption",
        "source",
        "licence",
    )

    class Meta(AbstractImage.Meta):
        verbose_name = _("image")
        verbose_name_plural = _("images")

    @property
    def default_alt_text(self) -> str:
        return self.alt_text or self.title


class LibraryRendition(AbstractRendition):
    """A size of an image that a page shows."""

    image = models.ForeignKey(LibraryImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        unique_together = (("image", "filter_spec", "focal_point_key"),)


class LibraryDocument(Described, AbstractDocument):
    """A document that a page offers. Its file is private: who may read a page that offers it, may
    have it."""

    file = models.FileField(_("file"), upload_to=document_path, storage=private_storage)

    admin_form_fields = (
        *without_tags(Document.admin_form_fields),
        "caption",
        "source",
        "licence",
    )

    class Meta(AbstractDocument.Meta):
        pass


class PrivateFile(Addressable):
    """A file that only permitted people may open: evidence, uploaded sheets, produced PDFs."""

    file = models.FileField(upload_to=private_path, storage=private_storage)
    original_name = models.CharField(max_length=255)
    content_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.original_name


class LibraryMedia(Described, Addressable, AbstractMedia):
    """A video or an audio recording. Its file is private: it is sent by a view that asks who may
    read a page that shows it."""

    file = models.FileField(_("file"), upload_to=media_path, storage=private_storage)
    thumbnail = models.FileField(
        _("poster"), upload_to=media_path, storage=private_storage, blank=True
    )
    # Found by looking into the file, never typed: such as "video/webm; codecs=vp9,opus".
    content_type = models.CharField(max_length=100, blank=True, editable=False)
    size = models.PositiveBigIntegerField(default=0, editable=False)

    admin_form_fields = (
        "title",
        "file",
        "collection",
        "thumbnail",
        "caption",
        "source",
        "licence",
    )

    class Meta:
        verbose_name = _("video or audio")
        verbose_name_plural = _("videos and audio")

    @property
    def url(self) -> str:
        return reverse("library:media", args=[self.public_id])

    @property
    def filename(self) -> str:
        """For people; the stored name is random."""
        return f"{self.title}{PurePath(self.file.name).suffix}"

    @property
    def sources(self) -> list[dict[str, str]]:
        return [{"src": self.url, "type": self.content_type}]


class CaptionTrack(models.Model):
    """Captions of a video, or the words of a recording, as WebVTT; the transcript is its text."""

    media = models.ForeignKey(LibraryMedia, on_delete=models.CASCADE, related_name="tracks")
    language = models.CharField(
        _("language"),
        max_length=10,
        choices=[
            ("zh", pgettext_lazy("captions", "Chinese")),
            ("en", pgettext_lazy("captions", "English")),
        ],
        default="zh",
    )
    webvtt = models.TextField(_("captions (WebVTT)"))

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["media", "language"], name="caption_track_once"),
        )
