"""The dossier as files: PDF and table, and both with the evidence in one zip."""

import datetime
import io
import zipfile
from collections.abc import Callable, Sequence
from pathlib import PurePath
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from courses.institutions.models import StaffMember
from courses.qualifications.dossier.registry import DossierLine, DossierSection
from courses.qualifications.models import Dossier
from media.library.models import PrivateFile
from media.pdf import render
from media.spreadsheets.writing import SheetColumn, SheetToWrite, write_workbook

# The renderer's time grows faster than a table.
_ROWS_IN_A_TABLE = 100
# Characters that some system doesn't take in a file name.
_IN_NO_NAME = str.maketrans(dict.fromkeys('\\/:*?"<>|\0\r\n\t', "_"))


def document_number(dossier: Dossier) -> str:
    """编号: institution, 职称材料, day, and the running number of the dossier."""
    made_on = timezone.localdate(dossier.made_at)
    return f"{dossier.institution.code}-ZC-{made_on:%Y%m%d}-{dossier.pk:05d}"


def dossier_pdf(dossier: Dossier, sections: Sequence[DossierSection]) -> bytes:
    """A4, in the active language. Raises media.pdf.PdfError."""
    shown = [
        {
            "section": section,
            "tables": [
                section.lines[i : i + _ROWS_IN_A_TABLE]
                for i in range(0, len(section.lines), _ROWS_IN_A_TABLE)
            ],
        }
        for section in sections
    ]
    return render(
        "courses/qualifications/dossier_pdf.html",
        {
            "dossier": dossier,
            "staff": dossier.staff,
            "sections": shown,
            "site": settings.BASE_URL,
            "document_number": document_number(dossier),
            "signers": [_("The person"), _("Head of the department"), _("Teaching office")],
        },
        made_at=dossier.made_at,
    )


def dossier_xlsx(dossier: Dossier, sections: Sequence[DossierSection]) -> bytes:
    """One sheet, a line for each fact; the writer neutralises what looks like a formula."""
    columns = (
        SheetColumn(_("Section"), width=20),
        SheetColumn(pgettext("date", "From"), kind="date"),
        SheetColumn(_("Until"), kind="date"),
        SheetColumn(_("What"), width=36),
        SheetColumn(_("Detail"), width=36),
        SheetColumn(_("Hours"), kind="number"),
        SheetColumn(_("Record"), width=28),
        SheetColumn(_("Address"), width=48),
        SheetColumn(_("Evidence"), width=28),
    )
    names = evidence_names(sections)
    rows = [
        (
            section.title,
            line.first,
            line.last,
            line.what,
            line.detail,
            line.hours,
            line.record,
            settings.BASE_URL + line.address,
            names.get(line.evidence.pk, "") if line.evidence else "",
        )
        for section in sections
        for line in section.lines
    ]
    title = heading(dossier.staff, dossier.starts_on, dossier.ends_on)
    sheet = SheetToWrite(_("Lines"), columns, rows, title_rows=(title, document_number(dossier)))
    return write_workbook([sheet])


def heading(staff: StaffMember, start: datetime.date, end: datetime.date) -> str:
    return _("Material for the review of titles: %(name)s (%(number)s), %(start)s to %(end)s") % {
        "name": staff.name,
        "number": staff.staff_number,
        "start": start.isoformat(),
        "end": end.isoformat(),
    }


def dossier_zip(
    dossier: Dossier,
    sections: Sequence[DossierSection],
    *,
    report: Callable[[int], Any] = lambda percent: None,
) -> bytes:
    """PDF, table and every evidence file once. `report` hears the share that is done (0–100).

    Raises media.pdf.PdfError, and FileNotFoundError for evidence that the disk doesn't have.
    """
    pdf = dossier_pdf(dossier, sections)
    report(40)
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        stem = f"{dossier.staff.staff_number}-{dossier.starts_on}-{dossier.ends_on}"
        stem = stem.translate(_IN_NO_NAME)
        archive.writestr(f"{stem}.pdf", pdf)
        archive.writestr(f"{stem}.xlsx", dossier_xlsx(dossier, sections))
        report(50)
        files = evidence_of(sections)
        names = evidence_names(sections)
        for place, stored in enumerate(files, start=1):
            with stored.file.open("rb") as file:
                archive.writestr(names[stored.pk], file.read())
            report(50 + 50 * place // len(files))
    return target.getvalue()


def evidence_of(sections: Sequence[DossierSection]) -> list[PrivateFile]:
    """Every file once, in the order of the lines."""
    found: dict[int, PrivateFile] = {}
    for line in _lines(sections):
        if line.evidence is not None:
            found.setdefault(line.evidence.pk, line.evidence)
    return list(found.values())


def evidence_names(sections: Sequence[DossierSection]) -> dict[int, str]:
    """{file id: name in the zip}: numbered, so that no two are alike and none becomes a path."""
    return {
        stored.pk: f"evidence/{place:02d}-{_plain(stored.original_name)}"
        for place, stored in enumerate(evidence_of(sections), start=1)
    }


def _plain(name: str) -> str:
    last = PurePath(name.replace("\\", "/")).name.translate(_IN_NO_NAME).lstrip(".")
    return last[-80:] or "file"


def _lines(sections: Sequence[DossierSection]) -> list[DossierLine]:
    return [line for section in sections for line in section.lines]
