"""Leave to teach without the credential."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from courses.institutions.models import Institution, StaffMember
from courses.institutions.periods import PeriodQuerySet
from courses.institutions.scopes import ScopePaths
from media.addressing import Addressable


class QualificationWaiver(Addressable):
    """Leave to teach without the credential over [valid_from, valid_to): reason, approver, end."""

    staff = models.ForeignKey(StaffMember, on_delete=models.CASCADE, related_name="waivers")
    institution = models.ForeignKey(Institution, on_delete=models.CASCADE, related_name="+")
    reason = models.CharField(_("reason"), max_length=300)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    valid_from = models.DateField(_("from"))
    valid_to = models.DateField(_("until"))
    created_at = models.DateTimeField(auto_now_add=True)

    scope_paths: ClassVar = ScopePaths(department="staff__department", instructor="staff__user")
    objects = PeriodQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(valid_to__gt=F("valid_from")), name="waiver_not_empty"
            ),
        )
