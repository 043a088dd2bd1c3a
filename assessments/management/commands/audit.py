"""Audit an institution from the command line."""

import datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from assessments.compliance.domain.audit import run_audit
from assessments.compliance.domain.report import CONTENT_TYPES, report
from assessments.compliance.forms import EARLIEST, LATEST
from courses.institutions.models import Institution
from media.pdf import PdfError


class Command(BaseCommand):
    help = "Audit an institution as of a date and write the findings to a file."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--institution", required=True, help="ten-digit institution identifier")
        parser.add_argument("--on", required=True, help="date such as 2026-12-31")
        parser.add_argument("--format", required=True, choices=sorted(CONTENT_TYPES))
        parser.add_argument(
            "-o", "--output", required=True, help="file to write; - for standard output (JSON only)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        on = _date(options["on"])
        if options["output"] == "-" and options["format"] != "json":
            raise CommandError("Only JSON goes to standard output; name a file with -o.")
        institution = Institution.objects.filter(code=options["institution"]).first()
        if institution is None:
            raise CommandError(
                f"There is no institution with the identifier {options['institution']!r}."
            )
        run = run_audit(institution, on=on, by=None)
        try:
            content = report(run, options["format"])
        except PdfError as error:
            raise CommandError(str(error)) from error
        if options["output"] == "-":
            self.stdout.write(content.decode(), ending="")
            return
        try:
            Path(options["output"]).write_bytes(content)
        except OSError as error:
            raise CommandError(f"The file can't be written: {error}") from error
        for finding in run.findings.select_related("rule").order_by("position"):
            self.stdout.write(
                f"{finding.rule.code}: {finding.state} ({finding.value} / {finding.threshold})"
            )


def _date(text: str) -> datetime.date:
    try:
        on = datetime.date.fromisoformat(text)
    except ValueError as error:
        raise CommandError(f"{text!r} is no date such as 2026-12-31.") from error
    if not EARLIEST <= on <= LATEST:
        raise CommandError(f"{text} is not between {EARLIEST} and {LATEST}.")
    return on
