"""What a person holds, what counts, and who said so."""

import datetime
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from courses.institutions.enums import StaffKind
from courses.institutions.models import Institution, StaffMember
from courses.institutions.periods import PeriodQuerySet
from courses.institutions.scopes import ScopedQuerySet, ScopePaths
from courses.qualifications.enums import (
    CertificateState,
    CredentialScheme,
    Recognition,
    Severity,
)
from media.addressing import Addressable
from media.library.models import PrivateFile


class CredentialType(models.Model):
    """A credential such as 职业指导师; catalogue data, the same for every institution."""

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=100)
    scheme = models.CharField(_("scheme"), max_length=20, choices=CredentialScheme)
    # Other names seen on certificates and in spreadsheets.
    aliases = models.JSONField(default=list)
    citation = models.CharField(max_length=300, blank=True)
    # A regular expression for the whole number, and the same in words; a mismatch only warns.
    number_pattern = models.CharField(max_length=200, blank=True)
    number_hint = models.CharField(max_length=100, blank=True)

    def __str__(self) -> str:
        return self.name


class CredentialLevel(models.Model):
    credential_type = models.ForeignKey(
        CredentialType, on_delete=models.CASCADE, related_name="levels"
    )
    code = models.CharField(max_length=40)
    name = models.CharField(_("name"), max_length=100)
    aliases = models.JSONField(default=list)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("credential_type", "position")
        constraints = (
            models.UniqueConstraint(
                fields=["credential_type", "code"], name="credential_level_once"
            ),
        )

    def __str__(self) -> str:
        return self.name


class PlacedPeriodQuerySet(PeriodQuerySet):
    """Dated rules that hold in one institution, in a province, or by default everywhere."""

    def reaching(self, institution: Institution) -> Self:
        """Rows of the institution, of its province, and the defaults."""
        return self.filter(
            Q(institution=institution)
            | Q(institution=None, province__in=["", institution.province])
        )


class LevelRecognition(models.Model):
    """A dated reading of 中级以上: does this level count, says who, where, from when.

    The more specific place wins: institution, then province, then the default of the product.
    """

    level = models.ForeignKey(
        CredentialLevel, on_delete=models.CASCADE, related_name="recognitions"
    )
    province = models.CharField(max_length=2, blank=True)
    institution = models.ForeignKey(
        Institution, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    recognition = models.CharField(max_length=15, choices=Recognition)
    authority = models.CharField(_("authority"), max_length=100)
    citation = models.CharField(_("citation"), max_length=300)
    quotation = models.TextField(_("quotation"), blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    history = HistoricalRecords(app="courses")

    scope_paths: ClassVar = ScopePaths(shared=True)
    objects = PlacedPeriodQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")),
                name="level_recognition_not_empty",
            ),
        )


class TeachingRule(models.Model):
    """Which staff need an intermediate credential to teach: a dated rule with its citation."""

    code = models.CharField(max_length=50)
    province = models.CharField(max_length=2, blank=True)
    institution = models.ForeignKey(
        Institution, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    staff_kind = models.CharField(max_length=20, choices=StaffKind)
    severity = models.CharField(max_length=15, choices=Severity)
    citation = models.CharField(max_length=300)
    quotation = models.TextField(blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    scope_paths: ClassVar = ScopePaths(shared=True)
    objects = PlacedPeriodQuerySet.as_manager()


class StaffCertificateQuerySet(ScopedQuerySet):
    def verified(self) -> Self:
        return self.filter(state=CertificateState.VERIFIED)

    def valid_on(self, on: datetime.date) -> Self:
        """Verified ones, from the day of issue to the last day of validity, both included."""
        return self.verified().filter(Q(expires_on=None) | Q(expires_on__gte=on), issued_on__lte=on)


class StaffCertificate(Addressable):
    """One certificate of one person; a renewal is a new row, the old one stays."""

    staff = models.ForeignKey(StaffMember, on_delete=models.CASCADE, related_name="certificates")
    institution = models.ForeignKey(Institution, on_delete=models.CASCADE, related_name="+")
    level = models.ForeignKey(
        CredentialLevel, on_delete=models.PROTECT, related_name="certificates"
    )
    number = models.CharField(_("certificate number"), max_length=60, blank=True)
    issuer = models.CharField(_("issued by"), max_length=100, blank=True)
    issued_on = models.DateField(_("issued on"))
    # The last day on which it is valid; None: without end.
    expires_on = models.DateField(_("valid until"), null=True, blank=True)
    evidence = models.ForeignKey(
        PrivateFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    state = models.CharField(
        _("state"), max_length=10, choices=CertificateState, default=CertificateState.SUBMITTED
    )
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    decision_note = models.CharField(_("note"), max_length=300, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    history = HistoricalRecords(app="courses")

    scope_paths: ClassVar = ScopePaths(department="staff__department", instructor="staff__user")
    objects = StaffCertificateQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(expires_on=None) | Q(expires_on__gte=F("issued_on")),
                name="staff_certificate_not_empty",
            ),
        )
        indexes = (
            models.Index(
                fields=["institution", "level"],
                include=["staff", "issued_on", "expires_on"],
                condition=Q(state="verified"),
                name="staff_certificate_verified",
            ),
        )

    def __str__(self) -> str:
        return f"{self.staff} {self.level}"


class QualificationWaiver(Addressable):
    """Leave to teach without the credential over [valid_from, valid_to): reason, approver, end."""

    staff = models.ForeignKey(StaffMember, on_delete=models.CASCADE, related_name="waivers")
    institution = models.ForeignKey(Institution, on_delete=models.CASCADE, related_name="+")
    reason = models.CharField(_("reason"), max_length=300)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    valid_from = models.DateField(_("from"))
    valid_to = models.DateField(_("until"))
    created_at = models.DateTimeField(auto_now_add=True)

    scope_paths: ClassVar = ScopePaths(department="staff__department", instructor="staff__user")
    objects = PeriodQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(valid_to__gt=F("valid_from")), name="waiver_not_empty"
            ),
        )
