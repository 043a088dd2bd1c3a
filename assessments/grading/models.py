"""Schemes, sheets, scores, and what was changed after the lock."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from assessments.grading.enums import AmendmentState, GradeStatus, SheetState
from courses.institutions.models import Institution
from courses.institutions.periods import PeriodQuerySet
from courses.institutions.scopes import ScopedQuerySet, ScopePaths
from courses.teaching.models import Enrolment, TeachingClass
from media.addressing import Addressable


class GradingScheme(Addressable):
    """How a total is made: components with weights, scale, pass mark, rounding; dated, cited."""

    institution = models.ForeignKey(
        Institution, on_delete=models.CASCADE, related_name="grading_schemes"
    )
    name = models.CharField(_("name"), max_length=100)
    # A key of assessments.grading.scales.
    scale = models.CharField(max_length=20, default="percentage")
    pass_mark = models.DecimalField(_("pass mark"), max_digits=5, decimal_places=2)
    # Decimal places of the total, rounded half up.
    decimals = models.PositiveSmallIntegerField(default=0)
    citation = models.CharField(_("citation"), max_length=300)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    scope_paths: ClassVar = ScopePaths(shared=True)
    objects = PeriodQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name


class SchemeComponent(models.Model):
    """平时 60, 期末 40: weights in percent; together 100, checked where a scheme is made."""

    scheme = models.ForeignKey(GradingScheme, on_delete=models.CASCADE, related_name="components")
    code = models.CharField(max_length=20)
    name = models.CharField(_("name"), max_length=50)
    weight = models.PositiveSmallIntegerField(_("weight in percent"))
    # The component that an absence from the exam leaves empty.
    is_exam = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("scheme", "position")
        constraints = (
            models.UniqueConstraint(fields=["scheme", "code"], name="scheme_component_once"),
            models.CheckConstraint(condition=Q(weight__range=(1, 100)), name="component_weight"),
        )


class GradeSheet(Addressable):
    """成绩登记表 of one teaching class: open → submitted → locked."""

    teaching_class = models.OneToOneField(
        TeachingClass, on_delete=models.PROTECT, related_name="grade_sheet"
    )
    institution = models.ForeignKey(Institution, on_delete=models.CASCADE, related_name="+")
    scheme = models.ForeignKey(GradingScheme, on_delete=models.PROTECT, related_name="sheets")
    state = models.CharField(max_length=10, choices=SheetState, default=SheetState.DRAFT)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    submitted_at = models.DateTimeField(null=True, blank=True)
    locked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    locked_at = models.DateTimeField(null=True, blank=True)
    # What the office asked when it sent the sheet back.
    return_note = models.CharField(max_length=300, blank=True)

    scope_paths: ClassVar = ScopePaths(
        department="teaching_class__administrative_classes__department",
        instructor="teaching_class__assignments__staff__user",
    )
    objects = ScopedQuerySet.as_manager()


class GradeEntry(Addressable):
    """A student's line on the sheet."""

    sheet = models.ForeignKey(GradeSheet, on_delete=models.CASCADE, related_name="entries")
    enrolment = models.OneToOneField(
        Enrolment, on_delete=models.PROTECT, related_name="grade_entry"
    )
    institution = models.ForeignKey(Institution, on_delete=models.CASCADE, related_name="+")
    status = models.CharField(max_length=10, choices=GradeStatus, default=GradeStatus.NORMAL)
    total = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)

    scope_paths: ClassVar = ScopePaths(
        department="enrolment__student__department",
        instructor="sheet__teaching_class__assignments__staff__user",
        student="enrolment__student__user",
    )
    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(total=None) | Q(total__range=(0, 100), status="normal"),
                name="entry_total_in_range_and_normal",
            ),
        )


class ComponentScore(models.Model):
    entry = models.ForeignKey(GradeEntry, on_delete=models.CASCADE, related_name="scores")
    component = models.ForeignKey(SchemeComponent, on_delete=models.PROTECT, related_name="+")
    score = models.DecimalField(max_digits=5, decimal_places=2)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["entry", "component"], name="component_score_once"),
            models.CheckConstraint(
                condition=Q(score__range=(0, 100)), name="component_score_range"
            ),
        )


class GradeAmendment(Addressable):
    """A change after the lock: old, new, reason, who asked, who agreed (never the same person)."""

    entry = models.ForeignKey(GradeEntry, on_delete=models.PROTECT, related_name="amendments")
    institution = models.ForeignKey(Institution, on_delete=models.CASCADE, related_name="+")
    # {"status": …, "scores": {component code: text}, "total": text or null}; `new` also has
    # "labels": {component code: name}.
    old = models.JSONField()
    new = models.JSONField()
    reason = models.CharField(_("reason"), max_length=300)
    state = models.CharField(
        max_length=10, choices=AmendmentState, default=AmendmentState.REQUESTED
    )
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    requested_at = models.DateTimeField(auto_now_add=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    # Why it was refused, or what was checked.
    decision_note = models.CharField(_("note"), max_length=300, blank=True)

    scope_paths: ClassVar = ScopePaths(
        department="entry__enrolment__student__department",
        instructor="entry__sheet__teaching_class__assignments__staff__user",
    )
    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("-requested_at",)
        constraints = (
            models.UniqueConstraint(
                fields=["entry"], condition=Q(state="requested"), name="one_open_amendment"
            ),
            # A published grade is never changed by one person alone (ASVS 2.3.5).
            models.CheckConstraint(
                condition=Q(decided_by=None)
                | Q(requested_by=None)
                | ~Q(decided_by=F("requested_by")),
                name="amendment_second_person",
            ),
        )
