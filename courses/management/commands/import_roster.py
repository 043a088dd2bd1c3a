"""Import a roster of students from the command line; the same code as the web page."""

import datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from courses.institutions.domain import roster
from courses.institutions.domain.roster_terms import RosterTerms
from courses.institutions.models import Institution
from media.imports.errors import ImportRefused
from media.imports.rendering import preview_text, receipt_text
from media.jobs.progress import SilentProgress
from media.spreadsheets.errors import SpreadsheetRefused
from media.spreadsheets.limits import DEFAULT, read_bounded


class Command(BaseCommand):
    help = "Import students (xlsx, xls, ods, csv). Nothing is changed when any row is bad."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--institution", required=True, help="its ten-digit identifier")
        parser.add_argument("--dry-run", action="store_true", help="show what would change")
        parser.add_argument(
            "--create-units",
            action="store_true",
            help="create departments, majors and classes that don't exist",
        )
        parser.add_argument(
            "--study-years",
            type=int,
            choices=range(1, 9),
            help="length of study of rows without 学制 (default: usual)",
        )
        parser.add_argument(
            "--enrolled-from",
            type=datetime.date.fromisoformat,
            help="first day of new students (default: 1 September of their entry year)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        institution = Institution.objects.filter(code=options["institution"]).first()
        if institution is None:
            raise CommandError(f"There is no institution {options['institution']}.")
        usual = RosterTerms.usual(institution)
        terms = RosterTerms(options["study_years"] or usual.study_years, options["enrolled_from"])
        try:
            self._import(institution, options, terms)
        except OSError as error:
            raise CommandError(str(error)) from error
        except (SpreadsheetRefused, ImportRefused) as error:
            raise CommandError(str(error)) from error

    def _import(
        self, institution: Institution, options: dict[str, Any], terms: RosterTerms
    ) -> None:
        path: Path = options["file"]
        table = roster.read_roster(read_bounded(path, DEFAULT), filename=path.name)
        progress = SilentProgress()
        preview = roster.preview_roster(institution, table, terms=terms, progress=progress)
        self.stdout.write(preview_text(preview))
        if options["dry_run"]:
            if preview["counts"]["bad"]:
                raise CommandError("The file has bad rows; it would be refused.")
            if preview["options"] and not options["create_units"]:
                raise CommandError("Units don't exist; it would be refused without --create-units.")
            return
        receipt = roster.apply_roster(
            institution,
            table,
            create_units=options["create_units"],
            terms=terms,
            by=None,
            progress=progress,
        )
        self.stdout.write(receipt_text(receipt))
