"""Plan rotation training from the command line."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from courses.institutions.models import Institution
from courses.training.domain.planning import Cycle, PlanOptions, Scope, make_plan
from courses.training.domain.planning.wording import bound_sentence
from courses.training.domain.refusal import TrainingRefused


class Command(BaseCommand):
    help = (
        "Propose who goes to which training and who teaches meanwhile. The proposal is a draft. "
        "Ends with status 2 when somebody whom a plan could place has no place."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--cycle", required=True, help="calendar years, such as 2026-2028")
        parser.add_argument(
            "--scope",
            required=True,
            help="an institution's code, or province, or province:41 where there are several",
        )
        parser.add_argument("--seconds", type=int, default=60, help="of searching")
        parser.add_argument("--seed", type=int, default=1)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            plan = make_plan(
                _scope(options["scope"]),
                Cycle.read(options["cycle"]),
                PlanOptions(seconds=options["seconds"]),
                seed=options["seed"],
                progress=self._tell if options["verbosity"] > 1 else None,
                by=None,
            )
        except TrainingRefused as refusal:
            raise CommandError(str(refusal)) from refusal
        found = plan.figures
        self.stdout.write(
            f"Plan {plan} ({plan.public_id}): {found['people']} people, "
            f"{found['placed']} placed, {found['unplaced']} not; {found['covers']} of "
            f"{found['meetings']} meetings covered; gap {100 * found['gap']:.2f} %; read in "
            f"{found['reading_seconds']} s, searched {found['seconds']} s."
        )
        self.stdout.write(str(bound_sentence(found["placed"], found["most_placed"], found["gap"])))
        if plan.unplaced.filter(alone=False).exists():
            raise CommandError("Not everybody who can be placed has a place.", returncode=2)

    _told = ""

    def _tell(self, percent: int, message: object) -> None:
        line = f"{percent:3d} % {message}"
        if line != self._told:
            self._told = line
            self.stdout.write(line)


def _scope(text: str) -> Scope:
    if not text.startswith("province"):
        found = Institution.objects.filter(code=text).first()
        if found is None:
            raise CommandError(f"There is no institution {text}.")
        return Scope(institution=found)
    known = sorted(set(Institution.objects.values_list("province", flat=True)))
    wanted = text.partition(":")[2] or (known[0] if len(known) == 1 else "")
    if wanted not in known:
        raise CommandError(f"Say which province, one of: {', '.join(known)}.")
    return Scope(province=wanted)
