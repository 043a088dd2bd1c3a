"""Certificates: what was issued, and that it still stands."""

from collections.abc import Iterable
from typing import Any, ClassVar, Self

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
    """The last serial number given. Locked while a batch takes its numbers: no gap, no double."""

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


class CertificateChanged(Exception):
    """Somebody tried to change what an issued certificate says."""


# All else is as it was printed.
CHANGEABLE = frozenset({"state", "revoked_at", "revoked_by", "revocation_reason"})


class CertificateQuerySet(ScopedQuerySet):
    def standing(self) -> Self:
        """Those that are not revoked."""
        return self.filter(state=CertificateState.VALID)

    def matching(self, text: str) -> Self:
        """Those whose serial number, holder or student number holds the text."""
        return self.filter(
            Q(serial__icontains=text)
            | Q(holder_name__icontains=text)
            | Q(holder_number__icontains=text)
        )

    def update(self, **values: Any) -> int:
        if not CHANGEABLE.issuperset(values):
            raise CertificateChanged(sorted(values))
        return super().update(**values)

    def delete(self) -> tuple[int, dict[str, int]]:
        raise CertificateChanged("delete")


class Certificate(Addressable):
    """What the paper says, fixed at issue; only the state changes afterwards."""

    institution = models.ForeignKey(
        Institution, on_delete=models.PROTECT, related_name="certificates"
    )
    batch = models.ForeignKey(
        CertificateBatch,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="certificates",
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
    state = models.CharField(
        max_length=10, choices=CertificateState, default=CertificateState.VALID
    )
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    revocation_reason = models.CharField(max_length=300, blank=True)

    scope_paths: ClassVar = ScopePaths(
        department="enrolment__student__department",
        student="enrolment__student__user",
    )
    objects = CertificateQuerySet.as_manager()

    class Meta:
        ordering = ("serial",)
        constraints = (
            models.CheckConstraint(
                condition=Q(state="valid", revoked_at=None, revocation_reason="")
                | (Q(state="revoked", revoked_at__isnull=False) & ~Q(revocation_reason="")),
                name="revocation_has_reason",
            ),
            models.UniqueConstraint(
                fields=["enrolment", "kind"],
                condition=Q(state="valid"),
                name="one_valid_certificate",
            ),
        )

    def save(
        self,
        *,
        update_fields: Iterable[str] | None = None,
        **options: Any,
    ) -> None:
        if not self._state.adding and not CHANGEABLE.issuperset(update_fields or {"everything"}):
            raise CertificateChanged(sorted(update_fields or ()))
        super().save(update_fields=update_fields, **options)

    def delete(self, *args: Any, **options: Any) -> tuple[int, dict[str, int]]:
        raise CertificateChanged("delete")

    def __str__(self) -> str:
        return self.serial
