"""A template as it was when certificates were printed with it."""

from collections.abc import Iterable
from typing import Any

from django.db import models

from assessments.certificates.models.template import CertificateTemplate
from courses.institutions.models import Institution
from media.library.models import PrivateFile


class VersionChanged(Exception):
    """Somebody tried to change what certificates were printed with."""


class TemplateVersionQuerySet(models.QuerySet["TemplateVersion"]):
    def update(self, **values: Any) -> int:
        raise VersionChanged(sorted(values))

    def delete(self) -> tuple[int, dict[str, int]]:
        raise VersionChanged("delete")


class TemplateVersion(models.Model):
    """Never changed and never deleted. `template` is empty where the one that the product ships
    was used."""

    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    template = models.ForeignKey(
        CertificateTemplate,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="versions",
    )
    # heading, text, left_signatory, right_signatory, orientation, border.
    content = models.JSONField()
    seal = models.ForeignKey(
        PrivateFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    # Of content and seal: the same template used again is the same version.
    sha256 = models.CharField(max_length=64)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = TemplateVersionQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["institution", "sha256"], name="version_once"),
        )

    def save(self, *, update_fields: Iterable[str] | None = None, **options: Any) -> None:
        if not self._state.adding:
            raise VersionChanged(sorted(update_fields or ()))
        super().save(update_fields=update_fields, **options)

    def delete(self, *args: Any, **options: Any) -> tuple[int, dict[str, int]]:
        raise VersionChanged("delete")
