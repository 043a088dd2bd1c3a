"""A timetable from a spreadsheet, as slots of a draft.

The file is laid over the newest version of the term: classes that it names get the times it names,
all others keep theirs. A newest version that is a draft is changed in place; of any other a new
draft is made. A file that says what the newest version says already changes nothing.
"""

import logging
from collections import defaultdict
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext as _

from cms.users.models import User
from courses.teaching.models import TeachingClass, Term
from courses.timetable.domain.slot_rows import WantedRows, WantedSlot, read_slots
from courses.timetable.domain.slot_schema import SLOTS
from courses.timetable.domain.versions import new_draft
from courses.timetable.domain.zf_cells import CELLS
from courses.timetable.enums import VersionState
from courses.timetable.models import Slot, TimetableVersion
from courses.timetable.weeks import format_weeks
from courses.timetable.wording import periods_text, weekday_text
from media.imports.bad_rows import refuse_bad_rows
from media.imports.differences import DifferenceLog
from media.imports.previews import FieldChange, ImportPreview, Receipt
from media.spreadsheets.errors import SpreadsheetRefused
from media.spreadsheets.preview import build_preview
from media.spreadsheets.table import Table, read_table

logger = logging.getLogger("qihang.audit")
NAMED = 20


@dataclass
class SlotPlan:
    """`base` is the newest version, if the term has any."""

    base: TimetableVersion | None
    new: list[WantedSlot] = field(default_factory=list)
    changed: dict[int, WantedSlot] = field(default_factory=dict)
    gone: list[Slot] = field(default_factory=list)
    log: DifferenceLog = field(default_factory=DifferenceLog)

    @property
    def changes_anything(self) -> bool:
        return bool(self.new or self.changed or self.gone)


def read_slot_file(content: bytes, *, filename: str) -> Table:
    """A list of weekly times, or a sheet of 正方's cells. Raises SpreadsheetRefused."""
    try:
        return read_table(content, filename=filename, schema=SLOTS)
    except SpreadsheetRefused as refusal:
        try:
            return read_table(content, filename=filename, schema=CELLS)
        except SpreadsheetRefused:
            # What a list lacks is easier to mend, and says more of a file that is neither.
            raise refusal from None


def preview_slots(term: Term, table: Table) -> ImportPreview:
    """What applying the file would do. Writes nothing; marks bad cells on the table."""
    plan = _plan(term, read_slots(term, table))
    return {
        **build_preview(table),
        "difference": plan.log.difference(),
        "options": [],
        "notes": _notes(plan),
    }


@transaction.atomic
def apply_slots(term: Term, table: Table, *, source: str, by: User | None) -> Receipt:
    """Write the file into a draft. Raises ImportRefused on a bad cell."""
    Term.objects.select_for_update().get(pk=term.pk)
    plan = _plan(term, read_slots(term, table))
    refuse_bad_rows(table)
    notes = _notes(plan)
    created: list[str] = []
    if plan.changes_anything:
        draft = _write(term, plan, source=source, by=by)
        if draft != plan.base:
            created.append(_("Draft, version %(number)d") % {"number": draft.number})
        logger.info("slots of term %s from %s by %s", term.code, source, by and by.pk)
    changed, more = plan.log.receipt_changes()
    counts = plan.log.counts
    return {
        "counts": [
            {"label": _("Weekly times added"), "count": counts["new"]},
            {"label": _("Weekly times changed"), "count": counts["changed"]},
            {"label": _("Weekly times unchanged"), "count": counts["unchanged"]},
            {"label": _("Weekly times removed"), "count": len(plan.gone)},
        ],
        "created": created,
        "changed": changed,
        "changed_more": more,
        "notes": notes,
    }


def _plan(term: Term, wanted: WantedRows) -> SlotPlan:
    base = TimetableVersion.objects.filter(term=term).order_by("-number").first()
    plan = SlotPlan(base)
    stored: dict[WantedSlot, Slot] = {}
    if base is not None:
        rows = base.slots.filter(teaching_class__in=wanted.classes)
        for slot in rows.select_related("teaching_class", "room", "instructor").order_by("pk"):
            stored[_as_wanted(slot)] = slot
    for one in wanted.slots:
        if one in stored:
            plan.log.unchanged()
    left: dict[tuple[int, int, int], list[Slot]] = defaultdict(list)
    for one, slot in stored.items():
        if one not in wanted.slots:
            left[slot.teaching_class_id, slot.weekday, slot.first_period].append(slot)
    for one, row in wanted.slots.items():
        if one in stored:
            continue
        subject = f"{wanted.classes[one.teaching_class].code} {_time_text(one)}"
        pairs = left.get((one.teaching_class, one.weekday, one.first_period))
        if pairs:
            slot = pairs.pop(0)
            plan.changed[slot.pk] = one
            plan.log.changed(row, subject, _differences(slot, one, wanted))
        else:
            plan.new.append(one)
            plan.log.new(row, f"{subject} {wanted.rooms[one.room].name}")
    plan.gone = [slot for slots in left.values() for slot in slots]
    return plan


