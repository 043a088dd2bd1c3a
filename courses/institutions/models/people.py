"""Students and staff, with what was true of them from when to when."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from courses.institutions.enums import Sex, StaffKind, StudentStatus
from courses.institutions.models.structure import AdministrativeClass, Department, Institution
from courses.institutions.periods import PeriodQuerySet
from courses.institutions.scopes import ScopedQuerySet, ScopePaths
from media.addressing import Addressable
from media.spreadsheets.normalising import normalise_text


class StudentQuerySet(ScopedQuerySet):
    """Students; start from `visible_to`."""

    def matching(self, text: str) -> Self:
        """Whose number begins with the text, or whose name has it somewhere."""
        text = normalise_text(text)
        return self.filter(Q(student_number__istartswith=text) | Q(name__contains=text))


class Student(Addressable):
    """A student; the number is text (leading zeros). Class and status are in StudentPeriod;
    `administrative_class` repeats the current one for lists."""

    institution = models.ForeignKey(Institution, on_delete=models.CASCADE, related_name="students")
    student_number = models.CharField(_("student number"), max_length=32)
    name = models.CharField(_("name"), max_length=100)
    sex = models.CharField(_("sex"), max_length=6, choices=Sex)
    entry_year = models.PositiveSmallIntegerField(_("entry year"))
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="students")
    administrative_class = models.ForeignKey(
        AdministrativeClass, on_delete=models.PROTECT, related_name="students"
    )
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="qihang_student",
    )

    scope_paths: ClassVar = ScopePaths(
        department="department",
        counsellor="department",
        instructor="enrolments__teaching_class__assignments__staff__user",
        student="user",
    )
    objects = StudentQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["institution", "student_number"], name="student_number_once"
            ),
        )
        indexes = (
            models.Index(fields=["institution", "entry_year"], name="student_by_entry_year"),
        )

    def __str__(self) -> str:
        return f"{self.student_number} {self.name}"


class StudentPeriod(models.Model):
    """A student's status, department and class over [valid_from, valid_to)."""

    student = models.ForeignKey(Student, on_delete=models.CASCADE, related_name="periods")
    institution = models.ForeignKey(Institution, on_delete=models.CASCADE, related_name="+")
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+")
    administrative_class = models.ForeignKey(
        AdministrativeClass, on_delete=models.PROTECT, related_name="+"
    )
    status = models.CharField(max_length=10, choices=StudentStatus, default=StudentStatus.ENROLLED)
    # The calendar year in which the student is due to graduate.
    graduation_year = models.PositiveSmallIntegerField()
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    scope_paths: ClassVar = ScopePaths(department="department", student="student__user")
    objects = PeriodQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")),
                name="student_period_not_empty",
            ),
            models.UniqueConstraint(
                fields=["student"], condition=Q(valid_to=None), name="student_one_open_period"
            ),
        )
        indexes = (
            models.Index(
                fields=["institution", "graduation_year"],
                include=["department", "student", "valid_from", "valid_to"],
                condition=Q(status="enrolled"),
                name="student_period_enrolled",
            ),
        )


class StaffMember(Addressable):
    """A person who teaches the course or works in employment guidance."""

    institution = models.ForeignKey(Institution, on_delete=models.CASCADE, related_name="staff")
    staff_number = models.CharField(_("staff number"), max_length=32)
    name = models.CharField(_("name"), max_length=100)
    department = models.ForeignKey(
        Department, null=True, blank=True, on_delete=models.PROTECT, related_name="staff"
    )
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="qihang_staff",
    )

    scope_paths: ClassVar = ScopePaths(department="department", instructor="user")
    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["institution", "staff_number"], name="staff_number_once"
            ),
        )

    def __str__(self) -> str:
        return self.name


class StaffPeriod(models.Model):
    """A person's employment over [valid_from, valid_to): what the 1:500 rule counts."""

    staff = models.ForeignKey(StaffMember, on_delete=models.CASCADE, related_name="periods")
    institution = models.ForeignKey(Institution, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(_("kind"), max_length=20, choices=StaffKind)
    # 校级: works for the institution's own office, not for a department (Shaanxi 2024 counts only
    # these).
    school_level = models.BooleanField(_("works at institution level"), default=True)
    valid_from = models.DateField(_("from"))
    valid_to = models.DateField(_("until"), null=True, blank=True)
    history = HistoricalRecords(app="courses")

    scope_paths: ClassVar = ScopePaths(department="staff__department", instructor="staff__user")
    objects = PeriodQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")),
                name="staff_period_not_empty",
            ),
        )
        indexes = (
            models.Index(
                fields=["institution", "kind"],
                include=["staff", "valid_from", "valid_to"],
                name="staff_period_by_kind",
            ),
        )
