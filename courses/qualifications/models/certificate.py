"""Certificates of people, and what was said about their end."""

import datetime
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from courses.institutions.models import Institution, StaffMember
from courses.institutions.scopes import ScopedQuerySet, ScopePaths
from courses.qualifications.enums import CertificateState, ShownState
from courses.qualifications.models.catalogue import CredentialLevel
from media.addressing import Addressable
from media.library.models import PrivateFile


class StaffCertificateQuerySet(ScopedQuerySet):
    def verified(self) -> Self:
        return self.filter(state=CertificateState.VERIFIED)

    def in_state(self, state: str, *, on: datetime.date) -> Self:
        """As it is shown on a date: "expired" is told by the day, nobody writes it."""
        if state == ShownState.EXPIRED:
            return self.verified().filter(expires_on__lt=on)
        if state == ShownState.VERIFIED:
            return self.verified().filter(Q(expires_on=None) | Q(expires_on__gte=on))
        if state == ShownState.CHECKED_ONCE:
            return self.filter(state=CertificateState.SUBMITTED, first_checked_at__isnull=False)
        return self.filter(state=state)

    def without_renewal(self) -> Self:
        """Those after which the person holds no other verified one of the same credential, of that
        level or a higher one, that is valid longer."""
        later = StaffCertificate.objects.verified().filter(
            Q(expires_on=None) | Q(expires_on__gt=OuterRef("expires_on")),
            staff=OuterRef("staff"),
            level__credential_type=OuterRef("level__credential_type"),
            level__position__gte=OuterRef("level__position"),
        )
        return self.filter(~Exists(later))

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
    # The certificate that this one follows; it stays on record with its own dates.
    renews = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="renewals"
    )
    # The first of two, where the rule of the institution asks for two verifiers.
    first_checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    first_checked_at = models.DateTimeField(null=True, blank=True)
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
            models.CheckConstraint(
                condition=Q(renews=None) | ~Q(renews=F("pk")),
                name="staff_certificate_renews_another",
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

    def state_on(self, on: datetime.date) -> ShownState:
        """The state as people say it on a date."""
        if self.state == CertificateState.VERIFIED and self.expires_on and self.expires_on < on:
            return ShownState.EXPIRED
        if self.state == CertificateState.SUBMITTED and self.first_checked_at is not None:
            return ShownState.CHECKED_ONCE
        return ShownState(self.state)


class ExpiryReminder(models.Model):
    """That a certificate ends soon was mailed, once for each step of the ladder."""

    certificate = models.ForeignKey(
        StaffCertificate, on_delete=models.CASCADE, related_name="reminders"
    )
    # Days before the last day of validity: the step, not the day on which it was sent.
    days = models.PositiveSmallIntegerField()
    sent_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["certificate", "days"], name="expiry_reminder_once_a_step"
            ),
        )
