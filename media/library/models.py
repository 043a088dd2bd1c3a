"""Stored files. Public ones are Wagtail's; private ones are sent only by a view that asks first."""

import uuid
from pathlib import PurePath

from django.conf import settings
from django.core.files.storage import Storage, storages
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument, Document
from wagtail.images.models import AbstractImage, AbstractRendition, Image

from media.addressing import Addressable


def without_tags(fields: tuple[str, ...]) -> tuple[str, ...]:
    """Wagtail's tags are one list for the whole site: they would tell of others' files."""
    return tuple(field for field in fields if field != "tags")


class LibraryImage(AbstractImage):
    """An image with where it comes from and under which licence it may be shown."""

    alt_text = models.CharField(_("alternative text"), max_length=255, blank=True)
    source = models.CharField(_("source"), max_length=255, blank=True)
    licence = models.CharField(_("licence"), max_length=100, blank=True)

    admin_form_fields = (*without_tags(Image.admin_form_fields), "alt_text", "source", "licence")

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


class LibraryDocument(AbstractDocument):
    """A document that a page offers."""

    source = models.CharField(_("source"), max_length=255, blank=True)
    licence = models.CharField(_("licence"), max_length=100, blank=True)

    admin_form_fields = (*without_tags(Document.admin_form_fields), "source", "licence")


def private_storage() -> Storage:
    """The storage outside the web root; a function, so that migrations don't hold its path."""
    return storages["private"]


def private_path(instance: "PrivateFile", filename: str) -> str:
    """A path made of random letters: no user's file name becomes a path (ASVS 5.3.2)."""
    name = uuid.uuid4().hex
    return f"{name[:2]}/{name}{PurePath(filename).suffix.lower()[:10]}"


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
