"""What is taught: courses, and their release in numbered outlines."""

from courses.curriculum.domain.courses import change_course, create_course
from courses.curriculum.domain.release import (
    Hours,
    HoursLine,
    HoursMismatch,
    OutlineRefused,
    UnitDraft,
    compare_hours,
    hours_of,
    release_outline,
)

__all__ = [
    "Hours",
    "HoursLine",
    "HoursMismatch",
    "OutlineRefused",
    "UnitDraft",
    "change_course",
    "compare_hours",
    "create_course",
    "hours_of",
    "release_outline",
]
