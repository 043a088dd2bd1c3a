"""The weekly times of a version as files that other systems, and our own import, read."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext as _

from courses.teaching.models import Enrolment, TeachingClass
from courses.timetable.domain.bells import Bells, ClockTimes
from courses.timetable.domain.refusal import TimetableRefused
from courses.timetable.domain.travel import minutes_between
from courses.timetable.formats.itc2019 import ItcClass, ItcRoom, write_itc2019
from courses.timetable.formats.lesson import Lesson, WeeklyTime
from courses.timetable.formats.wakeup import HEADER, wakeup_row
from courses.timetable.models import BusyTime, Room, Slot, TimetableVersion
from media.spreadsheets.writing import SheetColumn, SheetToWrite, write_workbook


def lesson_of(slot: Slot) -> Lesson:
    """A slot `with_names()`. The instructor's number goes along only where it must."""
    return Lesson(
        course=slot.teaching_class.course.name,
        time=WeeklyTime(
            slot.weekday, slot.first_period, slot.first_period + slot.periods - 1, slot.weeks
        ),
        room=f"{slot.room.campus.name} {slot.room.name}",
        teacher=slot.instructor.name,
        teaching_class=slot.teaching_class.code,
    )


def slot_list(version: TimetableVersion) -> bytes:
    """An xlsx file with a row for each slot; the import takes it back unchanged."""
    slots = version.slots.with_names().order_by(
        "teaching_class__code", "weekday", "first_period", "pk"
    )
    headers = (_("Teaching class"), *HEADER)
    sheet = SheetToWrite(
        name=version.term.code,
        columns=[SheetColumn(str(header)) for header in headers],
        rows=[_row(slot) for slot in slots],
    )
    return write_workbook([sheet])


def _row(slot: Slot) -> tuple[str, ...]:
    course, weekday, first, last, _name, room, weeks = wakeup_row(lesson_of(slot))
    teacher = f"{slot.instructor.name} {slot.instructor.staff_number}"
    return (slot.teaching_class.code, course, weekday, first, last, teacher, room, weeks)


def itc2019_of(version: TimetableVersion) -> bytes:
    """The version as a problem of ITC-2019 whose every class has its time and room, with the
    minutes between campuses. Raises TimetableRefused where the bells lack a period."""
    term = version.term
    bells = Bells(term.institution_id)
    slots = list(
        version.slots.with_names().order_by("teaching_class", "weekday", "first_period", "pk")
    )
    rooms = list(Room.objects.filter(institution=term.institution_id).order_by("pk"))
    room_ids = {room.pk: number for number, room in enumerate(rooms, start=1)}
    courses: dict[int, int] = {}
    parts: dict[int, int] = defaultdict(int)
    sizes = _sizes(term.pk)
    groups = _groups(term.pk)
    classes = []
    for number, slot in enumerate(slots, start=1):
        key = slot.teaching_class_id
        parts[key] += 1
        times = bells.on(term.first_monday, slot.room.campus_id)
        starts, ends = _clock(times, slot.first_period, slot.periods)
        classes.append(
            ItcClass(
                id=number,
                course=courses.setdefault(key, len(courses) + 1),
                part=parts[key],
                limit=sizes.get(key, slot.room.capacity),
                room=room_ids[slot.room_id],
                weekday=slot.weekday,
                starts=starts,
                ends=ends,
                weeks=slot.weeks,
                people=(f"staff {slot.instructor_id}", *groups[key]),
            )
        )
    return write_itc2019(
        f"{term.institution.code}-{term.code}-v{version.number}",
        weeks=term.weeks,
        rooms=[
            ItcRoom(room_ids[room.pk], room.capacity, room.campus_id, busy)
            for room, busy in _busy(version, rooms, bells)
        ],
        classes=classes,
        travel=minutes_between(term.institution_id),
    )


def _busy(
    version: TimetableVersion, rooms: Iterable[Room], bells: Bells
) -> Iterable[tuple[Room, tuple[Any, ...]]]:
    taken: Mapping[int, list[BusyTime]] = defaultdict(list)
    for row in BusyTime.objects.filter(term=version.term, room__isnull=False).order_by("pk"):
        assert row.room_id is not None
        taken[row.room_id].append(row)
    for room in rooms:
        times = bells.on(version.term.first_monday, room.campus_id)
        yield (
            room,
            tuple(
                (row.weekday, *_clock(times, row.first_period, row.periods), row.weeks)
                for row in taken[room.pk]
            ),
        )


def _clock(times: ClockTimes, first: int, periods: int) -> tuple[Any, Any]:
    last = first + periods - 1
    if first not in times or last not in times:
        raise TimetableRefused(
            _("The bell schedule in force when the term begins has no periods %(first)d–%(last)d.")
            % {"first": first, "last": last}
        )
    return times[first][0], times[last][1]


def _sizes(term: int) -> dict[int, int]:
    rows = Enrolment.objects.filter(term=term, valid_to=None).order_by()
    return dict(rows.values_list("teaching_class").annotate(Count("pk")))


def _groups(term: int) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    through = TeachingClass.administrative_classes.through.objects
    rows = through.filter(teachingclass__term=term).order_by("pk")
    for teaching_class, group in rows.values_list("teachingclass_id", "administrativeclass_id"):
        found[teaching_class].append(f"class {group}")
    return found
