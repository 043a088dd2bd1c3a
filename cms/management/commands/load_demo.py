"""Load the demonstration institution."""

import logging
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cms.demo.accounts import DemoRefused
from cms.demo.loading import load_demo, require_demo_allowed
from cms.demo.sizes import SIZES
from courses.institutions.models import Institution


class Command(BaseCommand):
    help = "Load a seeded demonstration: a real institution with made-up people and a running term."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--size", choices=sorted(SIZES), default="small")
        parser.add_argument("--seed", type=int, default=7)
        parser.add_argument(
            "--if-empty",
            action="store_true",
            help="do nothing when there is an institution already",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            require_demo_allowed()
        except DemoRefused as refusal:
            raise CommandError(str(refusal)) from refusal
        if Institution.objects.exists():
            if options["if_empty"]:
                return
            raise CommandError("The database already has an institution; load into an empty one.")
        # A thousand made-up assignments are no news for the log.
        logging.disable(logging.INFO)
        try:
            loaded = load_demo(options["size"], seed=options["seed"], say=self.stdout.write)
        except DemoRefused as refusal:
            raise CommandError(str(refusal)) from refusal
        finally:
            logging.disable(logging.NOTSET)
        self.stdout.write(
            f"{loaded.institution} ({loaded.institution.code}): "
            f"{sum(loaded.seconds.values()):.1f} s"
        )