def _write(term: Term, plan: SlotPlan, *, source: str, by: User | None) -> TimetableVersion:
    base = plan.base
    gone = [slot.pk for slot in plan.gone]
    if base is not None and base.state == VersionState.DRAFT:
        draft = base
        Slot.objects.filter(pk__in=gone).delete()
        for slot in Slot.objects.filter(pk__in=plan.changed):
            _take_over(slot, plan.changed[slot.pk])
        written = plan.new
    else:
        draft = new_draft(term, report={}, by=by)
        kept = base.slots.exclude(pk__in=[*gone, *plan.changed]) if base else Slot.objects.none()
        Slot.objects.bulk_create(
            _slot(draft, _as_wanted(slot), locked=slot.locked) for slot in kept.order_by("pk")
        )
        written = [*plan.new, *plan.changed.values()]
    Slot.objects.bulk_create(_slot(draft, one) for one in written)
    draft.solver_report = {
        **draft.solver_report,
        "placed": draft.slots.count(),
        "unplaced": _left_out(term, draft),
        "owed": [],
        "imported": source,
        # What was searched for is no longer what stands there.
        "fingerprint": None,
    }
    draft.save(update_fields=["solver_report"])
    return draft


def _left_out(term: Term, draft: TimetableVersion) -> list[dict[str, str]]:
    """Classes with hours in a room that the draft has no time for."""
    without = TeachingClass.objects.filter(term=term).exclude(
        pk__in=draft.slots.order_by().values("teaching_class")
    )
    return [
        {
            "code": teaching_class.code,
            "class_id": str(teaching_class.public_id),
            "slot": "",
            "reason": "not_in_file",
            "sentence": _("The file has no time for it."),
        }
        for teaching_class in without.select_related("outline").order_by("code")
        if teaching_class.outline.classroom_hours
    ]


def _take_over(slot: Slot, one: WantedSlot) -> None:
    slot.periods, slot.weeks = one.periods, one.weeks
    slot.room_id, slot.instructor_id = one.room, one.instructor
    slot.save(update_fields=["periods", "weeks", "room", "instructor"])


def _slot(version: TimetableVersion, one: WantedSlot, *, locked: bool = False) -> Slot:
    return Slot(
        version=version,
        institution_id=version.institution_id,
        teaching_class_id=one.teaching_class,
        weekday=one.weekday,
        first_period=one.first_period,
        periods=one.periods,
        weeks=one.weeks,
        room_id=one.room,
        instructor_id=one.instructor,
        locked=locked,
    )


def _as_wanted(slot: Slot) -> WantedSlot:
    return WantedSlot(
        slot.teaching_class_id,
        slot.weekday,
        slot.first_period,
        slot.periods,
        slot.weeks,
        slot.room_id,
        slot.instructor_id,
    )


def _differences(slot: Slot, one: WantedSlot, wanted: WantedRows) -> list[FieldChange]:
    pairs = [
        (
            _("Periods"),
            periods_text(slot.first_period, slot.periods),
            periods_text(one.first_period, one.periods),
        ),
        (_("Weeks"), format_weeks(slot.weeks), format_weeks(one.weeks)),
        (_("Room"), slot.room.name, wanted.rooms[one.room].name),
        (_("Instructor"), slot.instructor.name, wanted.staff[one.instructor].name),
    ]
    return [{"label": label, "old": old, "new": new} for label, old, new in pairs if old != new]


def _time_text(one: WantedSlot) -> str:
    periods = periods_text(one.first_period, one.periods)
    return f"{weekday_text(one.weekday)} {periods} {format_weeks(one.weeks)}"


def _notes(plan: SlotPlan) -> list[str]:
    notes = []
    if plan.base is None or plan.base.state != VersionState.DRAFT:
        if plan.changes_anything:
            notes.append(_("A new draft is made; what is published stays until you publish it."))
    else:
        number = plan.base.number
        notes.append(_("The draft, version %(number)d, is changed.") % {"number": number})
    notes += [
        _("%(class)s loses %(time)s: the file names other times for it.")
        % {"class": slot.teaching_class.code, "time": _time_text(_as_wanted(slot))}
        for slot in plan.gone[:NAMED]
    ]
    return notes
