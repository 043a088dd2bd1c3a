"""Institutions and the people in them."""

from courses.institutions.models.people import StaffMember, StaffPeriod, Student, StudentPeriod
from courses.institutions.models.role import Role
from courses.institutions.models.structure import (
    AdministrativeClass,
    Campus,
    Department,
    Institution,
    Major,
)

__all__ = [
    "AdministrativeClass",
    "Campus",
    "Department",
    "Institution",
    "Major",
    "Role",
    "StaffMember",
    "StaffPeriod",
    "Student",
    "StudentPeriod",
]
