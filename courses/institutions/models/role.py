"""What a person may do, and where."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from courses.institutions.enums import RoleKind
from courses.institutions.models.structure import Department, Institution
from courses.institutions.scopes import ScopedQuerySet, ScopePaths


class Role(models.Model):
    """(user, kind, institution, department?, entry year?); a province officer has a province."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="qihang_roles"
    )
    kind = models.CharField(_("role"), max_length=12, choices=RoleKind)
    province = models.CharField(_("province code"), max_length=2, blank=True)
    institution = models.ForeignKey(
        Institution, null=True, blank=True, on_delete=models.CASCADE, related_name="roles"
    )
    department = models.ForeignKey(
        Department, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    entry_year = models.PositiveSmallIntegerField(_("entry year"), null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    scope_paths: ClassVar = ScopePaths()
    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=(Q(kind="province", institution=None) & ~Q(province=""))
                | (~Q(kind="province") & Q(institution__isnull=False, province="")),
                name="role_has_one_place",
            ),
            models.CheckConstraint(
                condition=~Q(kind="department") | Q(department__isnull=False),
                name="coordinator_has_department",
            ),
            # Empty places count as equal, on SQLite too.
            models.UniqueConstraint(
                "user",
                "kind",
                "province",
                Coalesce("institution", Value(0), output_field=models.BigIntegerField()),
                Coalesce("department", Value(0), output_field=models.BigIntegerField()),
                Coalesce("entry_year", Value(0), output_field=models.BigIntegerField()),
                name="role_once",
            ),
        )
