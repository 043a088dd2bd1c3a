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

# The rule that asks for 中级以上; any other asks for a related certificate of whatever level.
INTERMEDIATE = "intermediate-certificate"
RELATED = "related-certificate"


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
    Within a place, a reading for the kind of staff goes before one for all kinds, then the later.
    `related` is the other half of the words, 就业指导相关: a level below 中级 can be related, and
    one that counts always is.
    """

    level = models.ForeignKey(
        CredentialLevel, on_delete=models.CASCADE, related_name="recognitions"
    )
    province = models.CharField(max_length=2, blank=True)
    institution = models.ForeignKey(
        Institution, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    # Empty: for all kinds of staff.
    staff_kind = models.CharField(
        _("kind of staff"),
        max_length=20,
        choices=StaffKind,
        blank=True,
        default="",
        db_default="",
    )
    recognition = models.CharField(max_length=15, choices=Recognition)
    # Empty: this reading says nothing of it (but see `says_related`), the next place may.
    related = models.CharField(
        _("related to employment guidance"),
        max_length=15,
        choices=Recognition,
        blank=True,
        default="",
        db_default="",
    )
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
            models.CheckConstraint(
                condition=Q(related__in=["", Recognition.COUNTS])
                | Q(recognition=Recognition.DOES_NOT_COUNT)
                | Q(recognition=Recognition.UNDECIDED, related=Recognition.UNDECIDED),
                name="level_recognition_counts_only_related",
            ),
        )

    @property
    def says_related(self) -> Recognition | None:
        """Whether the level is a related certificate, where this reading tells."""
        if self.related:
            return Recognition(self.related)
        return Recognition.COUNTS if self.recognition == Recognition.COUNTS else None


class TeachingRule(models.Model):
    """Which staff need which certificate to teach: a dated rule with its citation, shipped, or
    entered by an institution or a province for itself."""

    code = models.CharField(max_length=50)
    province = models.CharField(max_length=2, blank=True)
    institution = models.ForeignKey(
        Institution, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    staff_kind = models.CharField(max_length=20, choices=StaffKind)
    severity = models.CharField(max_length=15, choices=Severity)
    # The body that asks for it; empty in rows from before it was recorded.
    authority = models.CharField(
        _("authority"), max_length=100, blank=True, default="", db_default=""
    )
    citation = models.CharField(max_length=300)
    quotation = models.TextField(blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    history = HistoricalRecords(app="courses")

    scope_paths: ClassVar = ScopePaths(shared=True)
    objects = PlacedPeriodQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")),
                name="teaching_rule_not_empty",
            ),
        )

    @property
    def asks_intermediate(self) -> bool:
        return self.code == INTERMEDIATE

    @property
    def source(self) -> str:
        """Authority and citation in a line; the authority only where the citation doesn't begin
        with it, as 河南省教育厅《…》 does."""
        if not self.authority or self.citation.startswith(self.authority):
            return self.citation
        return f"{self.authority} · {self.citation}"
