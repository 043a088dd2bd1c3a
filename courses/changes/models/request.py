"""An instructor's request, and who agreed to it."""

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from courses.changes.enums import ChangeKind, ReasonKind, RequestState, Step
from courses.institutions.enums import RoleKind
from courses.institutions.models import Institution, StaffMember
from courses.institutions.scopes import ScopedQuerySet, ScopePaths
from courses.teaching.models import TeachingClass, Term
from media.addressing import Addressable


class ChangeRequestQuerySet(ScopedQuerySet):
    """`ChangeRequest.objects.visible_to(user).waiting_for(Step.DEPARTMENT)`"""

    def _allowed_by(self, role: Any) -> Q:
        """An instructor sees the own requests and those in which they are to substitute."""
        if role.kind != RoleKind.INSTRUCTOR:
            return super()._allowed_by(role)
        mine = Q(staff__user=role.user_id) | Q(substitute__user=role.user_id)
        return Q(institution=role.institution_id) & mine

    def waiting_for(self, *steps: str) -> Self:
        return self.filter(state=RequestState.WAITING, waits_for__in=steps)

    def counted(self) -> Self:
        """Those that count towards a limit: what was refused or taken back doesn't."""
        return self.filter(state__in=[RequestState.WAITING, RequestState.APPLIED])

    def with_names(self) -> Self:
        return self.select_related("staff", "substitute", "teaching_class__course", "term")


class ChangeRequest(Addressable):
    """What is asked for is in its changes, one for each meeting, with before and after.

    `steps` are those that the rule demanded on the day of the request, in order; `waits_for` is the
    first of them that nobody has answered.
    """

    institution = models.ForeignKey(Institution, on_delete=models.CASCADE, related_name="+")
    term = models.ForeignKey(Term, on_delete=models.CASCADE, related_name="change_requests")
    teaching_class = models.ForeignKey(
        TeachingClass, on_delete=models.PROTECT, related_name="change_requests"
    )
    staff = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="change_requests")
    substitute = models.ForeignKey(
        StaffMember,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="substitution_requests",
    )
    kind = models.CharField(
        pgettext_lazy("change request", "kind"), max_length=10, choices=ChangeKind
    )
    reason_kind = models.CharField(_("reason"), max_length=10, choices=ReasonKind)
    reason = models.CharField(_("in words"), max_length=300, blank=True)
    # Of all its meetings; the tiers and the limits count them.
    periods = models.PositiveSmallIntegerField()
    first_date = models.DateField()
    state = models.CharField(max_length=10, choices=RequestState, default=RequestState.WAITING)
    steps = models.JSONField(default=list)
    waits_for = models.CharField(max_length=10, choices=Step, blank=True)
    # The sentence with which it was refused, whoever or whatever refused it.
    refusal = models.TextField(blank=True)
    rule_citation = models.CharField(max_length=300)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    asked_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    scope_paths: ClassVar = ScopePaths(
        department="teaching_class__administrative_classes__department"
    )
    objects = ChangeRequestQuerySet.as_manager()

    class Meta:
        ordering = ("-asked_at", "-pk")
        constraints = (
            models.CheckConstraint(condition=Q(periods__gte=1), name="change_request_periods"),
            models.CheckConstraint(
                condition=Q(state="waiting", closed_at=None)
                | (~Q(state="waiting") & Q(closed_at__isnull=False, waits_for="")),
                name="change_request_is_open_or_closed",
            ),
            models.CheckConstraint(
                condition=Q(kind="substitute", substitute__isnull=False)
                | (~Q(kind="substitute") & Q(substitute=None)),
                name="substitution_has_a_substitute",
            ),
            models.CheckConstraint(
                condition=Q(substitute=None) | ~Q(substitute=F("staff")),
                name="nobody_substitutes_themselves",
            ),
        )
        indexes = (
            models.Index(fields=["institution", "state", "waits_for"], name="change_request_waits"),
            models.Index(fields=["staff", "term"], name="change_request_by_staff"),
        )

    @property
    def is_ordered(self) -> bool:
        """Nobody had to agree: the teaching office did it, or another part of the system for it."""
        return self.state == RequestState.APPLIED and self.asked_by_id not in (
            None,
            self.staff.user_id,
        )

    @property
    def is_waiting(self) -> bool:
        return self.state == RequestState.WAITING


class ChangeApproval(models.Model):
    """An answer to one step; rows are only added."""

    request = models.ForeignKey(ChangeRequest, on_delete=models.CASCADE, related_name="approvals")
    step = models.CharField(max_length=10, choices=Step)
    agreed = models.BooleanField()
    note = models.CharField(_("note"), max_length=300, blank=True)
    # The office decided for the department, or the department said what the substitute had said.
    in_their_place = models.BooleanField(default=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField()

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(fields=["request", "step"], name="change_step_answered_once"),
        )
