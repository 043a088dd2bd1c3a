"""The audit for a spreadsheet programme: the findings, and for each the rows it counted."""

import io
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from assessments.compliance.domain.evidence import counted_departments, student_rows
from assessments.compliance.domain.presentation import (
    PresentedFinding,
    document_number,
    present,
)
from assessments.compliance.models import AuditRun, Finding
from courses.institutions.masking import mask_name, mask_number
from media.spreadsheets.writing import SheetColumn, SheetToWrite, write_rows


def xlsx_report(run: AuditRun, *, show_student_numbers: bool = True) -> bytes:
    """One sheet of findings, then a sheet of people and a sheet of students for each that has them.

    Students' names are always masked: the number identifies the row, and without
    `show_student_numbers` it is masked as well.
    """
    findings = list(run.findings.select_related("rule").order_by("position"))
    shown = [present(finding) for finding in findings]
    sheets = [_findings_sheet(run, shown)]
    for number, (finding, presented) in enumerate(zip(findings, shown, strict=True), start=1):
        if presented.people:
            sheets.append(_people_sheet(number, presented))
        if finding.evidence.get("students"):
            sheets.append(_students_sheet(number, presented, finding, show_student_numbers))
    file = io.BytesIO()
    write_rows(file, *sheets)
    return file.getvalue()


def _findings_sheet(run: AuditRun, shown: list[PresentedFinding]) -> SheetToWrite:
    return SheetToWrite(
        name=_("Findings"),
        title_rows=(
            _("Compliance audit of %(institution)s") % {"institution": run.institution.name},
            _("As of %(date)s · No. %(number)s")
            % {"date": run.on.isoformat(), "number": document_number(run)},
        ),
        columns=(
            SheetColumn(_("No."), kind="number", width=6),
            SheetColumn(pgettext("audit", "Rule"), width=36),
            SheetColumn(pgettext("audit", "Result"), width=10),
            SheetColumn(pgettext("audit", "Actual"), width=14),
            SheetColumn(pgettext("audit", "Required"), width=14),
            SheetColumn(pgettext("audit", "Force"), width=12),
            SheetColumn(pgettext("audit", "Source"), width=50),
            SheetColumn(_("Clause"), width=60),
            SheetColumn(_("How it was computed"), width=60),
            SheetColumn(_("What would change it"), width=40),
        ),
        rows=[
            (
                number,
                one.title,
                one.state,
                one.finding.value,
                one.finding.threshold,
                one.severity,
                one.citation,
                one.finding.rule.quotation,
                "\n".join(one.explanation),
                "\n".join(one.outlook),
            )
            for number, one in enumerate(shown, start=1)
        ],
    )


def _people_sheet(number: int, shown: PresentedFinding) -> SheetToWrite:
    columns = [
        SheetColumn(_("Staff number")),
        SheetColumn(pgettext("of a person", "Name")),
        SheetColumn(_("Department")),
        SheetColumn(_("Kind of post")),
        SheetColumn(_("Employed from")),
        SheetColumn(_("Employed until")),
    ]
    if shown.shows_certificates:
        columns += [
            SheetColumn(pgettext("audit", "Result")),
            SheetColumn(_("Certificate")),
            SheetColumn(_("Certificate number")),
            SheetColumn(_("Issued by")),
            SheetColumn(_("Issued on")),
            SheetColumn(_("Valid until")),
            SheetColumn(_("Reading of the level")),
        ]
    return SheetToWrite(
        name=_("%(number)d Staff") % {"number": number},
        title_rows=(shown.title,),
        columns=columns,
        rows=[_person_cells(shown, person) for person in shown.people],
    )


def _person_cells(shown: PresentedFinding, person: Any) -> list[str]:
    cells = [
        person.number,
        person.name,
        person.department,
        person.kind,
        person.employed_from,
        person.employed_to or "",
    ]
    if shown.shows_certificates:
        held = person.certificate or {}
        cells += [
            person.standing,
            held.get("level", ""),
            held.get("number", ""),
            held.get("issuer", ""),
            held.get("issued_on", ""),
            held.get("expires_on") or "",
            held.get("citation", ""),
        ]
    return cells


def _students_sheet(
    number: int, shown: PresentedFinding, finding: Finding, show_student_numbers: bool
) -> SheetToWrite:
    return SheetToWrite(
        name=_("%(number)d Students") % {"number": number},
        title_rows=(shown.title,),
        columns=(
            SheetColumn(_("Department"), width=28),
            SheetColumn(_("Student number"), width=18),
            SheetColumn(pgettext("of a person", "Name"), width=10),
            SheetColumn(_("Administrative class"), width=28),
        ),
        rows=_student_cells(finding, show_student_numbers),
    )


def _student_cells(finding: Finding, show_student_numbers: bool) -> Iterator[tuple[str, ...]]:
    for student in student_rows(list(counted_departments(finding))):
        yield (
            student.department,
            student.number if show_student_numbers else mask_number(student.number),
            mask_name(student.name),
            student.class_name,
        )
