"""Institutions and the people in them."""

from courses.institutions.models.contract import StaffContract
from courses.institutions.models.particulars import FormerParticulars
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
    "FormerParticulars",
    "Institution",
    "Major",
    "Role",
    "StaffContract",
    "StaffMember",
    "StaffPeriod",
    "Student",
    "StudentPeriod",
]
