"""What clashes in a draft that a file would make, told by the row of the file.

A clash doesn't keep the file out: a draft may be wrong, and is mended on the board or by having
the rest solved. It can't be published, so it is said before anything is written.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from django.utils.translation import gettext as _

from courses.teaching.models import TeachingClass, Term
from courses.timetable.domain.slot_rows import WantedRows
from courses.timetable.enums import ResourceKind
from courses.timetable.models import BusyTime, Slot
from courses.timetable.weeks import WeekSet, format_weeks
from courses.timetable.wording import periods_text, weekday_text
from media.imports.previews import RowMark

Resource = tuple[str, int]


class Held(NamedTuple):
    """A time at which resources are taken: by a row of the file, by a slot that stays (row 0), or
    by something else. `said` names it."""

    row: int
    said: str
    weekday: int
    first_period: int
    periods: int
    weeks: WeekSet
    resources: tuple[Resource, ...]


def clash_marks(
    term: Term, wanted: WantedRows, *, stays: Iterable[Slot], limit: int
) -> tuple[list[RowMark], int]:
    """The first marks in the order of rows, and how many clashes there are in all. `stays` are the
    slots that the file leaves alone, with class, room and instructor. Two queries."""
    groups, names = _groups(term)
    here = [*_of_file(wanted, groups, names), *_of_slots(stays, groups, names), *_busy(term)]
    met = _met(here)
    found = sorted(_marks(here, met, names))
    marks: list[RowMark] = [{"row": row, "sentence": sentence} for row, sentence in found[:limit]]
    return marks, len(met)


Met = dict[tuple[int, int], dict[Resource, None]]


def _met(held: list[Held]) -> Met:
    """Pairs of which a row of the file is the first, with what both take at once."""
    taken: dict[tuple[Resource, int, int], list[int]] = defaultdict(list)
    met: Met = defaultdict(dict)
    for number, one in enumerate(held):
        for resource in one.resources:
            for period in range(one.first_period, one.first_period + one.periods):
                place = taken[resource, one.weekday, period]
                for other in place:
                    if held[other].row and held[other].weeks & one.weeks:
                        met[other, number][resource] = None
                place.append(number)
    return met


def _marks(held: list[Held], met: Met, names: dict[Resource, str]) -> Iterator[tuple[int, str]]:
    """Both rows are marked."""
    for (first, second), shared in met.items():
        one, other = held[first], held[second]
        people = "、".join(names.get(resource, "") for resource in shared)
        both = format_weeks(one.weeks & other.weeks)
        yield one.row, _said(people, both, other)
        if other.row:
            yield other.row, _said(people, both, one)


def _said(shared: str, weeks: str, other: Held) -> str:
    values = {"shared": shared, "weeks": weeks, "row": other.row, "other": other.said}
    if other.row:
        return _("%(shared)s is wanted by row %(row)s too (%(other)s), in %(weeks)s.") % values
    return _("%(shared)s has %(other)s then, in %(weeks)s.") % values


def _of_file(
    wanted: WantedRows, groups: dict[int, tuple[Resource, ...]], names: dict[Resource, str]
) -> Iterator[Held]:
    for one, row in wanted.slots.items():
        room, staff = (ResourceKind.ROOM, one.room), (ResourceKind.STAFF, one.instructor)
        names[room], names[staff] = wanted.rooms[one.room].name, wanted.staff[one.instructor].name
        yield Held(
            row,
            _time_said(
                wanted.classes[one.teaching_class].code,
                one.weekday,
                one.first_period,
                one.periods,
            ),
            one.weekday,
            one.first_period,
            one.periods,
            one.weeks,
            (room, staff, *groups.get(one.teaching_class, ())),
        )


def _of_slots(
    slots: Iterable[Slot], groups: dict[int, tuple[Resource, ...]], names: dict[Resource, str]
) -> Iterator[Held]:
    for slot in slots:
        room, staff = (ResourceKind.ROOM, slot.room_id), (ResourceKind.STAFF, slot.instructor_id)
        names[room], names[staff] = slot.room.name, slot.instructor.name
        yield Held(
            0,
            _time_said(slot.teaching_class.code, slot.weekday, slot.first_period, slot.periods),
            slot.weekday,
            slot.first_period,
            slot.periods,
            slot.weeks,
            (room, staff, *groups.get(slot.teaching_class_id, ())),
        )


def _busy(term: Term) -> Iterator[Held]:
    for busy in BusyTime.objects.filter(term=term).order_by("pk"):
        resources = (
            (ResourceKind.ROOM, busy.room_id),
            (ResourceKind.STAFF, busy.staff_id),
            (ResourceKind.ADMINISTRATIVE_CLASS, busy.administrative_class_id),
        )
        yield Held(
            0,
            busy.reason,
            busy.weekday,
            busy.first_period,
            busy.periods,
            busy.weeks,
            tuple((kind, key) for kind, key in resources if key is not None),
        )


def _groups(term: Term) -> tuple[dict[int, tuple[Resource, ...]], dict[Resource, str]]:
    """The administrative classes of each teaching class of the term, and their names."""
    found: dict[int, tuple[Resource, ...]] = {}
    names: dict[Resource, str] = {}
    rows = TeachingClass.administrative_classes.through.objects.filter(
        teachingclass__term=term
    ).order_by("pk")
    for key, group, name in rows.values_list(
        "teachingclass_id", "administrativeclass_id", "administrativeclass__name"
    ):
        resource = (ResourceKind.ADMINISTRATIVE_CLASS, group)
        found[key] = (*found.get(key, ()), resource)
        names[resource] = name
    return found, names


def _time_said(code: str, weekday: int, first: int, periods: int) -> str:
    return f"{code} {weekday_text(weekday)} {periods_text(first, periods)}"
