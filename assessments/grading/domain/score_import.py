"""A filled-in sheet on its way in: the same for the web page and the command line."""

import io
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.grading.domain.errors import GradingRefused, require
from assessments.grading.domain.lines import components_of, lines_by_number
from assessments.grading.domain.recording import merged, record_scores
from assessments.grading.domain.score_columns import check_titles, column_label, score_schema
from assessments.grading.domain.score_table import Matched, Reading, match_rows
from assessments.grading.domain.sheets import add_missing_lines
from assessments.grading.domain.totals import total_of
from assessments.grading.enums import GradeStatus, SheetState
from assessments.grading.models import GradeSheet, SchemeComponent
from assessments.grading.rules import may_record
from assessments.grading.scales.rounding import plain_number
from media.imports.bad_rows import refuse_bad_rows
from media.imports.errors import ImportRefused
from media.imports.previews import Change, FieldChange, ImportPreview, Receipt
from media.jobs.progress import Progress, SilentProgress
from media.spreadsheets.preview import build_preview
from media.spreadsheets.table import Table, read_table

#: How many changes and warnings are shown one by one; the counts are of all.
LISTED = 500
WARNED = 100


def read_scores(sheet: GradeSheet, *, content: bytes, filename: str) -> Table:
    """The rows of the file. Raises SpreadsheetRefused, or ImportRefused for another class's file
    or other weights."""
    components = components_of(sheet)
    table = read_table(io.BytesIO(content), filename=filename, schema=score_schema(components))
    check_titles(table, sheet, components)
    return table


def preview_scores(
    sheet: GradeSheet, *, content: bytes, filename: str, progress: Progress | None = None
) -> ImportPreview:
    """What the file would change, and every cell that can't be accepted. Writes nothing."""
    table = read_scores(sheet, content=content, filename=filename)
    return preview_table(sheet, table, progress=progress or SilentProgress())


def preview_table(sheet: GradeSheet, table: Table, *, progress: Progress) -> ImportPreview:
    """`preview_scores` of a table that has been read; marks bad cells on it."""
    _check_open(sheet)
    components = components_of(sheet)
    reading = match_rows(table, sheet=sheet, lines=lines_by_number(sheet), components=components)
    progress(70)
    changes = _changes(reading, sheet, components)
    return {
        **build_preview(table),
        "difference": {
            "counts": {
                "new": 0,
                "changed": len(changes),
                "unchanged": len(reading.matched) - len(changes),
            },
            "new": [],
            "changed": changes[:LISTED],
        },
        "options": [],
        "notes": _notes(reading),
    }


def import_scores(
    sheet: GradeSheet,
    *,
    content: bytes,
    filename: str,
    by: Any,
    progress: Progress | None = None,
) -> Receipt:
    """Record what the file says, all or nothing; the same file again changes nothing.

    A row says what is to stand on the line: an empty score cell empties the score. Students whom
    the file doesn't name stay as they are. `by` None: the command line. Raises ImportRefused or
    SpreadsheetRefused.
    """
    table = read_scores(sheet, content=content, filename=filename)
    return apply_table(sheet, table, by=by, progress=progress or SilentProgress())


@transaction.atomic
def apply_table(sheet: GradeSheet, table: Table, *, by: Any, progress: Progress) -> Receipt:
    """`import_scores` of a table that has been read."""
    require(by is None or may_record(by, sheet.teaching_class))
    _check_open(sheet)
    add_missing_lines(sheet)
    components = components_of(sheet)
    reading = match_rows(table, sheet=sheet, lines=lines_by_number(sheet), components=components)
    refuse_bad_rows(table)
    changes = _changes(reading, sheet, components)
    progress(60, _("Recording scores"))
    try:
        recorded = record_scores(sheet, rows=[m.wanted for m in reading.matched], by=by)
    except GradingRefused as refusal:
        raise ImportRefused(refusal) from refusal
    return {
        "counts": [
            {"label": _("Students in the file"), "count": len(reading.matched)},
            {"label": _("Changed"), "count": recorded.changed},
            {"label": _("As they were"), "count": recorded.unchanged},
            {"label": _("Not in the file"), "count": len(reading.absent)},
        ],
        "created": [],
        "changed": changes[:LISTED],
        "changed_more": max(0, len(changes) - LISTED),
        "notes": _notes(reading),
    }


def _check_open(sheet: GradeSheet) -> None:
    state = GradeSheet.objects.values_list("state", flat=True).get(pk=sheet.pk)
    if state != SheetState.DRAFT:
        raise ImportRefused(
            _("The sheet is not open any more. A locked grade is changed by an amendment.")
        )


def _changes(
    reading: Reading, sheet: GradeSheet, components: list[SchemeComponent]
) -> list[Change]:
    found: list[Change] = []
    for matched in reading.matched:
        if fields := _field_changes(matched, sheet, components):
            student = matched.line.student
            found.append(
                {
                    "row": matched.row.number,
                    "subject": f"{student.student_number} {student.name}",
                    "fields": fields,
                }
            )
    return found


def _field_changes(
    matched: Matched, sheet: GradeSheet, components: list[SchemeComponent]
) -> list[FieldChange]:
    old, entry, status = matched.line.scores, matched.line.entry, matched.wanted.status
    new = merged(old, matched.wanted.scores)
    if new == old and status == entry.status:
        return []
    fields: list[FieldChange] = [
        {
            "label": column_label(component),
            "old": _shown(old.get(component.code)),
            "new": _shown(new.get(component.code)),
        }
        for component in components
        if old.get(component.code) != new.get(component.code)
    ]
    if status != entry.status:
        fields.append(
            {
                "label": _("Status"),
                "old": str(GradeStatus(entry.status).label),
                "new": str(status.label),
            }
        )
    total = total_of(sheet.scheme, components, status, new)
    if total != entry.total:
        fields.append({"label": _("Total"), "old": _shown(entry.total), "new": _shown(total)})
    return fields


def _shown(number: Any) -> str:
    return "" if number is None else plain_number(number)


def _notes(reading: Reading) -> list[str]:
    notes = list(reading.warnings[:WARNED])
    if len(reading.warnings) > WARNED:
        notes.append(
            _("… and %(count)s more of these.") % {"count": len(reading.warnings) - WARNED}
        )
    emptied = sum(
        1
        for matched in reading.matched
        for code, score in matched.wanted.scores.items()
        if score is None and code in matched.line.scores
    )
    if emptied:
        notes.append(
            ngettext(
                "%(count)s stored score is emptied: its cell in the file is empty.",
                "%(count)s stored scores are emptied: their cells in the file are empty.",
                emptied,
            )
            % {"count": emptied}
        )
    if reading.absent:
        names = "、".join(
            f"{line.student.student_number} {line.student.name}" for line in reading.absent[:LISTED]
        )
        notes.append(
            ngettext(
                "%(count)s student of the class is not in the file and stays unchanged: %(names)s",
                "%(count)s students of the class are not in the file and stay unchanged: %(names)s",
                len(reading.absent),
            )
            % {"count": len(reading.absent), "names": names}
        )
    return notes
