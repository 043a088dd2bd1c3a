"""What was issued, and that it still stands."""

import datetime
from collections.abc import Iterable
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessments.certificates.enums import CertificateKind, CertificateState, Standing
from assessments.certificates.models.batch import CertificateBatch
from assessments.certificates.models.template_version import TemplateVersion
from courses.institutions.enums import RoleKind
from courses.institutions.models import Institution, Role, StaffMember
from courses.institutions.scopes import ScopedQuerySet, ScopePaths
from courses.teaching.models import Enrolment
from courses.training.models import Completion
from media.addressing import Addressable


class CertificateChanged(Exception):
    """Somebody tried to change what an issued certificate says."""


# All else is as it was printed.
CHANGEABLE = frozenset({"state", "revoked_at", "revoked_by", "revocation_reason"})


class CertificateQuerySet(ScopedQuerySet):
    def standing(self) -> Self:
        """Those that are not revoked."""
        return self.filter(state=CertificateState.VALID)

    def worth(self, standing: str, *, on: datetime.date) -> Self:
        """Those whose `standing_on` the day is this one."""
        if standing == Standing.REPLACED:
            return self.filter(state=CertificateState.REVOKED, replaced_by__isnull=False)
        if standing == Standing.REVOKED:
            return self.filter(state=CertificateState.REVOKED, replaced_by=None)
        ended = Q(valid_until__isnull=False, valid_until__lt=on)
        to_begin = Q(kind=CertificateKind.APPOINTMENT, begins_on__isnull=False, begins_on__gt=on)
        if standing == Standing.EXPIRED:
            return self.standing().filter(ended)
        rows = self.standing().exclude(ended)
        return rows.filter(to_begin) if standing == Standing.NOT_YET else rows.exclude(to_begin)

    def held_by(self, user: Any) -> Self:
        """The person's own, whatever roles they have."""
        if user.pk is None:
            return self.none()
        return self.filter(Q(enrolment__student__user=user.pk) | Q(staff__user=user.pk))

    def _allowed_by(self, role: Role) -> Q:
        # Holders are students or staff; a scope's path leads to one of them.
        allowed = super()._allowed_by(role)
        if role.kind == RoleKind.DEPARTMENT_COORDINATOR and role.department_id:
            allowed |= Q(institution=role.institution_id, staff__department=role.department_id)
        return allowed

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
    # The holder: of a course the student's enrolment, else a person of the staff.
    enrolment = models.ForeignKey(
        Enrolment, null=True, blank=True, on_delete=models.PROTECT, related_name="certificates"
    )
    staff = models.ForeignKey(
        StaffMember, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    # Of a training: the completion that it certifies.
    completion = models.ForeignKey(
        Completion, null=True, blank=True, on_delete=models.PROTECT, related_name="certificates"
    )
    holder_name = models.CharField(max_length=100)
    holder_number = models.CharField(max_length=32)
    # What it certifies: the course, the training, or the position of an appointment.
    course_name = models.CharField(max_length=100)
    course_name_en = models.CharField(max_length=200, blank=True)
    # None: an appointment has no hours.
    hours = models.PositiveSmallIntegerField(null=True, blank=True)
    term_code = models.CharField(max_length=11, blank=True)
    # The days of a training, or the first and last day of an appointment, both included.
    begins_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    # The last day on which it is valid; None: for good.
    valid_until = models.DateField(null=True, blank=True)
    # None: issued before there were templates, printed with the one that was shipped then.
    version = models.ForeignKey(
        TemplateVersion, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    # The one that this one was issued instead of.
    replaces = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaced_by"
    )
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
        instructor="staff__user",
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
            models.UniqueConstraint(
                fields=["staff", "course_name", "begins_on"],
                condition=Q(state="valid", kind="appointment"),
                name="one_valid_appointment",
            ),
            models.UniqueConstraint(
                fields=["completion"],
                condition=Q(state="valid"),
                name="one_valid_training_certificate",
            ),
            models.CheckConstraint(
                condition=Q(kind="course_completion", enrolment__isnull=False, staff=None)
                | Q(kind="appointment", enrolment=None, staff__isnull=False, completion=None)
                | Q(
                    kind="training_completion",
                    enrolment=None,
                    staff__isnull=False,
                    completion__isnull=False,
                ),
                name="holder_fits_kind",
            ),
            models.CheckConstraint(
                condition=Q(begins_on=None) | Q(ends_on=None) | Q(ends_on__gte=F("begins_on")),
                name="certified_days_in_order",
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

    def standing_on(self, day: datetime.date) -> Standing:
        """What it is worth on a day. Asks for `replaced_by`: join it when there are many."""
        if self.state == CertificateState.REVOKED:
            return Standing.REPLACED if self.successor else Standing.REVOKED
        if self.valid_until is not None and day > self.valid_until:
            return Standing.EXPIRED
        begins = self.begins_on if self.kind == CertificateKind.APPOINTMENT else None
        return Standing.NOT_YET if begins is not None and day < begins else Standing.VALID

    @property
    def standing_today(self) -> Standing:
        return self.standing_on(timezone.localdate())

    @property
    def successor(self) -> "Certificate | None":
        """The one that was issued instead of this one."""
        return getattr(self, "replaced_by", None)
