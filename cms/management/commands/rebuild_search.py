"""Index every published page again."""

from typing import Any

from django.core.management.base import BaseCommand
from wagtail.models import Page

from cms.search.domain import rebuild


class Command(BaseCommand):
    help = "Index every published page again for search; safe at any time, while the site is used."

    def handle(self, *args: Any, **options: Any) -> None:
        total = Page.objects.live().filter(depth__gt=1).count()

        def say(done: int) -> None:
            if options["verbosity"] > 0 and (done % 500 == 0 or done == total):
                self.stdout.write(f"{done} of {total} pages")

        entries = rebuild(say=say)
        self.stdout.write(f"{entries} entries")
