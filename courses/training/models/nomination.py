"""A person is to go to a session."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from courses.institutions.models import Department, Institution, StaffMember
from courses.institutions.scopes import ScopedQuerySet, ScopePaths
from courses.training.enums import (
    OPEN_NOMINATIONS,
    SEATED,
    ApprovalStep,
    NominationState,
    SessionState,
)
from courses.training.models.session import TrainingSession
from media.addressing import Addressable


class NominationQuerySet(ScopedQuerySet):
    """`Nomination.objects.visible_to(user).seated()`"""

    def still_open(self) -> Self:
        return self.filter(state__in=OPEN_NOMINATIONS)

    def standing(self) -> Self:
        """Without those that were refused or withdrawn."""
        return self.exclude(state__in=(NominationState.REFUSED, NominationState.WITHDRAWN))

    def seated(self) -> Self:
        return self.filter(state__in=SEATED)

    def waiting_for(self, step: str) -> Self:
        return self.filter(state=NominationState.NOMINATED, waits_for=step)

    def of_sessions_to_come(self) -> Self:
        return self.filter(session__state__in=(SessionState.OPEN, SessionState.CLOSED))

    def with_names(self) -> Self:
        return self.select_related("staff__department", "institution", "session__programme")


class Nomination(Addressable):
    """From the proposal to the result. `waits_for` is set while somebody has to answer."""

    session = models.ForeignKey(
        TrainingSession, on_delete=models.PROTECT, related_name="nominations"
    )
    staff = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="nominations")
    institution = models.ForeignKey(Institution, on_delete=models.CASCADE, related_name="+")
    # As it was when the person was nominated: a quota of a department counts it, also after the
    # person changed to another one.
    department = models.ForeignKey(
        Department, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    state = models.CharField(
        max_length=10, choices=NominationState, default=NominationState.NOMINATED
    )
    waits_for = models.CharField(max_length=12, choices=ApprovalStep, blank=True)
    # Of two who have waited equally long, the higher goes first.
    priority = models.PositiveSmallIntegerField(_("priority"), default=0)
    # The person applied; otherwise they were named by their office or the plan.
    is_own_application = models.BooleanField(default=False)
    # Later than the rule allows without a note.
    withdrawn_late = models.BooleanField(default=False)
    # Why it was refused, withdrawn or put back on the waiting list.
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    nominated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    nominated_at = models.DateTimeField()
    # Of the last change of state; who: None where the waiting list moved by itself.
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    history = HistoricalRecords(app="courses")

    scope_paths: ClassVar = ScopePaths(department="staff__department", instructor="staff__user")
    objects: ClassVar = NominationQuerySet.as_manager()

    class Meta:
        ordering = ("session", "staff__name", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["session", "staff"],
                condition=~Q(state__in=["refused", "withdrawn"]),
                name="nominated_once",
            ),
            models.CheckConstraint(
                condition=(Q(state="nominated") & ~Q(waits_for=""))
                | (~Q(state="nominated") & Q(waits_for="")),
                name="nomination_waits_or_is_decided",
            ),
        )
        indexes = (
            models.Index(fields=["session", "state"], name="nomination_by_state"),
            models.Index(fields=["institution", "state"], name="nomination_of_institution"),
            models.Index(fields=["staff", "state"], name="nomination_of_staff"),
        )

    def __str__(self) -> str:
        return f"{self.staff}: {self.session}"

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_NOMINATIONS

    @property
    def is_seated(self) -> bool:
        return self.state in SEATED
