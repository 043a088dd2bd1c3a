"""期次: when and where a programme is held, with how many seats for whom."""

import datetime
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from simple_history.models import HistoricalRecords

from courses.institutions.models import Department, Institution
from courses.institutions.scopes import ScopedQuerySet, ScopePaths
from courses.training.enums import TO_COME, SessionState
from courses.training.models.owned import ONE_OWNER, Owned, OwnedQuerySet
from courses.training.models.programme import TrainingProgramme
from media.addressing import Addressable


class TrainingSessionQuerySet(OwnedQuerySet):
    """`TrainingSession.objects.visible_to(user).to_come()`"""

    def to_come(self) -> Self:
        return self.filter(state__in=TO_COME)

    def overlapping(self, first: datetime.date, last: datetime.date) -> Self:
        return self.filter(starts_on__lte=last, ends_on__gte=first)

    def _shown(self) -> Q:
        return ~Q(state=SessionState.DRAFT)


class TrainingSession(Owned, Addressable):
    programme = models.ForeignKey(
        TrainingProgramme, on_delete=models.PROTECT, related_name="sessions"
    )
    code = models.CharField(_("code"), max_length=30)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    is_online = models.BooleanField(_("online"), default=False)
    # Town and building, or the address of the online room.
    place = models.CharField(_("place"), max_length=200, blank=True)
    host_base = models.CharField(_("training base"), max_length=100, blank=True)
    # City or campus, as the planner compares it with where people are.
    region = models.CharField(_("region"), max_length=50, blank=True)
    seats = models.PositiveSmallIntegerField(pgettext_lazy("training", "seats"))
    # From so many people on it is worth holding; 0: any number.
    minimum = models.PositiveSmallIntegerField(_("at least"), default=0)
    # Yuan.
    price = models.DecimalField(_("price of a seat"), max_digits=8, decimal_places=2, default=0)
    # Yuan that the province pays for a seat of its own session beside the price.
    grant = models.DecimalField(
        _("paid by the province for a seat"),
        max_digits=8,
        decimal_places=2,
        default=0,
        db_default=0,
    )
    # The last day on which nominations are taken.
    registration_closes_on = models.DateField(_("nominations until"))
    state = models.CharField(
        pgettext_lazy("training session", "state"),
        max_length=10,
        choices=SessionState,
        default=SessionState.DRAFT,
    )
    # Counted anew by every verb that changes who has a seat, under the row's lock (domain.seats):
    # the constraint below then makes overbooking impossible.
    seats_taken = models.PositiveSmallIntegerField(default=0, editable=False)
    note = models.CharField(_("note"), max_length=300, blank=True)
    history = HistoricalRecords(app="courses")

    objects: ClassVar = TrainingSessionQuerySet.as_manager()

    class Meta:
        ordering = ("starts_on", "code", "pk")
        constraints = (
            models.CheckConstraint(condition=ONE_OWNER, name="training_session_has_one_owner"),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="training_session_days_in_order"
            ),
            models.CheckConstraint(
                condition=Q(registration_closes_on__lte=F("starts_on")),
                name="training_session_closes_before_it_starts",
            ),
            models.CheckConstraint(condition=Q(seats__gte=1), name="training_session_has_seats"),
            models.CheckConstraint(
                condition=Q(seats_taken__lte=F("seats")), name="training_session_not_overbooked"
            ),
            models.CheckConstraint(
                condition=Q(grant=0) | Q(institution=None, grant__gt=0),
                name="training_session_granted_by_province",
            ),
            models.UniqueConstraint(
                fields=["institution", "code"],
                condition=Q(institution__isnull=False),
                name="training_session_code_once",
            ),
            models.UniqueConstraint(
                fields=["province", "code"],
                condition=Q(institution=None),
                name="province_training_session_code_once",
            ),
        )
        indexes = (models.Index(fields=["state", "starts_on"], name="training_session_by_date"),)

    def __str__(self) -> str:
        return f"{self.programme} {self.code}"

    @property
    def seats_left(self) -> int:
        return self.seats - self.seats_taken

    @property
    def days(self) -> list[datetime.date]:
        """All of them, a weekend in the middle too: trainings don't pause."""
        length = (self.ends_on - self.starts_on).days + 1
        return [self.starts_on + datetime.timedelta(days=n) for n in range(length)]

    def takes_nominations_on(self, on: datetime.date) -> bool:
        return self.state == SessionState.OPEN and on <= self.registration_closes_on

    def overlaps(self, other: "TrainingSession") -> bool:
        return self.starts_on <= other.ends_on and other.starts_on <= self.ends_on


class SeatQuotaQuerySet(ScopedQuerySet):
    def of_institutions(self) -> Self:
        return self.filter(department=None)


class SeatQuota(models.Model):
    """名额. Where a session has quotas, an institution without one can't send anybody. Within its
    institution's a department may have one too; departments without one share."""

    session = models.ForeignKey(TrainingSession, on_delete=models.CASCADE, related_name="quotas")
    institution = models.ForeignKey(Institution, on_delete=models.CASCADE, related_name="+")
    department = models.ForeignKey(
        Department, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    # At most so many.
    seats = models.PositiveSmallIntegerField(pgettext_lazy("training", "seats"))
    # So many are expected at least; shown where they're missing, never kept free.
    minimum = models.PositiveSmallIntegerField(_("at least"), default=0)
    # See TrainingSession.seats_taken.
    seats_taken = models.PositiveSmallIntegerField(default=0, editable=False)
    history = HistoricalRecords(app="courses")

    scope_paths: ClassVar = ScopePaths(department="department")
    objects: ClassVar = SeatQuotaQuerySet.as_manager()

    class Meta:
        ordering = ("session", "institution", "department")
        constraints = (
            models.CheckConstraint(
                condition=Q(seats_taken__lte=F("seats")), name="seat_quota_not_overbooked"
            ),
            models.CheckConstraint(
                condition=Q(minimum__lte=F("seats")), name="seat_quota_minimum_below_maximum"
            ),
            models.UniqueConstraint(
                fields=["session", "institution"],
                condition=Q(department=None),
                name="seat_quota_once",
            ),
            models.UniqueConstraint(
                fields=["session", "department"],
                condition=Q(department__isnull=False),
                name="department_seat_quota_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.session}: {self.seats}"

    @property
    def seats_left(self) -> int:
        return self.seats - self.seats_taken
