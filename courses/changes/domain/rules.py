"""The rule that holds in an institution on a date: the nearest place first."""

import datetime
from pathlib import Path

import yaml
from django.db import transaction

from courses.changes.domain.refusal import ChangeRefused
from courses.changes.domain.tiers import problems_of_tiers, read_tiers
from courses.changes.models import ChangeRule
from courses.institutions.models import Institution
from courses.qualifications.domain.placed_rules import bring_in, rule_in_force

RULES_FOLDER = Path(__file__).resolve().parent.parent / "rules_data"


def rule_on(institution: Institution, *, on: datetime.date) -> ChangeRule | None:
    """One query. None: nobody has said how changes are approved here."""
    found: ChangeRule | None = rule_in_force(ChangeRule, institution, on=on)
    return found


@transaction.atomic
def load_change_rules(folder: Path = RULES_FOLDER) -> int:
    """Bring the shipped rules into the database; how many rows the files have. Institutions' own
    rules are other rows and stay; loading twice changes nothing."""
    loaded = 0
    for path in sorted(folder.glob("*.yaml")):
        for entry in yaml.safe_load(path.read_text(encoding="utf-8"))["rules"]:
            if problems := problems_of_tiers(read_tiers(entry["tiers"])):
                raise ChangeRefused(*problems)
            bring_in(ChangeRule, entry)
            loaded += 1
    return loaded
