"""What is taught in training, again and again."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from simple_history.models import HistoricalRecords

from courses.institutions.enums import StaffKind
from courses.training.enums import STAFF_PROGRAMMES, ProgrammeKind
from courses.training.models.owned import ONE_OWNER, Owned, OwnedQuerySet
from media.addressing import Addressable


class TrainingProgramme(Owned, Addressable):
    code = models.CharField(_("code"), max_length=30)
    name = models.CharField(_("name"), max_length=100)
    kind = models.CharField(
        pgettext_lazy("training programme", "kind"), max_length=12, choices=ProgrammeKind
    )
    # Contact hours that a whole session of it credits.
    hours = models.PositiveSmallIntegerField(_("hours"))
    # Values of StaffKind; empty: all staff.
    staff_kinds = models.JSONField(_("for"), default=list, blank=True)
    # Who hasn't completed it can't be nominated.
    prerequisite = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    # No new sessions any more.
    is_retired = models.BooleanField(_("retired"), default=False)
    history = HistoricalRecords(app="courses")

    objects: ClassVar = OwnedQuerySet.as_manager()

    class Meta:
        ordering = ("code", "pk")
        constraints = (
            models.CheckConstraint(condition=ONE_OWNER, name="training_programme_has_one_owner"),
            models.CheckConstraint(condition=Q(hours__gte=1), name="training_programme_hours"),
            models.UniqueConstraint(
                fields=["institution", "code"],
                condition=Q(institution__isnull=False),
                name="training_programme_code_once",
            ),
            models.UniqueConstraint(
                fields=["province", "code"],
                condition=Q(institution=None),
                name="province_training_programme_code_once",
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def is_for_staff(self) -> bool:
        return self.kind in STAFF_PROGRAMMES

    def is_for(self, staff_kind: str) -> bool:
        return self.is_for_staff and (not self.staff_kinds or staff_kind in self.staff_kinds)

    @property
    def staff_kinds_said(self) -> list[str]:
        return [str(StaffKind(kind).label) for kind in self.staff_kinds]
