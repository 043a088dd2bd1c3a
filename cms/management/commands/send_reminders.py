"""Remind reviewers of what is due; to be run daily."""

from typing import Any

from django.core.management.base import BaseCommand

from cms.reviewing.domain import send_reminders


class Command(BaseCommand):
    help = "Mail reminders of reviews that are due or overdue. Safe to run more than once a day."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{send_reminders()} reminders sent.")
