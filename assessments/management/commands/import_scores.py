"""Record a filled-in grade sheet from the command line."""

import contextlib
import uuid
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.db.models import Q
from django.utils import translation

from assessments.grading.domain.errors import GradingRefused
from assessments.grading.domain.score_import import import_scores, preview_scores
from assessments.grading.domain.sheets import open_sheet
from courses.teaching.models import TeachingClass
from media.imports.errors import ImportRefused
from media.imports.previews import Change, ImportPreview, Receipt
from media.spreadsheets.errors import SpreadsheetRefused
from media.spreadsheets.preview import render_text


class Command(BaseCommand):
    help = "Record the scores of a filled-in grade sheet; exit status 1 when it is refused."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--teaching-class", required=True, metavar="ID", help="the class code, or its public id"
        )
        parser.add_argument("--institution", metavar="CODE", help="where two have such a class")
        parser.add_argument("--dry-run", action="store_true", help="only show what would change")

    def handle(self, *args: Any, **options: Any) -> None:
        # A command speaks the language of the site, whatever the shell's locale.
        with translation.override("zh-hans"):
            try:
                with transaction.atomic():
                    self._run(options["file"], options)
                    if options["dry_run"]:
                        transaction.set_rollback(True)
            except OSError as error:
                raise CommandError(f"{options['file']}: {error.strerror}") from error
            except (SpreadsheetRefused, ImportRefused, GradingRefused) as refusal:
                raise CommandError(str(refusal)) from refusal

    def _run(self, path: Path, options: dict[str, Any]) -> None:
        teaching_class = _find_class(options["teaching_class"], options["institution"])
        content = path.read_bytes()
        sheet = open_sheet(teaching_class, by=None)
        preview = preview_scores(sheet, content=content, filename=path.name)
        self.stdout.write(render_text(preview))
        self._changes(preview["difference"]["changed"])
        self._notes(preview)
        if preview["counts"]["bad"]:
            raise CommandError("Refused: nothing was changed.")
        if options["dry_run"]:
            self.stdout.write("Dry run: nothing was changed.")
            return
        self._receipt(import_scores(sheet, content=content, filename=path.name, by=None))

    def _changes(self, changes: list[Change]) -> None:
        for change in changes:
            fields = "; ".join(
                f"{field['label']} {field['old'] or '–'} → {field['new'] or '–'}"
                for field in change["fields"]
            )
            self.stdout.write(f"  {change['row']} {change['subject']}: {fields}")

    def _notes(self, preview: ImportPreview) -> None:
        for note in preview["notes"]:
            self.stdout.write(f"! {note}")

    def _receipt(self, receipt: Receipt) -> None:
        for line in receipt["counts"]:
            self.stdout.write(f"{line['label']}: {line['count']}")


def _find_class(wanted: str, institution_code: str | None) -> TeachingClass:
    match = Q(code=wanted)
    with contextlib.suppress(ValueError):
        match |= Q(public_id=uuid.UUID(wanted))
    classes = TeachingClass.objects.select_related("term", "course").filter(match)
    if institution_code:
        classes = classes.filter(institution__code=institution_code)
    found = list(classes[:2])
    if not found:
        raise CommandError(f"There is no teaching class {wanted}.")
    if len(found) > 1:
        raise CommandError(f"Several institutions have a class {wanted}: add --institution CODE.")
    return found[0]
