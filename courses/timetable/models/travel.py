"""How far campuses lie apart."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from courses.institutions.models import Campus, Institution
from courses.institutions.scopes import ScopedQuerySet, ScopePaths


class CampusTravel(models.Model):
    """Minutes that an instructor needs between two campuses, both ways. `first` is the one with
    the smaller key, so that each pair stands once."""

    institution = models.ForeignKey(Institution, on_delete=models.CASCADE, related_name="+")
    first = models.ForeignKey(Campus, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Campus, on_delete=models.CASCADE, related_name="+")
    minutes = models.PositiveSmallIntegerField(_("minutes"))

    scope_paths: ClassVar = ScopePaths(shared=True)
    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["first", "second"], name="campus_travel_once"),
            models.CheckConstraint(
                condition=Q(first__lt=F("second")), name="campus_travel_in_order"
            ),
            models.CheckConstraint(
                condition=Q(minutes__range=(1, 240)), name="campus_travel_minutes"
            ),
        )
