"""Weeks in which students have no classes at all."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from courses.institutions.models import AdministrativeClass, Institution
from courses.institutions.scopes import ScopedQuerySet, ScopePaths
from courses.teaching.models import Term
from media.addressing import Addressable


class FreeWeeks(Addressable):
    """Weeks of a term that an entry year or one administrative class keeps free, such as those of
    a graduating class for looking for work. `weeks` is a bit mask as in Slot."""

    institution = models.ForeignKey(Institution, on_delete=models.CASCADE, related_name="+")
    term = models.ForeignKey(Term, on_delete=models.CASCADE, related_name="free_weeks")
    entry_year = models.PositiveSmallIntegerField(_("entry year"), null=True, blank=True)
    administrative_class = models.ForeignKey(
        AdministrativeClass, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    weeks = models.PositiveBigIntegerField()
    reason = models.CharField(_("Reason"), max_length=100)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    made_at = models.DateTimeField(auto_now_add=True)

    scope_paths: ClassVar = ScopePaths(shared=True)
    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("entry_year", "administrative_class__name", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(entry_year=None, administrative_class__isnull=False)
                | Q(entry_year__isnull=False, administrative_class=None),
                name="free_weeks_are_of_one_thing",
            ),
            models.CheckConstraint(condition=Q(weeks__gt=0), name="free_weeks_not_empty"),
        )
