"""Dated rules with a place: what counts as 中级以上, and who needs it."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from courses.institutions.enums import StaffKind
from courses.institutions.models import Institution
from courses.institutions.periods import PeriodQuerySet
from courses.institutions.scopes import ScopePaths
from courses.qualifications.enums import Recognition, Severity
from courses.qualifications.models.catalogue import CredentialLevel


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
