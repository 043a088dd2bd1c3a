"""A settled statement as paper: PDF to sign, Excel to reckon with."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from courses.fees.domain.capitals import in_capitals
from courses.fees.domain.open_hours import OpenHours
from courses.fees.models import FeeLine, FeeStatement
from courses.institutions.models import StaffContract
from media.pdf import render
from media.spreadsheets.writing import SheetColumn, SheetToWrite, write_workbook

# The renderer's time grows faster than a table.
_ROWS_IN_A_TABLE = 150


def statement_pdf(statement: FeeStatement) -> bytes:
    """A4, in the active language. Raises media.pdf.PdfError."""
    lines = list(statement.lines.order_by("date", "first_period", "pk"))
    tables = [lines[i : i + _ROWS_IN_A_TABLE] for i in range(0, len(lines), _ROWS_IN_A_TABLE)]
    return render(
        "courses/fees/statement_pdf.html",
        {
            "statement": statement,
            "tables": tables,
            "capitals": in_capitals(statement.total),
            "citations": sorted({line.citation for line in lines if line.citation}),
            "contracts": contracts_of(statement),
            "open": open_when_settled(statement),
            "document_number": document_number(statement),
            "signers": [
                _("Payee"),
                _("Compiled by"),
                _("Checked by"),
                _("Leader in charge"),
            ],
        },
        made_at=statement.settled_at,
    )


def statement_xlsx(statement: FeeStatement) -> bytes:
    """One sheet with the lines and their sum."""
    columns = (
        SheetColumn(_("Date"), kind="date"),
        SheetColumn(pgettext("of a meeting", "Periods"), width=10),
        SheetColumn(pgettext("teaching", "Class"), width=30),
        SheetColumn(_("Course"), width=28),
        SheetColumn(_("Title"), width=10),
        SheetColumn(_("Hours"), kind="number"),
        SheetColumn(_("Yuan for a class hour"), kind="number"),
        SheetColumn(_("Amount (yuan)"), kind="number"),
        SheetColumn(_("Remark"), width=16),
        SheetColumn(pgettext("source of a rule", "Document"), width=40),
    )
    rows: list[tuple[Any, ...]] = [_cells(line) for line in statement.lines.all()]
    rows.append((None, "", _("Sum"), "", "", statement.hours, None, statement.exact, "", ""))
    rows.append((None, "", _("Paid"), "", "", None, None, statement.total, rounding(statement), ""))
    head = _("%(name)s (%(staff)s), %(start)s to %(end)s, No. %(number)s") % {
        "name": statement.staff.name,
        "staff": statement.staff.staff_number,
        "start": statement.starts_on.isoformat(),
        "end": statement.ends_on.isoformat(),
        "number": document_number(statement),
    }
    title = _("Statement of teaching fees")
    sheet = SheetToWrite(title, columns, rows, title_rows=(statement.institution.name, title, head))
    return write_workbook([sheet, *_open_sheet(statement)])


def _open_sheet(statement: FeeStatement) -> list[SheetToWrite]:
    """What stood in no statement, where something did."""
    found = open_when_settled(statement)
    if not found:
        return []
    columns = (
        SheetColumn(_("Month"), width=10),
        SheetColumn(_("Hours"), kind="number"),
        SheetColumn(pgettext("why hours are in no statement", "Reason"), width=60),
    )
    rows = [(f"{one.month:%Y-%m}", one.hours, str(one.reason.label)) for one in found]
    return [SheetToWrite(_("In no statement"), columns, rows)]


def document_number(statement: FeeStatement) -> str:
    """编号: 4141010459-KC-2026-0007."""
    return f"{statement.institution.code}-KC-{statement.year}-{statement.number:04d}"


def rounding(statement: FeeStatement) -> str:
    """How the amount paid follows from the sum."""
    return _("%(exact)s rounded half up to %(step)s yuan") % {
        "exact": statement.exact,
        "step": statement.round_to,
    }


def open_when_settled(statement: FeeStatement) -> list[OpenHours]:
    """Hours up to the last day that stood in no statement then; no query."""
    return [OpenHours.read(one) for one in statement.open_hours or []]


def contracts_of(statement: FeeStatement) -> list[StaffContract]:
    """Contracts that hold on some day of the period; one query."""
    rows = StaffContract.objects.filter(
        staff=statement.staff_id, starts_on__lte=statement.ends_on
    ).order_by("starts_on", "pk")
    return [row for row in rows if row.ends_on is None or row.ends_on >= statement.starts_on]


def _cells(line: FeeLine) -> tuple[Any, ...]:
    last = line.first_period + line.periods - 1
    return (
        line.date,
        f"{line.first_period}–{last}" if line.periods > 1 else str(line.first_period),
        line.class_code,
        line.course_name,
        line.title,
        line.hours,
        line.rate,
        line.amount,
        _("Correction") if line.is_correction else "",
        line.citation,
    )
