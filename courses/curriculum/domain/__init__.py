"""What is taught: courses, and their release in numbered outlines."""

from courses.curriculum.domain.courses import change_course, create_course
from courses.curriculum.domain.differences import (
    Differences,
    UnitChange,
    compare_outlines,
    compare_units,
    lines_of_draft,
    lines_of_outline,
    match_units,
)
from courses.curriculum.domain.release import (
    ContributionDraft,
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
    "ContributionDraft",
    "Differences",
    "Hours",
    "HoursLine",
    "HoursMismatch",
    "OutlineRefused",
    "UnitChange",
    "UnitDraft",
    "change_course",
    "compare_hours",
    "compare_outlines",
    "compare_units",
    "create_course",
    "hours_of",
    "lines_of_draft",
    "lines_of_outline",
    "match_units",
    "release_outline",
]
