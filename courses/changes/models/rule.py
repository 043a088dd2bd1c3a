"""By which rules a school lets its timetable be changed."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from courses.institutions.models import Institution
from courses.institutions.scopes import ScopePaths
from courses.qualifications.models import PlacedPeriodQuerySet


class ChangeRule(models.Model):
    """A dated rule of an institution or a province, or the example of the product (neither)."""

    province = models.CharField(max_length=2, blank=True)
    institution = models.ForeignKey(
        Institution, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    # For private reasons, per instructor and term; None: without limit.
    private_times = models.PositiveSmallIntegerField(_("times"), null=True, blank=True)
    private_periods = models.PositiveSmallIntegerField(_("periods"), null=True, blank=True)
    # Calendar days between the request and the first meeting: of one meeting, and of several.
    lead_days = models.PositiveSmallIntegerField()
    lead_days_long = models.PositiveSmallIntegerField()
    # No change of meetings on so many days before and after a public holiday.
    holiday_gap_days = models.PositiveSmallIntegerField(default=0)
    # Reasons that know no lead time and no holiday, such as illness.
    urgent_reasons = models.JSONField(default=list)
    # See domain.tiers: [{"first": 1, "last": 4, "steps": ["department"]}, …]
    tiers = models.JSONField()
    citation = models.CharField(max_length=300)
    quotation = models.TextField(blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    # Who entered it, and what stood here before it came into force.
    history = HistoricalRecords(app="courses")

    scope_paths: ClassVar = ScopePaths(shared=True)
    objects = PlacedPeriodQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")),
                name="change_rule_not_empty",
            ),
        )
