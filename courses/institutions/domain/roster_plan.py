"""A roster against what is stored: who is new, who changes, who doesn't. Writes nothing."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from courses.institutions.domain.roster_schema import ROSTER
from courses.institutions.domain.roster_terms import RosterTerms
from courses.institutions.domain.units import ClassKey, MajorKey, MissingUnit, Units
from courses.institutions.enums import Sex, StudentStatus
from courses.institutions.models import AdministrativeClass, Institution, Student, StudentPeriod
from media.imports.differences import DifferenceLog
from media.imports.previews import FieldChange
from media.jobs.progress import Progress
from media.spreadsheets.rows import Row
from media.spreadsheets.table import Table

_REPORT_EVERY = 2_000


@dataclass(frozen=True, slots=True)
class StoredStudent:
    """A student as stored, with the open period (empty status: there is none)."""

    pk: int
    name: str
    sex: str
    entry_year: int
    class_id: int
    status: str
    graduation_year: int | None


@dataclass(frozen=True, slots=True)
class Planned:
    """What a row asks for. `stored` is None for a student who is new."""

    row: int
    values: dict[str, Any]
    class_key: ClassKey
    graduation_year: int
    stored: StoredStudent | None = None
    #: The class or the graduation year changes: the open period ends, another begins.
    new_period: bool = False


@dataclass(slots=True)
class RosterPlan:
    """What applying the roster means; only of rows without problems."""

    units: Units
    majors_of_new_classes: dict[ClassKey, MajorKey] = field(default_factory=dict)
    students: list[Planned] = field(default_factory=list)
    log: DifferenceLog = field(default_factory=DifferenceLog)
    not_enrolled: int = 0
    absent: int = 0
    entry_years: set[int] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class _Place:
    """What one combination of department, major, class and year means."""

    class_key: ClassKey
    stored: AdministrativeClass | None
    missing: list[MissingUnit]
    #: Why the combination can't be, and in which column.
    problem: str = ""
    problem_column: str = ""


def plan_roster(
    institution: Institution, table: Table, *, terms: RosterTerms, progress: Progress
) -> RosterPlan:
    """Compare every good row; rows whose class belongs elsewhere get a problem on the table."""
    return _Planning(institution, terms).plan(table, progress)


class _Planning:
    def __init__(self, institution: Institution, terms: RosterTerms) -> None:
        self.result = RosterPlan(Units(institution))
        self._terms = terms
        self._stored = _stored_students(institution)
        self._places: dict[tuple[str, str, str, int], _Place] = {}
        self._first_rows: dict[ClassKey, int] = {}
        self._sexes = {value: str(label) for value, label in Sex.choices}

    def plan(self, table: Table, progress: Progress) -> RosterPlan:
        seen: set[str] = set()
        for count, row in enumerate(table.rows):
            if count % _REPORT_EVERY == 0:
                progress(40 + 20 * count // len(table.rows), _("Comparing with what is stored"))
            if "number" in row.values:
                seen.add(row.values["number"])
            if row.ok:
                self._plan_row(row)
        self.result.absent = sum(
            1
            for number, student in self._stored.items()
            if student.entry_year in self.result.entry_years and number not in seen
        )
        return self.result

    def _plan_row(self, row: Row) -> None:
        values = row.values
        place = self._place(values, row.number)
        if place.problem:
            row.add_problem(place.problem_column, place.problem)
            return
        for unit in place.missing:
            unit.rows += 1
        self.result.entry_years.add(values["entry_year"])
        stored = self._stored.get(values["number"])
        years = values["study_years"]
        graduation = values["entry_year"] + (years or self._terms.study_years)
        subject = f"{values['number']} {values['name']}"
        if stored is None:
            self.result.log.new(row.number, subject)
            planned = Planned(row.number, values, place.class_key, graduation)
            self.result.students.append(planned)
            return
        if stored.status and stored.status != StudentStatus.ENROLLED:
            self.result.not_enrolled += 1
        # Whoever keeps the entry year keeps the year of graduation, unless the file states it.
        if not years and values["entry_year"] == stored.entry_year:
            graduation = stored.graduation_year or graduation
        fields = self._changes(values, stored, place, graduation)
        if not fields:
            self.result.log.unchanged()
            return
        self.result.log.changed(row.number, subject, fields)
        moved = place.stored is None or place.stored.pk != stored.class_id
        new_period = moved or graduation != stored.graduation_year
        self.result.students.append(
            Planned(row.number, values, place.class_key, graduation, stored, new_period)
        )

    def _place(self, values: dict[str, Any], row: int) -> _Place:
        names = (values["department"], values["major"], values["class"], values["entry_year"])
        place = self._places.get(names)
        if place is None:
            place = self._places[names] = self._find_place(values, row)
        return place

    def _find_place(self, values: dict[str, Any], row: int) -> _Place:
        units = self.result.units
        major_key = units.major_key(values["department"], values["major"])
        class_key = units.class_key(values["entry_year"], values["class"])
        group = units.classes.get(class_key)
        wanted = {"class": values["class"], "year": values["entry_year"]}
        if group is not None:
            stored_key = units.key_of_major(group.major)
            if stored_key == major_key:
                return _Place(class_key, group, [])
            wanted |= {"major": group.major.name, "department": group.major.department.name}
            problem = _(
                "Class %(class)s of %(year)s belongs to the major %(major)s (%(department)s); "
                "this row says otherwise."
            )
            return _Place(class_key, group, [], problem % wanted, _differing(stored_key, major_key))
        claimed = self.result.majors_of_new_classes.setdefault(class_key, major_key)
        first = self._first_rows.setdefault(class_key, row)
        if claimed != major_key:
            problem = _(
                "Class %(class)s of %(year)s has another department or major in row %(row)s."
            )
            wanted |= {"row": first}
            return _Place(class_key, None, [], problem % wanted, _differing(claimed, major_key))
        return _Place(class_key, None, units.note_missing(values, row))

    def _changes(
        self, values: dict[str, Any], stored: StoredStudent, place: _Place, graduation: int
    ) -> list[FieldChange]:
        """The fields that differ, old and new in words."""
        pairs: list[tuple[str, Any, Any]] = []
        if stored.name != values["name"]:
            pairs.append(("name", stored.name, values["name"]))
        if stored.sex != values["sex"]:
            pairs.append(("sex", self._sexes.get(stored.sex), self._sexes[values["sex"]]))
        if place.stored is None or place.stored.pk != stored.class_id:
            old = self.result.units.classes_by_id[stored.class_id]
            names = (
                ("department", old.major.department.name),
                ("major", old.major.name),
                ("class", old.name),
            )
            pairs += [(key, was, values[key]) for key, was in names if was != values[key]]
        if stored.entry_year != values["entry_year"]:
            pairs.append(("entry_year", stored.entry_year, values["entry_year"]))
        changes: list[FieldChange] = [
            {"label": str(ROSTER.by_key[key].label), "old": str(old), "new": str(new)}
            for key, old, new in pairs
        ]
        if graduation != stored.graduation_year:
            changes.append(
                {
                    "label": _("Year of graduation"),
                    "old": str(stored.graduation_year or ""),
                    "new": str(graduation),
                }
            )
        return changes


def _differing(one: MajorKey, other: MajorKey) -> str:
    """The column to mark: the department if that differs, else the major."""
    return "department" if one[0] != other[0] else "major"


def _stored_students(institution: Institution) -> dict[str, StoredStudent]:
    """All students of the institution by number, in two queries."""
    open_periods = {
        student: (status, graduation)
        for student, status, graduation in StudentPeriod.objects.filter(
            institution=institution, valid_to=None
        ).values_list("student_id", "status", "graduation_year")
    }
    rows = Student.objects.filter(institution=institution).values_list(
        "student_number", "pk", "name", "sex", "entry_year", "administrative_class_id"
    )
    return {
        number: StoredStudent(pk, name, sex, year, group, *open_periods.get(pk, ("", None)))
        for number, pk, name, sex, year, group in rows.iterator(chunk_size=5_000)
    }
