"""Kinds of roles, people and statuses."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _


class RoleKind(models.TextChoices):
    PROVINCE_OFFICER = "province", _("Province officer")
    INSTITUTION_ADMINISTRATOR = "admin", _("Institution administrator")
    TEACHING_OFFICE = "office", _("Teaching office")
    DEPARTMENT_COORDINATOR = "department", _("Department coordinator")
    # 教研室主任: first reader of what instructors write; sees what they may see.
    SECTION_HEAD = "section", _("Head of the teaching section")
    INSTRUCTOR = "instructor", _("Instructor")
    COUNSELLOR = "counsellor", _("Counsellor")
    STUDENT = "student", _("Student")
    AUDITOR = "auditor", _("Auditor")

    @classmethod
    def choices_in_institution(cls) -> list[tuple[str, Any]]:
        """All but the province officer, whom no institution names."""
        return [(kind.value, kind.label) for kind in cls if kind is not cls.PROVINCE_OFFICER]


# Whoever holds one of these sees every row of the institution.
INSTITUTION_WIDE = frozenset(
    {RoleKind.INSTITUTION_ADMINISTRATOR, RoleKind.TEACHING_OFFICE, RoleKind.AUDITOR}
)


class InstitutionLevel(models.TextChoices):
    UNDERGRADUATE = "undergraduate", _("Undergraduate")
    VOCATIONAL = "vocational", _("Vocational college")


class Sex(models.TextChoices):
    MALE = "male", _("Male")
    FEMALE = "female", _("Female")


class StudentStatus(models.TextChoices):
    ENROLLED = "enrolled", _("Enrolled")
    SUSPENDED = "suspended", _("Suspended")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    GRADUATED = "graduated", _("Graduated")


class StaffKind(models.TextChoices):
    """教高厅 and the provinces count managers on the payroll and full-time course teachers."""

    FULL_TIME_MANAGER = "full_time_manager", _("Full-time manager on the payroll")
    FULL_TIME_TEACHER = "full_time_teacher", _("Full-time course teacher")
    PART_TIME_WORKER = "part_time_worker", _("Part-time employment worker")
    PART_TIME_TEACHER = "part_time_teacher", _("Part-time course teacher")
    EXTERNAL_EXPERT = "external_expert", _("Outside expert")


FULL_TIME = frozenset({StaffKind.FULL_TIME_MANAGER, StaffKind.FULL_TIME_TEACHER})
