"""Collect the msgids of a slice into its own catalogue."""

from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from cms.translations import catalogue_path, messages_of, slices


class Command(BaseCommand):
    requires_system_checks: list[str] = []
    help = "Collect the texts of slices such as courses/timetable into their Chinese catalogues."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "slices", nargs="*", help="such as courses/timetable; all when left out"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        known = slices()
        for name in options["slices"] or known:
            if name not in known:
                raise CommandError(f"{name} is no slice; there are: {', '.join(known)}")
            self._update(name)

    def _update(self, name: str) -> None:
        collected = messages_of(name)
        path = catalogue_path(name)
        if not collected and not path.exists():
            return
        template = Catalog(locale="zh_Hans", project="Qihang", charset="utf-8")
        for message in collected:
            template.add(message.msgid, locations=message.locations, context=message.context)
        old = read_po(path.open("rb"), locale="zh_Hans") if path.exists() else Catalog("zh_Hans")
        old.update(template, no_fuzzy_matching=True)
        old.obsolete.clear()
        # Babel marks a new catalogue's header as doubtful; ours is not.
        old.fuzzy = False
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            write_po(file, old, width=100, sort_output=True, omit_header=False)
        missing = sum(1 for m in old if m.id and not m.string)
        self.stdout.write(
            f"{Path(path).relative_to(settings.BASE_DIR)}: "
            f"{len(old)} texts, {missing} without Chinese"
        )
