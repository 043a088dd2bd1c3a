"""The institution and its units."""

from typing import ClassVar

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from courses.institutions.enums import InstitutionLevel
from courses.institutions.scopes import ScopedQuerySet, ScopePaths
from media.addressing import Addressable


class Institution(Addressable):
    """A university or college, known by its 学校标识码 (10 digits; digits 3-4 are the province)."""

    code = models.CharField(
        _("institution identifier"),
        max_length=10,
        unique=True,
        validators=[RegexValidator(r"^\d{10}$", _("The identifier has ten digits."))],
    )
    name = models.CharField(_("name"), max_length=100)
    province = models.CharField(_("province code"), max_length=2, db_index=True)
    city = models.CharField(_("city"), max_length=50, blank=True)
    level = models.CharField(
        _("level"), max_length=20, choices=InstitutionLevel, default=InstitutionLevel.UNDERGRADUATE
    )

    scope_paths: ClassVar = ScopePaths(institution="pk", shared=True)
    objects = ScopedQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name


class Campus(Addressable):
    institution = models.ForeignKey(Institution, on_delete=models.CASCADE, related_name="campuses")
    name = models.CharField(_("name"), max_length=50)

    scope_paths: ClassVar = ScopePaths(shared=True)
    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["institution", "name"], name="campus_name_once"),
        )

    def __str__(self) -> str:
        return self.name


class Department(Addressable):
    """院系."""

    institution = models.ForeignKey(
        Institution, on_delete=models.CASCADE, related_name="departments"
    )
    name = models.CharField(_("name"), max_length=100)

    scope_paths: ClassVar = ScopePaths(shared=True)
    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["institution", "name"], name="department_name_once"),
        )

    def __str__(self) -> str:
        return self.name


class Major(Addressable):
    """专业, offered by one department."""

    institution = models.ForeignKey(Institution, on_delete=models.CASCADE, related_name="majors")
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="majors")
    name = models.CharField(_("name"), max_length=100)

    scope_paths: ClassVar = ScopePaths(shared=True)
    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["department", "name"], name="major_name_once"),
        )

    def __str__(self) -> str:
        return self.name


class AdministrativeClass(Addressable):
    """行政班: students of one major and entry year."""

    institution = models.ForeignKey(
        Institution, on_delete=models.CASCADE, related_name="administrative_classes"
    )
    major = models.ForeignKey(
        Major, on_delete=models.PROTECT, related_name="administrative_classes"
    )
    department = models.ForeignKey(
        Department, on_delete=models.PROTECT, related_name="administrative_classes"
    )
    campus = models.ForeignKey(
        Campus, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    name = models.CharField(_("name"), max_length=100)
    entry_year = models.PositiveSmallIntegerField(_("entry year"))

    scope_paths: ClassVar = ScopePaths(shared=True)
    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["institution", "entry_year", "name"], name="administrative_class_once"
            ),
        )

    def __str__(self) -> str:
        return self.name
