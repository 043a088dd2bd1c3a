"""One spreadsheet on its way in."""

from typing import Any

from django.conf import settings
from django.db import models

from media.addressing import Addressable
from media.imports.enums import ImportState
from media.jobs.models import Job
from media.library.models import PrivateFile


class ImportRunQuerySet(models.QuerySet["ImportRun"]):
    def visible_to(self, user: Any) -> "ImportRunQuerySet":
        """An import is shown to whoever uploaded it."""
        return self.filter(uploaded_by=user.pk)


class ImportRun(Addressable):
    """The file, what was understood of it, and the receipt of what it changed."""

    kind = models.CharField(max_length=50)
    # What the importer needs to know beside the file, such as the institution's id.
    context = models.JSONField(default=dict)
    source = models.ForeignKey(PrivateFile, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=ImportState, default=ImportState.UPLOADED)
    preview = models.JSONField(default=dict)
    receipt = models.JSONField(default=dict)
    refusal = models.TextField(blank=True)
    job = models.ForeignKey(Job, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    applied_at = models.DateTimeField(null=True, blank=True)

    objects = ImportRunQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at",)
        indexes = (models.Index(fields=["uploaded_by", "-created_at"], name="import_by_person"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.source}"
