"""The sheet as a workbook to fill in."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from assessments.grading.domain.lines import Line, components_of, lines_of
from assessments.grading.domain.score_cells import STATUS_WORDS, status_words
from assessments.grading.domain.score_columns import column_label
from assessments.grading.enums import GradeStatus
from assessments.grading.models import GradeSheet, SchemeComponent
from media.spreadsheets.writing import SheetColumn, SheetToWrite, write_workbook


def sheet_template(sheet: GradeSheet) -> bytes:
    """An xlsx with one row per student of the class, what is stored filled in.

    Numbers, names and classes are locked; scores accept 0 to 100, remarks one of four words. There
    is no column for the total: it is computed here, and a stale one would only confuse.
    """
    components = components_of(sheet)
    return write_workbook(
        [
            SheetToWrite(
                name=_("Grade sheet"),
                title_rows=_title_rows(sheet, components),
                columns=_columns(components),
                rows=[_row(line, components) for line in lines_of(sheet) if line.counts],
                protect=True,
            )
        ]
    )


def _title_rows(sheet: GradeSheet, components: list[SchemeComponent]) -> list[str]:
    teaching_class = sheet.teaching_class
    weights = " ".join(f"{column_label(c)}比例{c.weight}%" for c in components)
    return [
        _("Grade sheet"),
        f"{teaching_class.code} {teaching_class.course.name}",
        weights,
        _("Scores are 0 to 100. If there is no exam score, choose a remark: %(words)s.")
        % {"words": "、".join(status_words())},
    ]


def _columns(components: list[SchemeComponent]) -> list[SheetColumn]:
    return [
        SheetColumn(_("Student number"), width=16),
        SheetColumn(pgettext("of a person", "Name"), width=14),
        SheetColumn(_("Class"), width=18),
        *(
            SheetColumn(
                column_label(component),
                kind="number",
                width=12,
                minimum=0,
                maximum=100,
                locked=False,
                hint=_("A number from 0 to 100."),
            )
            for component in components
        ),
        SheetColumn(_("Remarks"), width=12, choices=tuple(status_words()), locked=False),
    ]


def _row(line: Line, components: list[SchemeComponent]) -> list[Any]:
    student = line.student
    status = GradeStatus(line.entry.status)
    return [
        student.student_number,
        student.name,
        student.administrative_class.name,
        *(line.scores.get(component.code) for component in components),
        STATUS_WORDS[status][0] if status != GradeStatus.NORMAL else "",
    ]
