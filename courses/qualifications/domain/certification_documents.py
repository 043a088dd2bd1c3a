"""The audit of certifications as files: Excel to work with, PDF to be signed."""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from courses.institutions.enums import StaffKind
from courses.institutions.models import Institution
from courses.qualifications.domain.certification import CertificationRow, InstitutionTotals
from courses.qualifications.models import StaffCertificate
from media.pdf import render
from media.spreadsheets.writing import SheetColumn, SheetToWrite, write_workbook

# The renderer's time grows faster than a table; beyond this a spreadsheet serves better.
_ROWS_IN_A_TABLE = 100
MOST_ON_PAPER = 1000


@dataclass(frozen=True)
class CertificationSheet:
    """What is written: the rows with the days they are of; `departments` by id."""

    institution: Institution
    rows: Sequence[CertificationRow]
    departments: Mapping[int, str]
    on: datetime.date
    known_at: datetime.datetime | None

    @property
    def as_of(self) -> str:
        if self.known_at is None:
            return _("As of %(date)s") % {"date": self.on.isoformat()}
        known = timezone.localtime(self.known_at) - datetime.timedelta(microseconds=1)
        return _("As of %(date)s, as recorded until %(known)s") % {
            "date": self.on.isoformat(),
            "known": known.date().isoformat(),
        }


def certification_xlsx(sheet: CertificationSheet) -> bytes:
    """A line for each person; cells that look like formulas are neutralised by the writer."""
    columns = (
        SheetColumn(_("Staff number")),
        SheetColumn(pgettext("of a person", "Name")),
        SheetColumn(_("Department")),
        SheetColumn(_("Kind of post"), width=24),
        SheetColumn(_("What is asked"), width=36),
        SheetColumn(pgettext("certificates", "Held"), width=48),
        SheetColumn(_("Standing"), width=16),
        SheetColumn(_("Gap"), width=40),
        SheetColumn(_("Deadline"), kind="date"),
        SheetColumn(_("Why then"), width=18),
        SheetColumn(_("Also due"), width=36),
        SheetColumn(_("Decided by"), width=18),
        SheetColumn(pgettext("source of a rule", "Document"), width=48),
        SheetColumn(_("How the level is read"), width=48),
    )
    rows = [
        (
            row.staff.staff_number,
            row.staff.name,
            sheet.departments.get(row.staff.department_id or 0, ""),
            kinds_in_words(row.standing.kinds),
            asked_in_words(row),
            held_in_words(row.held),
            str(row.light.label),
            row.gap,
            row.deadline,
            row.deadline_reason,
            "; ".join(f"{one.due_on.isoformat()} {one.what}" for one in row.others),
            row.authorisation.rule.authority if row.authorisation.rule else "",
            row.authorisation.rule.citation if row.authorisation.rule else "",
            "; ".join(row.readings),
        )
        for row in sheet.rows
    ]
    title = _("Audit of certifications: %(institution)s") % {"institution": sheet.institution.name}
    written = SheetToWrite(_("Certifications"), columns, rows, title_rows=(title, sheet.as_of))
    return write_workbook([written])


def certification_pdf(sheet: CertificationSheet) -> bytes:
    """A4 across, in the active language. Raises media.pdf.PdfError."""
    lines = [
        {
            "row": row,
            "department": sheet.departments.get(row.staff.department_id or 0, ""),
            "kinds": kinds_in_words(row.standing.kinds),
            "asked": asked_in_words(row),
            "held": held_in_words(row.held),
        }
        for row in sheet.rows
    ]
    tables = [lines[i : i + _ROWS_IN_A_TABLE] for i in range(0, len(lines), _ROWS_IN_A_TABLE)]
    rules = {row.authorisation.rule for row in sheet.rows if row.authorisation.rule}
    readings = {said for row in sheet.rows for said in row.readings}
    return render(
        "courses/qualifications/certification_pdf.html",
        {
            "sheet": sheet,
            "tables": tables,
            "rules": sorted({(rule.source, rule.quotation) for rule in rules}),
            "readings": sorted(readings),
            "document_number": (
                f"{sheet.institution.code}-CZ-{sheet.on.strftime('%Y%m%d')}"
                f"-{timezone.localtime().strftime('%Y%m%d%H%M')}"
            ),
            "signers": [_("Compiled by"), _("Head of the office"), _("Leader in charge")],
        },
        made_at=timezone.now(),
    )


def totals_xlsx(totals: Iterable[InstitutionTotals], *, on: datetime.date) -> bytes:
    """A line for each institution, people only as numbers."""
    columns = (
        SheetColumn(_("Institution identifier")),
        SheetColumn(_("Institution"), width=28),
        *(
            SheetColumn(header, kind="number")
            for header in (
                pgettext("coverage", "Employed"),
                _("Qualified"),
                _("Of these, lapse soon"),
                pgettext("coverage", "Undecided"),
                pgettext("coverage", "Under a waiver"),
                _("Not qualified"),
            )
        ),
    )
    rows: list[tuple[Any, ...]] = [
        (
            one.institution.code,
            one.institution.name,
            one.employed,
            one.qualified,
            one.lapses_soon,
            one.undecided,
            one.waived,
            one.lacking,
        )
        for one in totals
    ]
    title = _("Audit of certifications by institution, %(date)s") % {"date": on.isoformat()}
    return write_workbook([SheetToWrite(_("Institutions"), columns, rows, title_rows=(title,))])


def kinds_in_words(kinds: Iterable[str]) -> str:
    """ "A, B" in the reader's language."""
    labels = sorted(str(StaffKind(kind).label) for kind in kinds)
    return pgettext("between the items of a list", ", ").join(labels)


def asked_in_words(row: CertificationRow) -> str:
    """What the strictest rule asks of the person; "" where none asks anything."""
    rule = row.authorisation.rule
    if rule is None:
        return ""
    what = _("intermediate certificate") if rule.asks_intermediate else _("related certificate")
    return f"{what} ({rule.get_severity_display()})"


def held_in_words(certificates: Iterable[StaffCertificate]) -> str:
    """Level, number and end of each."""
    parts = []
    for one in certificates:
        until = one.expires_on.isoformat() if one.expires_on else _("no end")
        parts.append(f"{one.level.name} {one.number} ({until})".replace("  ", " "))
    return "; ".join(parts)
