"""Carrying out a roster plan with few statements, whatever its size."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from courses.institutions.domain.roster_plan import Planned, RosterPlan
from courses.institutions.domain.roster_terms import RosterTerms
from courses.institutions.domain.units import Units
from courses.institutions.enums import StudentStatus
from courses.institutions.models import (
    AdministrativeClass,
    Department,
    Institution,
    Major,
    Student,
    StudentPeriod,
)
from media.jobs.progress import Progress

_CHUNK = 2_000


def write_plan(plan: RosterPlan, *, terms: RosterTerms, progress: Progress) -> list[str]:
    """Write what was planned; returns the units created, in words. The caller holds the
    transaction and has locked the institution."""
    created = _create_units(plan)
    writer = _StudentWriter(plan.units, terms, progress, total=len(plan.students))
    writer.create([p for p in plan.students if p.stored is None])
    writer.change([p for p in plan.students if p.stored is not None])
    return created


def _create_units(plan: RosterPlan) -> list[str]:
    """Departments first, then their majors, then the classes."""
    units = plan.units
    institution = units.institution
    for key, unit in units.missing.items():
        if isinstance(key, str):
            units.departments[key] = Department(institution=institution, name=unit.name)
    _bulk(Department, units.departments.values())
    for key, unit in units.missing.items():
        if isinstance(key, tuple) and isinstance(key[0], str):
            department = units.departments[key[0]]
            units.majors[key] = Major(
                institution=institution, department=department, name=unit.name
            )
    _bulk(Major, units.majors.values())
    for class_key, major_key in plan.majors_of_new_classes.items():
        if class_key not in units.missing:
            continue
        major = units.majors[major_key]
        units.classes[class_key] = AdministrativeClass(
            institution=institution,
            major=major,
            department=major.department,
            name=units.missing[class_key].name,
            entry_year=class_key[0],
        )
    _bulk(AdministrativeClass, units.classes.values())
    return [
        f"{unit.what} {unit.shown} · {unit.place}" if unit.place else f"{unit.what} {unit.shown}"
        for unit in units.missing.values()
    ]


def _bulk(model: Any, objects: Iterable[Any]) -> None:
    model.objects.bulk_create([o for o in objects if o.pk is None], batch_size=_CHUNK)


class _StudentWriter:
    def __init__(self, units: Units, terms: RosterTerms, progress: Progress, total: int) -> None:
        self._units = units
        self._terms = terms
        self._progress = progress
        self._total = total
        self._done = 0
        self._today = timezone.localdate()
        self._institution: Institution = units.institution

    def create(self, planned: Sequence[Planned]) -> None:
        for chunk in _chunks(planned):
            students = [self._student(p) for p in chunk]
            Student.objects.bulk_create(students)
            StudentPeriod.objects.bulk_create(
                self._period(p, student.pk, self._terms.first_day(student.entry_year))
                for p, student in zip(chunk, students, strict=True)
            )
            self._report(len(chunk))

    def change(self, planned: Sequence[Planned]) -> None:
        for chunk in _chunks(planned):
            # An upsert by the student number: far quicker than CASE … WHEN for each row.
            Student.objects.bulk_create(
                [self._student(p) for p in chunk],
                update_conflicts=True,
                unique_fields=["institution", "student_number"],
                update_fields=["name", "sex", "entry_year", "department", "administrative_class"],
            )
            self._change_periods([p for p in chunk if p.new_period])
            self._report(len(chunk))

    def _change_periods(self, planned: Sequence[Planned]) -> None:
        """End the open periods today and begin the next; one that begins today or later has held
        on no day yet and is written over."""
        by_student = {p.stored.pk: p for p in planned if p.stored}
        of_these = StudentPeriod.objects.filter(student__in=list(by_student), valid_to=None)
        unbegun = {
            period.student_id: period for period in of_these.filter(valid_from__gte=self._today)
        }
        of_these.filter(valid_from__lt=self._today).update(valid_to=self._today)
        for student_id, period in unbegun.items():
            fresh = self._period(by_student[student_id], student_id, period.valid_from)
            fresh.pk = period.pk
            unbegun[student_id] = fresh
        StudentPeriod.objects.bulk_create(
            list(unbegun.values()),
            update_conflicts=True,
            unique_fields=["id"],
            update_fields=["department", "administrative_class", "graduation_year"],
        )
        StudentPeriod.objects.bulk_create(
            self._period(p, student_id, self._today)
            for student_id, p in by_student.items()
            if student_id not in unbegun
        )

    def _student(self, planned: Planned) -> Student:
        values = planned.values
        group = self._units.classes[planned.class_key]
        return Student(
            institution=self._institution,
            student_number=values["number"],
            name=values["name"],
            sex=values["sex"],
            entry_year=values["entry_year"],
            department_id=group.department_id,
            administrative_class_id=group.pk,
        )

    def _period(
        self, planned: Planned, student_id: int, valid_from: datetime.date
    ) -> StudentPeriod:
        group = self._units.classes[planned.class_key]
        return StudentPeriod(
            student_id=student_id,
            institution=self._institution,
            department_id=group.department_id,
            administrative_class_id=group.pk,
            status=(planned.stored and planned.stored.status) or StudentStatus.ENROLLED,
            graduation_year=planned.graduation_year,
            valid_from=valid_from,
        )

    def _report(self, count: int) -> None:
        self._done += count
        self._progress(60 + 39 * self._done // max(1, self._total), _("Writing"))


def _chunks(items: Iterable[Planned]) -> Iterator[list[Planned]]:
    iterator = iter(items)
    while chunk := list(islice(iterator, _CHUNK)):
        yield chunk
