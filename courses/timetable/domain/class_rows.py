"""A row of a list of teaching classes: who, what and how, or the cells that can't be."""

import re
import unicodedata
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.curriculum.models import Course, Outline
from courses.institutions.models import AdministrativeClass, Campus, StaffMember
from courses.teaching.models import TeachingClass
from courses.timetable.domain.class_groups import groups_of
from courses.timetable.domain.class_stock import ClassStock
from courses.timetable.domain.format_words import weeks_sentence
from courses.timetable.domain.rooms import read_equipment
from courses.timetable.domain.time_columns import split_names
from courses.timetable.weeks import WeekTextError, parse_weeks
from media.spreadsheets.normalising import matching_text
from media.spreadsheets.rows import Row

_TERM = re.compile(r"(\d{4})\D+(\d{4})\D*?([123一二三])\D*")
_NUMBERS = {"一": "1", "二": "2", "三": "3"}


@dataclass
class ClassRow:
    """What a row says. `pattern` has what it says of how the class meets, in the words of
    `set_meeting_pattern`; what it doesn't say is left out."""

    row: Row
    code: str
    stored: TeachingClass | None
    course: Course | None
    outline: Outline | None
    groups: list[AdministrativeClass]
    campus: Campus | None
    staff: StaffMember | None
    pattern: dict[str, Any] = field(default_factory=dict)


def read_class_row(row: Row, stock: ClassStock) -> ClassRow:
    """Marks every cell at fault; use what it gives only if the row is `ok`."""
    code = unicodedata.normalize("NFKC", row.values.get("code") or "")
    stored = stock.classes.get(matching_text(code))
    _read_term(row, stock)
    course = _course(row, stock)
    found = ClassRow(
        row=row,
        code=stored.code if stored else code,
        stored=stored,
        course=course,
        outline=_outline(row, course, stored, stock) if course else None,
        groups=groups_of(row, stock),
        campus=_campus(row, stock),
        staff=_staff(row, stock),
        pattern=_pattern(row, stock),
    )
    if stored is None and (other := stock.elsewhere.get(matching_text(code))):
        row.add_problem(
            "code", _("Term %(term)s has a teaching class of this code.") % {"term": other}
        )
    return found


def _read_term(row: Row, stock: ClassStock) -> None:
    written = row.values.get("term")
    if not written:
        return
    match = _TERM.fullmatch(unicodedata.normalize("NFKC", written))
    number = _NUMBERS.get(match[3], match[3]) if match else ""
    if match is None or f"{match[1]}-{match[2]}-{number}" != stock.term.code:
        row.add_problem(
            "term",
            _("“%(value)s” is not the term that the list is read into, %(term)s.")
            % {"value": written, "term": stock.term.code},
        )


def _course(row: Row, stock: ClassStock) -> Course | None:
    """By its code where there is one, else by its name."""
    code, name = row.values.get("course_code") or "", row.values.get("course") or ""
    if code:
        found = stock.courses_by_code.get(matching_text(code))
        if found is None:
            row.add_problem(
                "course_code", _("There is no course of code %(code)s.") % {"code": code}
            )
        return found
    by_name = stock.courses_by_name.get(matching_text(name), []) if name else []
    if len(by_name) == 1:
        return by_name[0]
    if not name:
        sentence = _("Write the code of the course, or its name.")
    elif by_name:
        codes = _(", ").join(course.code for course in by_name)
        sentence = _("Several courses are called %(name)s; write the code: %(codes)s.") % {
            "name": name,
            "codes": codes,
        }
    else:
        sentence = _("There is no course called %(name)s.") % {"name": name}
    row.add_problem("course" if row.values.get("course") is not None else "course_code", sentence)
    return None


def _outline(
    row: Row, course: Course, stored: TeachingClass | None, stock: ClassStock
) -> Outline | None:
    """The outline that a stored class is pinned to, else the newest one with the hours that the
    row names."""
    hours = row.values.get("hours")
    outlines = [stored.outline] if stored else stock.outlines.get(course.pk, [])
    key = "course_code" if row.values.get("course_code") else "course"
    if not outlines:
        row.add_problem(
            key,
            _("%(course)s has no released outline yet. Release its syllabus first.")
            % {"course": course.name},
        )
        return None
    for outline in outlines:
        if hours in (None, outline.contact_hours, outline.classroom_hours):
            return outline
    known = _(", ").join(
        dict.fromkeys(
            ngettext("%(hours)d hour", "%(hours)d hours", outline.contact_hours)
            % {"hours": outline.contact_hours}
            for outline in outlines
        )
    )
    row.add_problem(
        "hours",
        _("%(course)s is taught by an outline of %(known)s, not %(hours)d.")
        % {"course": course.name, "known": known, "hours": hours},
    )
    return None


def _campus(row: Row, stock: ClassStock) -> Campus | None:
    written = row.values.get("campus")
    if not written:
        return None
    found = stock.campuses.get(matching_text(written))
    if found is None:
        known = _(", ").join(campus.name for campus in stock.campuses.values())
        row.add_problem(
            "campus",
            _("“%(name)s” is no campus; there are: %(known)s.") % {"name": written, "known": known},
        )
    return found


def _staff(row: Row, stock: ClassStock) -> StaffMember | None:
    written = row.values.get("teacher")
    if not written:
        return None
    if len(list(split_names(written))) > 1:
        row.add_problem(
            "teacher",
            _(
                "Write one staff number; several people share a class on its page, once it is "
                "there."
            ),
        )
        return None
    found = stock.staff.get(written)
    if found is None:
        row.add_problem(
            "teacher", _("Nobody here has staff number %(number)s.") % {"number": written}
        )
    return found


def _pattern(row: Row, stock: ClassStock) -> dict[str, Any]:
    said: dict[str, Any] = {}
    for key in ("weekly_pattern", "periods_per_meeting"):
        if row.values.get(key) is not None:
            said[key] = row.values[key]
    if (written := row.values.get("weeks")) is not None:
        try:
            last = stock.term.weeks
            said["weeks"] = parse_weeks(written, last_week=last) if written else None
        except WeekTextError as error:
            row.add_problem("weeks", weeks_sentence(error))
    if (kind := row.values.get("room_kind")) is not None:
        said["room_kind"] = _known(row, "room_kind", kind, stock.kinds) if kind else ""
    if (things := row.values.get("equipment")) is not None:
        said["equipment"] = [
            _known(row, "equipment", one, stock.equipment) for one in read_equipment(things)
        ]
    return said


def _known(row: Row, key: str, written: str, known: dict[str, str]) -> str:
    """In the words of the rooms: what no room is or has can't be asked for."""
    found = known.get(matching_text(written))
    if found is None:
        words = _(", ").join(sorted(known.values()))
        sentence = (
            _("No room is or has “%(value)s”; rooms say: %(known)s.")
            if known
            else _("No room is or has “%(value)s”. Say of the rooms first what they are and have.")
        )
        row.add_problem(key, sentence % {"value": written, "known": words})
        return written
    return found
