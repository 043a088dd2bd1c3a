"""Bring shipped credentials, readings and rules into the database."""

from typing import Any

from django.core.management.base import BaseCommand

from assessments.reference_data.domain import load_reference_data


class Command(BaseCommand):
    help = (
        "Load shipped credentials, readings and rules, after each upgrade; running it again "
        "changes nothing, and what schools and provinces entered stays."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        loaded = load_reference_data()
        if not options["verbosity"]:
            return
        catalogue = loaded.catalogue
        self.stdout.write(
            f"Credential types changed: {catalogue.types}, levels: {catalogue.levels}, "
            f"readings: {catalogue.recognitions}, teaching rules: {catalogue.rules}. "
            f"Audit rules: {loaded.audit}. Rules of online hours: {loaded.online}. "
            f"Rules of changes: {loaded.changes}. Scheduling rules: {loaded.scheduling}. "
            f"Rules of training: {loaded.training}."
        )
