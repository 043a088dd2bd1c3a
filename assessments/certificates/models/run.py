"""Issuing for many classes as one piece of long work."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from assessments.certificates.enums import RunClassState
from assessments.certificates.models.batch import CertificateBatch
from courses.curriculum.models import Course
from courses.institutions.models import Department, Institution
from courses.institutions.scopes import ScopedQuerySet, ScopePaths
from courses.teaching.models import TeachingClass, Term
from media.addressing import Addressable
from media.jobs.models import Job
from media.library.models import PrivateFile


class IssueRun(Addressable):
    """What was asked for: a term, perhaps one course or department of it. Which classes that meant
    is fixed when it is asked; a class that comes later is not in it."""

    institution = models.ForeignKey(Institution, on_delete=models.CASCADE, related_name="+")
    term = models.ForeignKey(Term, on_delete=models.PROTECT, related_name="+")
    course = models.ForeignKey(
        Course, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    department = models.ForeignKey(
        Department, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    issued_on = models.DateField(_("date on the certificates"))
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    job = models.ForeignKey(Job, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    # All documents of the run in one zip.
    archive = models.ForeignKey(
        PrivateFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    scope_paths: ClassVar = ScopePaths()
    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at",)


class IssueRunClass(models.Model):
    """One class of a run, and what came of it. Written in the transaction that issues, so that a
    run which was killed goes on where it stopped."""

    run = models.ForeignKey(IssueRun, on_delete=models.CASCADE, related_name="classes")
    teaching_class = models.ForeignKey(TeachingClass, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=RunClassState, default=RunClassState.WAITING)
    batch = models.ForeignKey(
        CertificateBatch, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    # Why nothing was issued, or why the PDF could not be made: a sentence for the office.
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ("teaching_class__code", "pk")
        constraints = (
            models.UniqueConstraint(fields=["run", "teaching_class"], name="run_class_once"),
        )
