"""Names and departments that people had before."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from courses.institutions.models.people import StaffMember
from courses.institutions.models.structure import Department, Institution
from courses.institutions.scopes import ScopedQuerySet, ScopePaths


class FormerParticulars(models.Model):
    """A person's name and department until `valid_to`, the first day of what came next.

    The present ones stand with the person. Rows are only added: of two with the same day the
    second was entered by mistake, corrected on that day and never held; it tells what was
    recorded until `recorded_at`."""

    staff = models.ForeignKey(
        StaffMember, on_delete=models.CASCADE, related_name="former_particulars"
    )
    institution = models.ForeignKey(Institution, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(_("name"), max_length=100)
    department = models.ForeignKey(
        Department, null=True, on_delete=models.PROTECT, related_name="+"
    )
    valid_to = models.DateField(_("until"))
    recorded_at = models.DateTimeField(auto_now_add=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    scope_paths: ClassVar = ScopePaths(department="staff__department", instructor="staff__user")
    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("valid_to", "pk")

    def __str__(self) -> str:
        return f"{self.name} (<{self.valid_to})"
