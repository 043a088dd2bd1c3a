"""Remind of reviews that are due and of certificates that end soon; to be run daily."""

from typing import Any

from django.core.management.base import BaseCommand

from cms.reviewing.domain import send_reminders
from courses.qualifications.domain import send_expiry_reminders


class Command(BaseCommand):
    help = (
        "Mail reminders of reviews that are due or overdue, and of certificates that end soon. "
        "Safe to run more than once a day."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{send_reminders()} reminders sent.")
        self.stdout.write(f"{send_expiry_reminders()} certificates announced to end soon.")
