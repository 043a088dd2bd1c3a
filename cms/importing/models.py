"""One file on its way to becoming pages."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from wagtail.models import Page

from cms.importing.enums import PageImportState, UploadKind
from courses.curriculum.models import Course
from courses.institutions.models import Institution
from media.addressing import Addressable
from media.jobs.models import Job
from media.library.models import PrivateFile


class PageImportQuerySet(models.QuerySet["PageImport"]):
    def visible_to(self, user: Any) -> "PageImportQuerySet":
        """An import is shown to whoever uploaded it."""
        return self.filter(uploaded_by=user.pk)


class PageImport(Addressable):
    """The file, what was understood of it, and which drafts came of it.

    A file for a `course` becomes a new syllabus below the institution's home (`parent`); any other
    becomes pages below `parent`. `parsed` is {"pages": [ParsedPage …], "kept": [names of quizzes]}.
    """

    institution = models.ForeignKey(Institution, on_delete=models.CASCADE, related_name="+")
    parent = models.ForeignKey(Page, null=True, on_delete=models.SET_NULL, related_name="+")
    course = models.ForeignKey(
        Course, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    kind = models.CharField(max_length=10, choices=UploadKind)
    source = models.ForeignKey(PrivateFile, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(
        max_length=10, choices=PageImportState, default=PageImportState.UPLOADED
    )
    refusal = models.TextField(blank=True)
    parsed = models.JSONField(default=dict)
    # Which pages were made (id, title, type), and how many images and documents.
    receipt = models.JSONField(default=dict)
    job = models.ForeignKey(Job, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    done_at = models.DateTimeField(null=True, blank=True)

    objects = PageImportQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ("-created_at",)
        indexes = (
            models.Index(fields=["uploaded_by", "-created_at"], name="page_import_by_person"),
        )

    def __str__(self) -> str:
        return str(self.source)

    @property
    def is_busy(self) -> bool:
        return self.job is not None and not self.job.is_finished
