"""Certificates: what was issued, and that it still stands."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assessments.certificates.enums import CertificateKind, CertificateState
from courses.institutions.models import Institution
from courses.institutions.scopes import ScopedQuerySet, ScopePaths
from courses.teaching.models import Enrolment, TeachingClass
from media.addressing import Addressable
from media.jobs.models import Job
from media.library.models import PrivateFile


class SerialCounter(models.Model):
    """The last serial number given: locked while a batch takes its numbers, so no gap and no double."""

    institution = models.ForeignKey(Institution, on_delete=models.CASCADE, related_name="+")
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["institution", "year"], name="serial_counter_once"),
        )


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


class Certificate(Addressable):
    """What the paper says, fixed at issue; only the state changes afterwards."""

    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="certificates")
    batch = models.ForeignKey(
        CertificateBatch, null=True, blank=True, on_delete=models.PROTECT, related_name="certificates"
    )
    kind = models.CharField(max_length=20, choices=CertificateKind)
    serial = models.CharField(_("serial number"), max_length=30, unique=True)
    # In the QR code; random, so that nobody finds certificates by counting.
    code = models.CharField(max_length=32, unique=True)
    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="certificates")
    holder_name = models.CharField(max_length=100)
    holder_number = models.CharField(max_length=32)
    course_name = models.CharField(max_length=100)
    course_name_en = models.CharField(max_length=200, blank=True)
    hours = models.PositiveSmallIntegerField()
    term_code = models.CharField(max_length=11)
    issued_on = models.DateField()
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    state = models.CharField(max_length=10, choices=CertificateState, default=CertificateState.VALID)
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    revocation_reason = models.CharField(max_length=300, blank=True)

    scope_paths: ClassVar = ScopePaths(
        department="enrolment__student__department",
        student="enrolment__student__user",
    )
    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("serial",)
        constraints = (
            models.UniqueConstraint(
                fields=["enrolment", "kind"],
                condition=Q(state="valid"),
                name="one_valid_certificate",
            ),
        )
