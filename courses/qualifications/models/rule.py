"""How an institution checks certificates and reminds of their end."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from courses.institutions.models import Institution
from courses.institutions.scopes import ScopePaths
from courses.qualifications.models.placed import PlacedPeriodQuerySet


class CertificateRule(models.Model):
    """A dated rule of an institution or a province, or the example of the product (neither)."""

    province = models.CharField(max_length=2, blank=True)
    institution = models.ForeignKey(
        Institution, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    # How many people of the office look at a certificate before it counts; none of them its holder
    # or whoever submitted it.
    verifiers = models.PositiveSmallIntegerField(_("verifiers"))
    # Days before the last day of validity on which holder and office are reminded.
    reminder_days = models.JSONField(_("reminders"), default=list)
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
                name="certificate_rule_not_empty",
            ),
            models.CheckConstraint(
                condition=Q(verifiers__in=(1, 2)), name="certificate_rule_one_or_two_verifiers"
            ),
        )

    @property
    def first_reminder(self) -> int:
        """Days before the end from which on a certificate ends soon; 0 where nobody is reminded."""
        return max(self.reminder_days, default=0)
