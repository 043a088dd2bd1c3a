"""What the office does when somebody is away or a room is lost: proposals, and the one taken."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from courses.institutions.models import Institution, StaffMember
from courses.institutions.scopes import ScopedQuerySet, ScopePaths
from courses.teaching.models import Term
from courses.timetable.models import Room
from media.addressing import Addressable


class Repair(Addressable):
    """`proposals` are those that were found on the day it was asked, see domain.repair.proposals;
    `applied` names the one that was carried out. What was not taken stays readable."""

    institution = models.ForeignKey(Institution, on_delete=models.CASCADE, related_name="+")
    term = models.ForeignKey(Term, on_delete=models.CASCADE, related_name="repairs")
    staff = models.ForeignKey(
        StaffMember, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    room = models.ForeignKey(
        Room, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    first_date = models.DateField()
    last_date = models.DateField()
    reason = models.CharField(_("reason"), max_length=300)
    proposals = models.JSONField(default=list)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    made_at = models.DateTimeField()
    applied = models.CharField(max_length=20, blank=True)
    applied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    applied_at = models.DateTimeField(null=True, blank=True)

    scope_paths: ClassVar = ScopePaths()
    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("-made_at", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(staff__isnull=False, room=None) | Q(staff=None, room__isnull=False),
                name="repair_is_of_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(last_date__gte=F("first_date")), name="repair_dates_in_order"
            ),
            models.CheckConstraint(
                condition=Q(applied="", applied_at=None)
                | (~Q(applied="") & Q(applied_at__isnull=False)),
                name="repair_applied_at_a_moment",
            ),
        )

    @property
    def subject(self) -> StaffMember | Room:
        found = self.staff or self.room
        assert found is not None
        return found
