"""Bring shipped credentials, readings and rules into the database."""

from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from assessments.compliance.domain.rules import load_rules
from courses.changes.domain import load_change_rules
from courses.delivery.domain import load_online_rules
from courses.qualifications.domain.catalogue import load_catalogue
from courses.timetable.domain.scheduling_rules import load_scheduling_rules
from courses.training.domain import load_training_rules


class Command(BaseCommand):
    help = "Load shipped credentials, readings and rules; running it again changes nothing."

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        loaded = load_catalogue()
        rules = load_rules()
        online = load_online_rules()
        changes = load_change_rules()
        scheduling = load_scheduling_rules()
        training = load_training_rules()
        self.stdout.write(
            f"Credential types changed: {loaded.types}, levels: {loaded.levels}, "
            f"readings: {loaded.recognitions}, teaching rules: {loaded.rules}. "
            f"Audit rules: {rules}. Rules of online hours: {online}. "
            f"Rules of changes: {changes}. Scheduling rules: {scheduling}. "
            f"Rules of training: {training}."
        )
