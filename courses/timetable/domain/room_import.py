"""Rooms from a spreadsheet: new ones, other numbers of seats, kinds and equipment, and the times of
a term at which they can't be used."""

import logging
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cms.users.models import User
from courses.institutions.models import Campus, Institution
from courses.teaching.models import Term
from courses.timetable.domain.format_words import format_sentence
from courses.timetable.domain.room_schema import ROOMS
from courses.timetable.domain.rooms import read_equipment
from courses.timetable.formats.errors import FormatError
from courses.timetable.formats.lesson import WeeklyTime
from courses.timetable.formats.zf_list import parse_times, print_times
from courses.timetable.models import BusyTime, Room
from media.imports.bad_rows import refuse_bad_rows
from media.imports.differences import DifferenceLog
from media.imports.previews import FieldChange, ImportPreview, Receipt
from media.spreadsheets.normalising import matching_text
from media.spreadsheets.preview import build_preview
from media.spreadsheets.rows import Row
from media.spreadsheets.table import Table, read_table

logger = logging.getLogger("qihang.audit")

# Times that this import wrote; those of other lists stay.
SOURCE = "教室表"
CHANGED = ("capacity", "kind", "equipment")


@dataclass
class RoomPlan:
    """What the file means. `times`: the rooms for which the times change at which they can't be
    used."""

    new: list[Room] = field(default_factory=list)
    changed: list[Room] = field(default_factory=list)
    times: list[tuple[Room, list[WeeklyTime]]] = field(default_factory=list)
    log: DifferenceLog = field(default_factory=DifferenceLog)


def read_room_file(content: bytes, *, filename: str) -> Table:
    """Raises SpreadsheetRefused."""
    return read_table(content, filename=filename, schema=ROOMS)


def preview_rooms(term: Term, table: Table) -> ImportPreview:
    """What applying the file would do. Writes nothing; marks bad cells on the table."""
    plan = _plan(term, table)
    return {
        **build_preview(table),
        "difference": plan.log.difference(),
        "options": [],
        "notes": [_("Rooms that the file doesn't name stay as they are.")],
    }


@transaction.atomic
def apply_rooms(term: Term, table: Table, *, by: User | None) -> Receipt:
    """Add and change the rooms of the file. The same file again changes nothing. Raises
    ImportRefused on a bad cell."""
    Institution.objects.select_for_update(no_key=True).get(pk=term.institution_id)
    plan = _plan(term, table)
    refuse_bad_rows(table)
    Room.objects.bulk_create(plan.new)
    Room.objects.bulk_update(plan.changed, CHANGED, batch_size=200)
    _write_times(term, plan.times, by)
    counts = plan.log.counts
    logger.info("rooms of institution %s by %s: %s", term.institution_id, by and by.pk, counts)
    changed, more = plan.log.receipt_changes()
    return {
        "counts": [
            {"label": _("Rooms added"), "count": counts["new"]},
            {"label": _("Rooms changed"), "count": counts["changed"]},
            {"label": _("Rooms unchanged"), "count": counts["unchanged"]},
        ],
        "created": [],
        "changed": changed,
        "changed_more": more,
        "notes": [],
    }


def _write_times(term: Term, times: list[tuple[Room, list[WeeklyTime]]], by: User | None) -> None:
    rooms = [room.pk for room, _times in times]
    BusyTime.objects.filter(term=term, source=SOURCE, room__in=rooms).delete()
    BusyTime.objects.bulk_create(
        BusyTime(
            institution_id=term.institution_id,
            term=term,
            room=room,
            weekday=time.weekday,
            first_period=time.first_period,
            periods=time.periods,
            weeks=time.weeks,
            reason=_("Not available"),
            source=SOURCE,
            made_by=by,
        )
        for room, own in times
        for time in own
    )


def _plan(term: Term, table: Table) -> RoomPlan:
    """Four queries."""
    plan = RoomPlan()
    campuses = {
        matching_text(campus.name): campus
        for campus in Campus.objects.filter(institution=term.institution_id).order_by("pk")
    }
    stored = {
        (room.campus_id, matching_text(room.name)): room
        for room in Room.objects.filter(institution=term.institution_id).select_related("campus")
    }
    taken: dict[int, list[WeeklyTime]] = {}
    for busy in BusyTime.objects.filter(term=term, source=SOURCE, room__isnull=False):
        last = busy.first_period + busy.periods - 1
        time = WeeklyTime(busy.weekday, busy.first_period, last, busy.weeks)
        taken.setdefault(busy.room_id or 0, []).append(time)
    rows: dict[tuple[int, str], int] = {}
    for row in table.rows:
        campus = _campus(row, campuses)
        times = _times(row, term)
        if campus is None or not row.ok:
            continue
        key = campus.pk, matching_text(row.values["name"])
        if key in rows:
            row.add_problem(
                "name", _("This room stands in row %(row)d already.") % {"row": rows[key]}
            )
            continue
        rows[key] = row.number
        room = stored.get(key)
        if room is None:
            room = Room(institution_id=term.institution_id, campus=campus, name=row.values["name"])
            _fill(room, row)
            plan.new.append(room)
            plan.log.new(row.number, f"{campus.name} {room.name}")
            if times:
                plan.times.append((room, times))
            continue
        fields = _fill(room, row)
        if fields:
            plan.changed.append(room)
        before = taken.get(room.pk, [])
        if times is not None and set(times) != set(before):
            plan.times.append((room, times))
            fields.append(_difference("taken", _printed(before), _printed(times)))
        if fields:
            plan.log.changed(row.number, f"{campus.name} {room.name}", fields)
        else:
            plan.log.unchanged()
    return plan


def _campus(row: Row, campuses: dict[str, Campus]) -> Campus | None:
    written = row.values.get("campus") or ""
    if not written and len(campuses) == 1:
        return next(iter(campuses.values()))
    found = campuses.get(matching_text(written))
    if found is None:
        known = _(", ").join(campus.name for campus in campuses.values())
        row.add_problem(
            "campus",
            _("Write the campus; there are: %(known)s.") % {"known": known}
            if not written
            else _("“%(name)s” is no campus; there are: %(known)s.")
            % {"name": written, "known": known},
        )
    return found


def _times(row: Row, term: Term) -> list[WeeklyTime] | None:
    written = row.values.get("taken")
    if written is None:
        return None
    if not written:
        return []
    try:
        return parse_times(written, last_week=term.weeks)
    except FormatError as error:
        row.add_problem("taken", format_sentence(error))
        return None


def _fill(room: Room, row: Row) -> list[FieldChange]:
    """Give the room what the row says, and say what that changes. A column that the file lacks
    changes nothing."""
    said: dict[str, Any] = {"capacity": row.values["capacity"]}
    if row.values.get("kind") is not None:
        said["kind"] = row.values["kind"]
    if row.values.get("equipment") is not None:
        said["equipment"] = read_equipment(row.values["equipment"])
    changes = []
    for name, value in said.items():
        before = getattr(room, name)
        if before != value:
            changes.append(_difference(name, _text(before), _text(value)))
            setattr(room, name, value)
    return changes


def _difference(key: str, old: str, new: str) -> FieldChange:
    return {"label": str(ROOMS.by_key[key].label), "old": old, "new": new}


def _text(value: Any) -> str:
    if isinstance(value, list):
        return _(", ").join(value)
    return "" if value is None else str(value)


def _printed(times: Iterable[WeeklyTime]) -> str:
    ordered = sorted(times, key=lambda time: (time.weekday, time.first_period, time.weeks))
    return print_times(ordered) if ordered else ""
