"""By which rules a school's classes are placed."""

from typing import ClassVar

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from courses.institutions.models import Institution
from courses.institutions.scopes import ScopePaths
from courses.qualifications.models import PlacedPeriodQuerySet
from courses.timetable.criteria import CRITERIA

MOST_WEIGHT = 1000


def _weight(criterion: str) -> models.PositiveSmallIntegerField:
    return models.PositiveSmallIntegerField(
        CRITERIA[criterion].name, validators=[MaxValueValidator(MOST_WEIGHT)]
    )


class SchedulingRule(models.Model):
    """A dated rule of an institution or a province, or the example of the product (neither).

    A weight is what one unit of its criterion costs the timetable, 0 being of no concern.
    """

    province = models.CharField(max_length=2, blank=True)
    institution = models.ForeignKey(
        Institution, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    uneven_days = _weight("uneven_days")
    neighbouring_days = _weight("neighbouring_days")
    long_days = _weight("long_days")
    idle_periods = _weight("idle_periods")
    unwanted_times = _weight("unwanted_times")
    evening_share = _weight("evening_share")
    room_changes = _weight("room_changes")
    spare_seats = _weight("spare_seats")
    moved = _weight("moved")
    comfortable_periods = models.PositiveSmallIntegerField(_("Comfortable periods a day"))
    # Of an instructor for whom nothing else is said; None: without limit.
    most_per_day = models.PositiveSmallIntegerField(_("Most periods a day"), null=True, blank=True)
    most_per_week = models.PositiveSmallIntegerField(
        _("Most periods a week"), null=True, blank=True
    )
    # Parts of the day that are shared out fairly, see enums.DayPart.
    evening_parts = models.JSONField(default=list)
    # What a search keeps free when nothing else is asked for: [[2, "afternoon"], …]
    keep_free = models.JSONField(default=list)
    # Else they are placed, and their meetings from that date on are blocked.
    leaves_out_unauthorised = models.BooleanField(
        _("Leave out classes whose instructor may not teach to the end"),
        default=False,
        db_default=False,
    )
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
                name="scheduling_rule_not_empty",
            ),
            models.CheckConstraint(
                condition=Q(comfortable_periods__gte=1)
                & (Q(most_per_day=None) | Q(most_per_day__gte=1))
                & (Q(most_per_week=None) | Q(most_per_week__gte=1)),
                name="scheduling_rule_leaves_periods",
            ),
        )
