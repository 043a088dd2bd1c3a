"""Certificates that were issued together."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from courses.institutions.models import Institution
from courses.institutions.scopes import ScopedQuerySet, ScopePaths
from courses.teaching.models import TeachingClass
from media.addressing import Addressable
from media.jobs.models import Job
from media.library.models import PrivateFile


class CertificateBatch(Addressable):
    """The certificates of one class in one PDF."""

    teaching_class = models.ForeignKey(
        TeachingClass, on_delete=models.PROTECT, related_name="certificate_batches"
    )
    institution = models.ForeignKey(Institution, on_delete=models.CASCADE, related_name="+")
    document = models.ForeignKey(
        PrivateFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    job = models.ForeignKey(Job, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    scope_paths: ClassVar = ScopePaths()
    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at",)
