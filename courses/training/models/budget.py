"""经费: how much may be spent on trainings in a year, or in the years of a cycle."""

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from courses.institutions.enums import INSTITUTION_WIDE, RoleKind
from courses.training.models.owned import ONE_OWNER, Owned, OwnedQuerySet
from media.addressing import Addressable


class TrainingBudgetQuerySet(OwnedQuerySet):
    """`TrainingBudget.objects.visible_to(user).of_year(2027)`"""

    def of_year(self, year: int) -> Self:
        return self.filter(first_year__lte=year, last_year__gte=year)

    def _allowed_by(self, role: Any) -> Q:
        """What a province has is not shown to its institutions."""
        if role.kind == RoleKind.PROVINCE_OFFICER:
            return Q(institution=None, province=role.province) | Q(
                institution__province=role.province
            )
        if role.kind in INSTITUTION_WIDE:
            return Q(institution=role.institution_id)
        return Q(pk__in=[])


class TrainingBudget(Owned, Addressable):
    """Calendar years, both included; a session counts in the year in which it begins. An
    institution's is charged with prices and ways, a province's with what it pays for each seat of
    its own sessions. Where several hold for a year, each must suffice."""

    first_year = models.PositiveSmallIntegerField(_("first year"))
    last_year = models.PositiveSmallIntegerField(_("last year"))
    # Yuan.
    amount = models.DecimalField(_("amount"), max_digits=11, decimal_places=2)
    # What a way between two cities counts, there and back; 0: it isn't paid from here.
    fare = models.PositiveIntegerField(_("a way between two cities"), default=0, db_default=0)
    source = models.CharField(_("given by"), max_length=300, blank=True, db_default="")
    history = HistoricalRecords(app="courses")

    objects: ClassVar = TrainingBudgetQuerySet.as_manager()

    class Meta:
        ordering = ("-first_year", "last_year", "pk")
        constraints = (
            models.CheckConstraint(condition=ONE_OWNER, name="training_budget_has_one_owner"),
            models.CheckConstraint(
                condition=Q(first_year__gte=2000, last_year__gte=F("first_year")),
                name="training_budget_years_in_order",
            ),
            models.CheckConstraint(condition=Q(amount__gte=0), name="training_budget_not_negative"),
            models.CheckConstraint(
                condition=Q(institution__isnull=False) | Q(fare=0),
                name="province_training_budget_pays_no_fares",
            ),
            models.UniqueConstraint(
                fields=["institution", "first_year", "last_year"],
                condition=Q(institution__isnull=False),
                name="training_budget_once",
            ),
            models.UniqueConstraint(
                fields=["province", "first_year", "last_year"],
                condition=Q(institution=None),
                name="province_training_budget_once",
            ),
        )

    def __str__(self) -> str:
        return self.years_said

    @property
    def years_said(self) -> str:
        """2026-2028."""
        if self.first_year == self.last_year:
            return f"{self.first_year}"
        return f"{self.first_year}-{self.last_year}"
