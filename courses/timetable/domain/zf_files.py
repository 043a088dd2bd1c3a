"""Weekly times as 正方 writes them: a list with a line for each class, or a sheet of cells, new or
old, by weekday and period. The import takes all back unchanged."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from itertools import zip_longest
from typing import NamedTuple

from django.db.models import Prefetch

from courses.curriculum.models import Course
from courses.institutions.models import AdministrativeClass
from courses.timetable.domain.slot_export import lesson_of
from courses.timetable.formats.reading import WEEKDAYS
from courses.timetable.formats.zf_cell import ZfCell, print_cell
from courses.timetable.formats.zf_list import print_times
from courses.timetable.formats.zf_old_cell import print_old_cell
from courses.timetable.models import Slot
from courses.timetable.models.querysets import SlotQuerySet
from media.spreadsheets.delimited import write_csv
from media.spreadsheets.writing import SheetColumn, SheetToWrite, write_workbook

# 正方's own words, whatever language the person reads.
LIST_HEADER = ("教学班", "课程名称", "教师", "上课时间", "地点", "教学班组成")
CELLS_HEADER = ("节次", *(f"星期{day}" for day in WEEKDAYS))
Lines = list[tuple[str, ...]]


class Layout(NamedTuple):
    header: Sequence[str]
    lines: Callable[[Iterable[Slot]], Lines]
    wrap: bool = False


def zf_file(slots: SlotQuerySet, *, layout: str, form: str) -> bytes:
    """`layout` of LAYOUTS, as `xlsx` or `csv`; three queries."""
    classes = Prefetch(
        "teaching_class__administrative_classes", AdministrativeClass.objects.order_by("name")
    )
    found = slots.with_names().prefetch_related(classes)
    ordered = found.order_by("teaching_class__code", "weekday", "first_period", "pk")
    header, lines, wrap = LAYOUTS[layout]
    if form == "csv":
        return write_csv(header, lines(ordered))
    columns = [SheetColumn(name, wrap=wrap) for name in header]
    return write_workbook([SheetToWrite(name="课表", columns=columns, rows=lines(ordered))])


def _list(slots: Iterable[Slot]) -> Lines:
    """A line for each class and instructor. One room stands for all times."""
    grouped: dict[tuple[int, int], list[Slot]] = defaultdict(list)
    for slot in slots:
        grouped[slot.teaching_class_id, slot.instructor_id].append(slot)
    lines: Lines = []
    for together in grouped.values():
        lessons = [lesson_of(slot) for slot in together]
        rooms = [lesson.room for lesson in lessons]
        lines.append(
            (
                together[0].teaching_class.code,
                lessons[0].course,
                lessons[0].teacher,
                print_times(lesson.time for lesson in lessons),
                ";".join(rooms if len(set(rooms)) > 1 else rooms[:1]),
                ";".join(_groups(together[0])),
            )
        )
    return lines


def _cells(slots: Iterable[Slot]) -> Lines:
    """A block for each run of periods; what falls together on a weekday stands on lines below one
    another, for a line break inside of a cell gets lost on the way through other programs."""
    columns: dict[tuple[int, int], list[list[str]]] = defaultdict(lambda: [[] for _ in WEEKDAYS])
    for slot in slots:
        last = slot.first_period + slot.periods - 1
        columns[slot.first_period, last][slot.weekday - 1].append(print_cell(cell_of(slot)))
    return [
        (_run(first, last), *line)
        for (first, last), days in sorted(columns.items())
        for line in zip_longest(*days, fillvalue="")
    ]


def _old_cells(slots: Iterable[Slot]) -> Lines:
    """A line for each run of periods; a cell holds all lessons of its weekday, as old 正方 prints
    them: line breaks belong to it."""
    blocks: dict[tuple[int, int], list[list[Slot]]] = defaultdict(lambda: [[] for _ in WEEKDAYS])
    for slot in slots:
        last = slot.first_period + slot.periods - 1
        blocks[slot.first_period, last][slot.weekday - 1].append(slot)
    return [
        (_run(first, last), *(print_old_cell(map(lesson_of, day)) for day in days))
        for (first, last), days in sorted(blocks.items())
    ]


def _run(first: int, last: int) -> str:
    return f"{first}-{last}" if last > first else f"{first}"


def cell_of(slot: Slot) -> ZfCell:
    lesson = lesson_of(slot)
    course = slot.teaching_class.course
    return ZfCell(
        course=lesson.course,
        time=lesson.time,
        place=lesson.room,
        teacher=lesson.teacher,
        teaching_class=slot.teaching_class.code,
        classes=_groups(slot),
        kinds=_kinds(course),
        hours=str(course.contact_hours),
        credits=str(course.credits),
    )


def _groups(slot: Slot) -> tuple[str, ...]:
    return tuple(group.name for group in slot.teaching_class.administrative_classes.all())


def _kinds(course: Course) -> str:
    kinds = (
        ("讲课", course.theory_hours),
        ("实践", course.practice_hours),
        ("网络", course.online_hours),
    )
    return ",".join(f"{name}:{hours}" for name, hours in kinds if hours)


LAYOUTS = {
    "list": Layout(LIST_HEADER, _list),
    "cells": Layout(CELLS_HEADER, _cells),
    "old-cells": Layout(CELLS_HEADER, _old_cells, wrap=True),
}
