"""The graduating students of a date."""

import datetime
import re
from dataclasses import dataclass, field

from courses.institutions.enums import StudentStatus
from courses.institutions.models import Institution, StudentPeriod

_DAY = re.compile(r"(\d\d)-(\d\d)")


@dataclass
class DepartmentStudents:
    """Students of a department in the order of their numbers."""

    name: str
    ids: list[int] = field(default_factory=list)


def parse_day_of_year(text: str) -> tuple[int, int]:
    """(month, day) of "09-01"; ValueError for anything that isn't a day of every year."""
    match = _DAY.fullmatch(text)
    if match is None:
        raise ValueError(f"{text!r} is not a day of the year such as 09-01")
    month, day = int(match[1]), int(match[2])
    datetime.date(2001, month, day)  # refuses 02-30, and 02-29 which most years lack
    return month, day


def graduating_year(on: datetime.date, academic_year_begins: str) -> int:
    """The calendar year in which the academic year that contains `on` ends."""
    begins = parse_day_of_year(academic_year_begins)
    return on.year + 1 if (on.month, on.day) >= begins else on.year


def graduating_students(
    institution: Institution, year: int, on: datetime.date
) -> list[DepartmentStudents]:
    """Students enrolled on that date who are due to graduate in `year`, by department; one query.

    Each student once, in the department of the period that holds on the date.
    """
    rows = (
        StudentPeriod.objects.valid_on(on)
        .filter(institution=institution, status=StudentStatus.ENROLLED, graduation_year=year)
        .order_by("department__name", "department_id", "student__student_number", "student_id")
        .values_list("department_id", "department__name", "student_id")
    )
    departments: dict[int, DepartmentStudents] = {}
    seen: set[int] = set()
    for department_id, name, student_id in rows:
        if student_id not in seen:
            seen.add(student_id)
            departments.setdefault(department_id, DepartmentStudents(name)).ids.append(student_id)
    return list(departments.values())
