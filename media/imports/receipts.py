"""A receipt as a file that an office keeps."""

from collections.abc import Iterator
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from media.imports.models import ImportRun
from media.spreadsheets.writing import SheetColumn, SheetToWrite, write_workbook


def receipt_workbook(run: ImportRun, *, title: str) -> bytes:
    """An xlsx file: what was done in figures, then every change with its old and new value."""
    changed = run.receipt.get("changed", [])
    return write_workbook(
        [
            SheetToWrite(
                name=_("Receipt"),
                title_rows=[title],
                columns=[SheetColumn(_("What")), SheetColumn(_("Value"))],
                rows=list(_summary(run)),
            ),
            SheetToWrite(
                name=_("Changes"),
                columns=[
                    SheetColumn(_("Row"), kind="number"),
                    SheetColumn(_("Who or what")),
                    SheetColumn(_("Field")),
                    SheetColumn(_("Old value")),
                    SheetColumn(_("New value")),
                ],
                rows=[
                    (change["row"], change["subject"], field["label"], field["old"], field["new"])
                    for change in changed
                    for field in change["fields"]
                ],
            ),
        ]
    )


def _summary(run: ImportRun) -> Iterator[tuple[str, Any]]:
    yield _("File"), run.source.original_name
    yield _("Fingerprint (SHA-256)"), run.source.sha256
    yield _("Applied by"), str(run.uploaded_by or "")
    if run.applied_at:
        yield _("Applied at"), timezone.localtime(run.applied_at)
    for line in run.receipt.get("counts", []):
        yield line["label"], line["count"]
    for name in run.receipt.get("created", []):
        yield _("Created"), name
    for note in run.receipt.get("notes", []):
        yield _("Note"), note
