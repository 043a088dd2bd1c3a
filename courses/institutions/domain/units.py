"""Departments, majors and classes as a roster names them, and those it names that don't exist."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.utils.translation import gettext as _
from rapidfuzz import fuzz, process

from courses.institutions.models import AdministrativeClass, Department, Institution, Major
from media.spreadsheets.normalising import matching_text

# Below this similarity (0-100) a name is no help to whoever looks for a typing error.
_SIMILAR = 60

DepartmentKey = str
MajorKey = tuple[DepartmentKey, str]
ClassKey = tuple[int, str]


@dataclass(slots=True)
class MissingUnit:
    """A unit that rows name and that doesn't exist. `name` is spelt as in its first row; `shown`
    has the entry year of a class behind it."""

    what: str
    name: str
    shown: str
    place: str
    nearest: str
    first_row: int
    rows: int = 0


class Units:
    """The units of one institution. Names are compared without width, spaces and case."""

    def __init__(self, institution: Institution) -> None:
        self.institution = institution
        self.departments: dict[DepartmentKey, Department] = {}
        self.majors: dict[MajorKey, Major] = {}
        self.classes: dict[ClassKey, AdministrativeClass] = {}
        self.classes_by_id: dict[int, AdministrativeClass] = {}
        self.missing: dict[Any, MissingUnit] = {}
        self._key = cache(matching_text)
        # Ordered, so that of two names which compare equal the older one is always taken.
        for department in Department.objects.filter(institution=institution).order_by("pk"):
            self.departments.setdefault(self._key(department.name), department)
        majors = Major.objects.filter(institution=institution).select_related("department")
        for major in majors.order_by("pk"):
            self.majors.setdefault(self.key_of_major(major), major)
        classes = AdministrativeClass.objects.filter(institution=institution)
        for group in classes.select_related("major__department").order_by("pk"):
            self.classes.setdefault((group.entry_year, self._key(group.name)), group)
            self.classes_by_id[group.pk] = group

    def key_of_major(self, major: Major) -> MajorKey:
        return self._key(major.department.name), self._key(major.name)

    def major_key(self, department: str, major: str) -> MajorKey:
        return self._key(department), self._key(major)

    def class_key(self, entry_year: int, name: str) -> ClassKey:
        return entry_year, self._key(name)

    def note_missing(self, values: dict[str, Any], row: int) -> list[MissingUnit]:
        """The units named by these roster values that don't exist, once each; remembers them.

        The caller counts the rows of each.
        """
        department, major = values["department"], values["major"]
        name, year = values["class"], values["entry_year"]
        major_key = self.major_key(department, major)
        found = []
        if major_key[0] not in self.departments:
            found.append(self._missing(major_key[0], _("Department"), department, "", row))
        if major_key not in self.majors:
            found.append(self._missing(major_key, _("Major"), major, department, row))
        class_key = self.class_key(year, name)
        if class_key not in self.classes:
            place = f"{department} · {major}"
            found.append(self._missing(class_key, _("Class"), name, place, row))
        return found

    def _missing(self, key: Any, what: str, name: str, place: str, row: int) -> MissingUnit:
        unit = self.missing.get(key)
        if unit is None:
            shown = f"{name} ({key[0]})" if isinstance(key[0], int) else name
            unit = MissingUnit(what, name, shown, place, self._nearest(key, shown), row)
            self.missing[key] = unit
        return unit

    def _nearest(self, key: Any, name: str) -> str:
        if isinstance(key, str):
            return _most_like(name, (unit.name for unit in self.departments.values()))
        if isinstance(key[0], int):
            return _most_like(name, (f"{g.name} ({g.entry_year})" for g in self.classes.values()))
        near = _most_like(
            name, (m.name for k, m in self.majors.items() if k[0] == key[0])
        ) or _most_like(name, (f"{m.name} ({m.department.name})" for m in self.majors.values()))
        return near


def _most_like(name: str, names: Iterable[str]) -> str:
    best = process.extractOne(name, list(names), scorer=fuzz.ratio, score_cutoff=_SIMILAR)
    return best[0] if best else ""
