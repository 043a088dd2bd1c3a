"""Made-up students and staff."""

import datetime
import random
from collections.abc import Iterator
from itertools import groupby

from faker import Faker

from cms.demo.sizes import DemoSize
from courses.institutions.enums import Sex, StaffKind
from courses.institutions.models import (
    AdministrativeClass,
    Department,
    Institution,
    StaffMember,
    StaffPeriod,
    Student,
    StudentPeriod,
)

BATCH = 2000
# Names that spreadsheets and fonts stumble over belong in every demonstration.
RARE_NAMES = ("买买提·艾力", "王䶮", "欧阳明月", "古丽娜尔·阿不都拉")


def names(seed: int) -> Iterator[tuple[str, str]]:
    """Endless (name, sex) pairs, the same for the same seed."""
    faker = Faker("zh_CN")
    faker.seed_instance(seed)
    for rare in RARE_NAMES:
        yield rare, Sex.FEMALE
    while True:
        yield faker.name_female(), Sex.FEMALE
        yield faker.name_male(), Sex.MALE


def create_students(
    institution: Institution, classes: list[AdministrativeClass], size: DemoSize, *, seed: int
) -> int:
    """The students of every cohort with their open period; returns how many."""
    people = names(seed)
    count = 0
    by_year = {year: list(rows) for year, rows in groupby(classes, key=lambda one: one.entry_year)}
    for cohort in size.cohorts:
        rooms = by_year[cohort.entry_year]
        students = []
        for n in range(cohort.students):
            group = rooms[n * len(rooms) // cohort.students]
            name, sex = next(people)
            students.append(
                Student(
                    institution=institution,
                    # Leading zero: a number that must stay text.
                    student_number=f"0{cohort.entry_year % 100}{n + 1:07d}",
                    name=name,
                    sex=sex,
                    entry_year=cohort.entry_year,
                    department_id=group.department_id,
                    administrative_class=group,
                )
            )
        Student.objects.bulk_create(students, batch_size=BATCH)
        StudentPeriod.objects.bulk_create(
            (
                StudentPeriod(
                    student=student,
                    institution=institution,
                    department_id=student.department_id,
                    administrative_class_id=student.administrative_class_id,
                    graduation_year=cohort.entry_year + 4,
                    valid_from=datetime.date(cohort.entry_year, 9, 1),
                )
                for student in students
            ),
            batch_size=BATCH,
        )
        count += len(students)
    return count


def create_staff(institution: Institution, size: DemoSize, *, seed: int) -> list[StaffMember]:
    """Staff, full-time first. The last full-time manager joined on 8 October 2026, so that an audit
    of September answers differently from one of December."""
    chance = random.Random(seed)  # noqa: S311 — a demonstration, no secret
    people = names(seed + 1)
    for _rare in RARE_NAMES:
        next(people)
    departments = list(Department.objects.filter(institution=institution).order_by("pk"))
    kinds = (
        [StaffKind.FULL_TIME_MANAGER] * size.full_time_managers
        + [StaffKind.FULL_TIME_TEACHER] * size.full_time_teachers
        + [StaffKind.PART_TIME_TEACHER] * size.part_time_teachers
    )
    staff = StaffMember.objects.bulk_create(
        StaffMember(
            institution=institution,
            staff_number=f"T{n:05d}",
            name=next(people)[0],
            department=departments[n % len(departments)]
            if kind == StaffKind.PART_TIME_TEACHER
            else None,
        )
        for n, kind in enumerate(kinds, start=1)
    )
    joined_late = size.full_time_managers - 1
    StaffPeriod.objects.bulk_create(
        StaffPeriod(
            staff=person,
            institution=institution,
            kind=kind,
            school_level=kind != StaffKind.PART_TIME_TEACHER,
            valid_from=datetime.date(2026, 10, 8)
            if n == joined_late and size.full_time_managers > 1
            else datetime.date(chance.randint(2010, 2024), 9, 1),
        )
        for n, (person, kind) in enumerate(zip(staff, kinds, strict=True))
    )
    return staff
