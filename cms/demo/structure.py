"""The institution, its campuses, departments, majors and administrative classes."""

from itertools import cycle

from cms.demo.catalogue import DEPARTMENTS, real_institutions, short_name
from cms.demo.sizes import DemoSize
from courses.institutions.enums import InstitutionLevel
from courses.institutions.models import (
    AdministrativeClass,
    Campus,
    Department,
    Institution,
    Major,
)

HENAN = "41"
DEMO_CODE = "4141010459"  # 郑州大学
CAMPUSES = ("主校区", "南校区")


def create_institution(code: str = DEMO_CODE) -> Institution:
    """An institution of Henan by its real 学校标识码; KeyError when there is none."""
    real = {row.code: row for row in real_institutions(HENAN)}[code]
    level = InstitutionLevel.VOCATIONAL if real.level == "专科" else InstitutionLevel.UNDERGRADUATE
    return Institution.objects.create(
        code=real.code, name=real.name, province=HENAN, city=real.city, level=level
    )


def create_units(institution: Institution, size: DemoSize) -> list[AdministrativeClass]:
    """Campuses, departments, majors, and the classes of every cohort, in bulk.

    A department sits on one campus, as its classes do: two thirds on the first.
    """
    campuses = Campus.objects.bulk_create(
        Campus(institution=institution, name=name) for name in CAMPUSES
    )
    names = list(DEPARTMENTS)[: size.departments]
    departments = Department.objects.bulk_create(
        Department(institution=institution, name=name) for name in names
    )
    campus_of = {d.pk: campuses[1 if n % 3 == 2 else 0] for n, d in enumerate(departments)}
    majors = Major.objects.bulk_create(
        Major(institution=institution, department=department, name=name)
        for department in departments
        for name in DEPARTMENTS[department.name][: size.majors_per_department]
    )
    classes = []
    for cohort in size.cohorts:
        year = cohort.entry_year % 100
        numbers = dict.fromkeys((major.pk for major in majors), 0)
        for _n, major in zip(range(cohort.classes), cycle(majors), strict=False):
            numbers[major.pk] += 1
            classes.append(
                AdministrativeClass(
                    institution=institution,
                    major=major,
                    department=major.department,
                    campus=campus_of[major.department_id],
                    name=f"{short_name(major.name)}{year}{numbers[major.pk]:02d}",
                    entry_year=cohort.entry_year,
                )
            )
    return AdministrativeClass.objects.bulk_create(classes, batch_size=1000)
