"""The audit as the office files it."""

from collections.abc import Sequence
from itertools import zip_longest
from typing import TypeVar

from django.utils.translation import gettext as _

from assessments.compliance.domain.presentation import document_number, present_run
from assessments.compliance.models import AuditRun
from media.pdf import render

Row = TypeVar("Row")
# The renderer's time grows faster than a table; a new one every so often keeps it even.
_ROWS_IN_A_TABLE = 150


def pdf_report(run: AuditRun) -> bytes:
    """A4, in the active language: findings, clauses, sums in words, counts by department, staff.

    Students are counted by department and never listed.
    """
    findings = [
        {
            "shown": shown,
            "departments": _tables(_side_by_side(shown.departments)),
            "people": _tables(shown.people),
        }
        for shown in present_run(run)
    ]
    return render(
        "assessments/compliance/report_pdf.html",
        {
            "run": run,
            "findings": findings,
            "document_number": document_number(run),
            "signers": [_("Compiled by"), _("Head of the office"), _("Leader in charge")],
        },
        made_at=run.made_at,
    )


def _tables(rows: Sequence[Row]) -> list[Sequence[Row]]:
    return [rows[i : i + _ROWS_IN_A_TABLE] for i in range(0, len(rows), _ROWS_IN_A_TABLE)]


def _side_by_side(rows: Sequence[Row]) -> list[tuple[Row, Row | None]]:
    """Two to a line, read downwards."""
    half = -(-len(rows) // 2)
    return list(zip_longest(rows[:half], rows[half:]))
