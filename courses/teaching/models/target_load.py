"""How much a person is to teach."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from courses.institutions.models import Institution, StaffMember
from courses.institutions.scopes import ScopedQuerySet, ScopePaths
from courses.teaching.models.term import Term

MOST_TARGET = 200
"""Nobody is planned for more than two full loads."""


class TargetLoad(models.Model):
    """How much of a full load a person is to teach in a term, in percent; without a row: all of it.
    0: nobody proposes this person."""

    institution = models.ForeignKey(Institution, on_delete=models.CASCADE, related_name="+")
    term = models.ForeignKey(Term, on_delete=models.CASCADE, related_name="target_loads")
    staff = models.ForeignKey(StaffMember, on_delete=models.CASCADE, related_name="target_loads")
    share = models.PositiveSmallIntegerField()

    scope_paths: ClassVar = ScopePaths(department="staff__department", instructor="staff__user")
    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["term", "staff"], name="target_load_once"),
            models.CheckConstraint(
                condition=Q(share__range=(0, MOST_TARGET)), name="target_load_share"
            ),
        )
