"""A timetable from a spreadsheet, as slots of a draft.

The file is laid over the newest version of the term: classes that it names get the times it names,
all others keep theirs. A newest version that is a draft is changed in place; of any other a new
draft is made. A file that says what the newest version says already changes nothing.
"""

import logging

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.users.models import User
from courses.teaching.models import TeachingClass, Term
from courses.timetable.domain.slot_clashes import clash_marks
from courses.timetable.domain.slot_plan import (
    SlotPlan,
    as_wanted,
    left_alone,
    plan_slots,
    time_text,
)
from courses.timetable.domain.slot_rows import WantedSlot, read_slots
from courses.timetable.domain.slot_schema import SLOTS
from courses.timetable.domain.versions import copied, new_draft
from courses.timetable.domain.zf_cells import CELLS
from courses.timetable.enums import VersionState
from courses.timetable.models import Slot, TimetableVersion
from media.imports.bad_rows import refuse_bad_rows
from media.imports.previews import ImportPreview, Receipt
from media.spreadsheets.errors import SpreadsheetRefused
from media.spreadsheets.preview import build_preview
from media.spreadsheets.table import Table, read_table

logger = logging.getLogger("qihang.audit")
NAMED, MARKED = 20, 200


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
    wanted = read_slots(term, table)
    plan = plan_slots(term, wanted)
    marks, count = clash_marks(term, wanted, stays=left_alone(plan, wanted), limit=MARKED)
    notes = _notes(plan)
    if count:
        notes.append(
            ngettext(
                "%(count)d clash is marked at its row. The draft can be made all the same, but not "
                "published before it is mended.",
                "%(count)d clashes are marked at their rows. The draft can be made all the same, "
                "but not published before they are mended.",
                count,
            )
            % {"count": count}
        )
    return {
        **build_preview(table),
        "difference": plan.log.difference(),
        "options": [],
        "notes": notes,
        "marks": marks,
    }


@transaction.atomic
def apply_slots(term: Term, table: Table, *, source: str, by: User | None) -> Receipt:
    """Write the file into a draft. Raises ImportRefused on a bad cell."""
    Term.objects.select_for_update(no_key=True).get(pk=term.pk)
    # Those who edit the newest draft lock it alone.
    TimetableVersion.objects.select_for_update().filter(term=term).order_by("-number").first()
    plan = plan_slots(term, read_slots(term, table))
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
        Slot.objects.bulk_create(copied(slot, draft) for slot in kept.order_by("pk"))
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


def _slot(version: TimetableVersion, one: WantedSlot) -> Slot:
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
    )


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
        % {"class": slot.teaching_class.code, "time": time_text(as_wanted(slot))}
        for slot in plan.gone[:NAMED]
    ]
    return notes
