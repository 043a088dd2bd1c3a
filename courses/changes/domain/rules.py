"""The rule that holds in an institution on a date: the nearest place first."""

import datetime
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction

from courses.changes.domain.refusal import ChangeRefused
from courses.changes.domain.tiers import problems_of_tiers, read_tiers
from courses.changes.models import ChangeRule
from courses.institutions.models import Institution
from courses.qualifications.domain.recognition import most_specific

RULES_FOLDER = Path(__file__).resolve().parent.parent / "rules_data"


def rule_on(institution: Institution, *, on: datetime.date) -> ChangeRule | None:
    """One query. None: nobody has said how changes are approved here."""
    rows = ChangeRule.objects.reaching(institution)
    found: ChangeRule | None = most_specific(rows, institution=institution, on=on)
    return found


@transaction.atomic
def load_change_rules(folder: Path = RULES_FOLDER) -> int:
    """Bring the shipped rules into the database; how many rows the files have. Institutions' own
    rules are other rows and stay; loading twice changes nothing."""
    loaded = 0
    for path in sorted(folder.glob("*.yaml")):
        for entry in yaml.safe_load(path.read_text(encoding="utf-8"))["rules"]:
            _bring_in(entry)
            loaded += 1
    return loaded


def _bring_in(entry: dict[str, Any]) -> None:
    """A row that says the same already is left alone: its history tells of changes only."""
    if problems := problems_of_tiers(read_tiers(entry["tiers"])):
        raise ChangeRefused(*problems)
    place = {
        "institution": None,
        "province": entry["province"],
        "valid_from": entry["valid_from"],
    }
    rule = ChangeRule.objects.filter(**place).first() or ChangeRule(**place)
    said = {name: value for name, value in entry.items() if name not in place}
    said.setdefault("valid_to", None)
    if rule.pk is None or any(getattr(rule, name) != value for name, value in said.items()):
        for name, value in said.items():
            setattr(rule, name, value)
        rule.save()
