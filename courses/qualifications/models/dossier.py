"""Dossiers that were handed out."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from courses.institutions.models import Institution, StaffMember
from courses.institutions.scopes import ScopedQuerySet, ScopePaths
from media.addressing import Addressable
from media.library.models import PrivateFile


class Dossier(Addressable):
    """职称评审材料 of one person over [starts_on, ends_on], both included: who made it, and the
    file as it was handed out. Rows are only added."""

    staff = models.ForeignKey(StaffMember, on_delete=models.CASCADE, related_name="dossiers")
    institution = models.ForeignKey(Institution, on_delete=models.CASCADE, related_name="+")
    starts_on = models.DateField()
    ends_on = models.DateField()
    # PDF, table and evidence in one zip; None while the worker makes it.
    file = models.ForeignKey(
        PrivateFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    lines = models.PositiveIntegerField(default=0)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    made_at = models.DateTimeField(auto_now_add=True)

    scope_paths: ClassVar = ScopePaths(instructor="staff__user")
    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("-made_at", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="dossier_not_empty"
            ),
        )
