"""What a person was engaged by: a numbered contract with its days."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from courses.institutions.enums import StaffKind
from courses.institutions.models.people import StaffMember
from courses.institutions.models.structure import Institution
from courses.institutions.scopes import ScopedQuerySet, ScopePaths
from media.addressing import Addressable


class StaffContract(Addressable):
    """聘用合同 or 聘任协议. Employment periods say what the rules count; a contract is the paper on
    which it rests, and there may be several within one period."""

    staff = models.ForeignKey(StaffMember, on_delete=models.CASCADE, related_name="contracts")
    institution = models.ForeignKey(Institution, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(_("kind"), max_length=20, choices=StaffKind)
    number = models.CharField(_("contract number"), max_length=60)
    starts_on = models.DateField(_("first day"))
    # The last day, as contracts write it; None: without end.
    ends_on = models.DateField(_("last day"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)
    history = HistoricalRecords(app="courses")

    scope_paths: ClassVar = ScopePaths(department="staff__department", instructor="staff__user")
    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("-starts_on", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="staff_contract_not_empty",
            ),
            models.UniqueConstraint(
                fields=["institution", "number"], name="staff_contract_number_once"
            ),
        )

    def __str__(self) -> str:
        return self.number
