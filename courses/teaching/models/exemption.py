"""Who need not take a course."""

from typing import ClassVar

from django.db import models

from courses.curriculum.models import Course
from courses.institutions.models import Institution, Student
from courses.institutions.scopes import ScopedQuerySet, ScopePaths


class Exemption(models.Model):
    """免修: the student need not take the course."""

    institution = models.ForeignKey(Institution, on_delete=models.CASCADE, related_name="+")
    student = models.ForeignKey(Student, on_delete=models.CASCADE, related_name="exemptions")
    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300)
    granted_on = models.DateField()

    scope_paths: ClassVar = ScopePaths(department="student__department", student="student__user")
    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["student", "course"], name="exemption_once"),
        )
