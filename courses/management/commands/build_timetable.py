"""Build a term's timetable, and publish it, from the command line."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import translation

from courses.institutions.models import Institution
from courses.teaching.models import Term
from courses.timetable.domain.building import build_timetable, unchanged_version
from courses.timetable.domain.publication import publish
from courses.timetable.domain.refusal import TimetableRefused
from courses.timetable.domain.scheduling_rules import usual_keep_free
from courses.timetable.enums import DayPart
from courses.timetable.models import TimetableVersion


class Command(BaseCommand):
    help = (
        "Place the teaching classes of a term in times and rooms. Exit status 1 when a class has "
        "no place or the timetable is refused. What was answered before is not asked again."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--term", required=True, help="such as 2026-2027-1")
        parser.add_argument("--institution", required=True, help="the ten-digit identifier")
        parser.add_argument("--seconds", type=float, default=60, help="at most, wall time")
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument("--workers", type=int, default=2)
        parser.add_argument(
            "--keep-free",
            nargs="*",
            metavar="DAY-PART",
            help="such as 2-afternoon (Tuesday) or 5-evening; as the scheduling rule says when "
            "left out, nothing when empty",
        )
        parser.add_argument("--publish", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        # Management commands run without a language; what is stored is for Chinese readers.
        with translation.override("zh-hans"):
            try:
                version = self._build(options)
                if options["publish"]:
                    publish(version, by=None)
            except TimetableRefused as refusal:
                raise CommandError(str(refusal)) from refusal
        self._tell(version, published=options["publish"])
        if version.solver_report["unplaced"]:
            raise CommandError(f"{len(version.solver_report['unplaced'])} without a place")

    def _build(self, options: dict[str, Any]) -> TimetableVersion:
        institution = Institution.objects.filter(code=options["institution"]).first()
        term = Term.objects.filter(institution=institution, code=options["term"]).first()
        if term is None:
            raise CommandError(f"there is no term {options['term']} at {options['institution']}")
        asked = options["keep_free"]
        keep_free = usual_keep_free(term) if asked is None else [_day_part(one) for one in asked]
        known = unchanged_version(term, seed=options["seed"], keep_free=keep_free)
        return known or build_timetable(
            term,
            seconds=options["seconds"],
            seed=options["seed"],
            workers=options["workers"],
            keep_free=keep_free,
            by=None,
        )

    def _tell(self, version: TimetableVersion, *, published: bool) -> None:
        report = version.solver_report
        self.stdout.write(
            f"version {version.number}: {report['placed']} slots in {report['seconds']} s "
            f"({report['cpu_seconds']} CPU s){', published' if published else ''}"
        )
        for entry in report["unplaced"]:
            self.stdout.write(f"  {entry['code']} {entry['slot']}: {entry['sentence']}")
        for entry in report.get("warnings", ()):
            self.stdout.write(f"  {entry['code']}: {entry['sentence']}")
        for entry in report["owed"]:
            self.stdout.write(f"  {entry['code']}: {entry['hours']} of {entry['of']} hours owed")


def _day_part(text: str) -> tuple[int, str]:
    day, _, part = text.partition("-")
    if day not in {"1", "2", "3", "4", "5", "6", "7"} or part not in DayPart.values:
        raise CommandError(f"{text} is no part of a day; write it as 2-afternoon")
    return int(day), part
