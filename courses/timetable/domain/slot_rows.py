"""From the rows of a list to the slots they mean. Marks every cell that can't be meant."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from courses.institutions.models import StaffMember
from courses.teaching.models import TeachingAssignment, TeachingClass, Term
from courses.timetable.domain.bells import Bells
from courses.timetable.domain.named_rows import Names, rooms_by_name
from courses.timetable.domain.time_columns import TIMES, times_of
from courses.timetable.domain.zf_cells import CELLS, lessons_of
from courses.timetable.formats.lesson import WeeklyTime
from courses.timetable.formats.zf_list import split_list
from courses.timetable.models import Room
from courses.timetable.solver.problem import LONGEST_RUN
from media.spreadsheets.errors import ValueRefused
from media.spreadsheets.normalising import matching_text
from media.spreadsheets.rows import Row
from media.spreadsheets.table import Table
from media.spreadsheets.wording import listed


class WantedSlot(NamedTuple):
    """Keys of class, room and instructor, and the time: what makes a slot another one."""

    teaching_class: int
    weekday: int
    first_period: int
    periods: int
    weeks: int
    room: int
    instructor: int


@dataclass
class WantedRows:
    """`slots` with the row of the file each stands in; and the rows that the keys stand for."""

    slots: dict[WantedSlot, int]
    classes: dict[int, TeachingClass]
    rooms: dict[int, Room]
    staff: dict[int, StaffMember]


def read_slots(term: Term, table: Table) -> WantedRows:
    """In a fixed number of queries."""
    reader = _Reader(term)
    wanted = WantedRows({}, {}, {}, {})
    if table.schema is CELLS:
        for row, key, lesson in lessons_of(table, term):
            _read_row(lesson, reader, wanted)
            for problem in lesson.problems:
                row.add_problem(key, problem.message)
        return wanted
    for row in table.rows:
        _read_row(row, reader, wanted)
    return wanted


class _Reader:
    def __init__(self, term: Term) -> None:
        self.term = term
        self.rooms: Names = rooms_by_name(term.institution)
        bells = Bells(term.institution_id)
        self._bells: dict[int | None, int] = {}
        self._in_term = lambda campus: min(
            (len(times) for times in bells.in_term(term, campus) if times), default=0
        )
        self.assigned: dict[int, list[StaffMember]] = defaultdict(list)
        open_ones = TeachingAssignment.objects.filter(teaching_class__term=term, valid_to=None)
        for one in open_ones.select_related("staff").order_by("valid_from", "pk"):
            self.assigned[one.teaching_class_id].append(one.staff)
        self._by_code: dict[str, TeachingClass] = {}
        self._by_course: dict[str, list[TeachingClass]] = defaultdict(list)
        classes = TeachingClass.objects.filter(term=term).select_related("course")
        for found in classes.order_by("pk"):
            self._by_code[matching_text(found.code)] = found
            self._by_course[matching_text(found.course.name)].append(found)

    def last_period(self, campus: int | None) -> int:
        if campus not in self._bells:
            self._bells[campus] = self._in_term(campus)
        return self._bells[campus]

    def class_of(self, row: Row) -> TeachingClass | None:
        """By its code; else by course and instructor, if there is only one such class."""
        code, course = row.values.get("code") or "", row.values.get("course") or ""
        if code:
            found = self._by_code.get(matching_text(code))
            if found is None:
                row.add_problem(
                    "code",
                    _("There is no teaching class %(code)s in term %(term)s.")
                    % {"code": code, "term": self.term.code},
                )
            return found
        if not course:
            row.add_problem("code", _("Name the teaching class, or the course and instructor."))
            return None
        teacher = matching_text(row.values.get("teacher") or "")
        candidates = [
            one
            for one in self._by_course.get(matching_text(course), ())
            if not teacher or any(_is(staff, teacher) for staff in self.assigned[one.pk])
        ]
        if len(candidates) == 1:
            return candidates[0]
        if candidates:
            problem = _("Several teaching classes fit this course and instructor: %(codes)s.")
        else:
            problem = _("No teaching class of this term fits this course and instructor.")
        row.add_problem(
            "course", problem % {"codes": "、".join(one.code for one in candidates[:5])}
        )
        return None

    def teacher_of(self, row: Row, teaching_class: TeachingClass) -> StaffMember | None:
        """The one named, who must be assigned to the class; the first one assigned otherwise."""
        assigned = self.assigned[teaching_class.pk]
        written = row.values.get("teacher") or ""
        if not assigned:
            row.add_problem("teacher", _("No instructor is assigned to this class."))
            return None
        if not written:
            return assigned[0]
        found = next((one for one in assigned if _is(one, matching_text(written))), None)
        if found is None:
            row.add_problem(
                "teacher",
                _("%(name)s isn't assigned to class %(code)s; these are: %(names)s.")
                % {
                    "name": written,
                    "code": teaching_class.code,
                    "names": listed(one.name for one in assigned),
                },
            )
        return found


def _is(staff: StaffMember, written: str) -> bool:
    names = (staff.name, staff.staff_number, f"{staff.name} {staff.staff_number}")
    return written in {matching_text(name) for name in names}


def _read_row(row: Row, reader: _Reader, wanted: WantedRows) -> None:
    times = times_of(row, reader.term)
    teaching_class = reader.class_of(row)
    teacher = reader.teacher_of(row, teaching_class) if teaching_class else None
    rooms = _rooms_of(row, reader, len(times))
    if not row.ok or teaching_class is None or teacher is None:
        return
    for time, room in zip(times, rooms, strict=True):
        if not _fits(row, reader, time, room):
            continue
        slot = WantedSlot(
            teaching_class.pk,
            time.weekday,
            time.first_period,
            time.periods,
            time.weeks,
            room.pk,
            teacher.pk,
        )
        earlier = _same_time(wanted, slot)
        if earlier is not None:
            row.add_problem(
                _time_key(row),
                _("The class has this time in row %(row)s already.") % {"row": earlier},
            )
            continue
        wanted.slots[slot] = row.number
        wanted.classes[teaching_class.pk] = teaching_class
        wanted.rooms[room.pk], wanted.staff[teacher.pk] = room, teacher


def _rooms_of(row: Row, reader: _Reader, count: int) -> list[Any]:
    """One room for all times, or as many as there are times, in their order."""
    if "room" not in row.values:
        return []
    names = [part.strip() for part in split_list(row.values["room"])]
    if len(names) not in (1, count) and count:
        row.add_problem(
            "room",
            _("There are %(rooms)d rooms for %(times)d times.")
            % {"rooms": len(names), "times": count},
        )
        return []
    try:
        found = [reader.rooms.find(name) for name in names]
    except ValueRefused as refusal:
        row.add_problem("room", refusal)
        return []
    return found * count if len(found) == 1 else found


def _fits(row: Row, reader: _Reader, time: WeeklyTime, room: Room) -> bool:
    last = reader.last_period(room.campus_id)
    if time.last_period > last:
        row.add_problem(
            _time_key(row),
            _("The bell schedule has %(last)d periods, not %(period)d.")
            % {"last": last, "period": time.last_period},
        )
    elif time.periods > LONGEST_RUN:
        row.add_problem(
            _time_key(row),
            _("A class meets for at most %(most)d periods in a row.") % {"most": LONGEST_RUN},
        )
    return row.ok


def _same_time(wanted: WantedRows, slot: WantedSlot) -> int | None:
    """The row in which the class has an overlapping time."""
    for other, row in wanted.slots.items():
        if (
            other.teaching_class == slot.teaching_class
            and other.weekday == slot.weekday
            and other.weeks & slot.weeks
            and other.first_period < slot.first_period + slot.periods
            and slot.first_period < other.first_period + other.periods
        ):
            return row
    return None


def _time_key(row: Row) -> str:
    if row.values.get(TIMES):
        return TIMES
    return "first" if row.values.get("first") else "periods"
