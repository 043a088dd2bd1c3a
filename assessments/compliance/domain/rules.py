"""Rules as data: loading what is shipped, and choosing what holds at an institution on a date."""

import datetime
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction

from assessments.compliance.metrics import metric_of
from assessments.compliance.models import Rule
from courses.institutions.models import Institution

RULES_FOLDER = Path(__file__).parent.parent / "rules_data"

_COPIED = (
    "title",
    "title_en",
    "severity",
    "clause",
    "quotation",
    "metric",
    "parameters",
    "position",
)


@transaction.atomic
def load_rules(folder: Path = RULES_FOLDER) -> int:
    """Bring the shipped rules (one YAML file for each document) into the database; how many.

    A rule version is known by code, province and first day. Loading twice changes nothing; rules
    that no file has stay, because findings rest on them. ValueError names a rule that can't be
    used, and nothing is loaded.
    """
    loaded = 0
    for path in sorted(folder.glob("*.yaml")):
        document = yaml.safe_load(path.read_text(encoding="utf-8"))
        for entry in document["rules"]:
            _load(path, document, entry)
            loaded += 1
    return loaded


def _load(path: Path, document: dict[str, Any], entry: dict[str, Any]) -> None:
    values = {name: entry[name] for name in _COPIED}
    try:
        metric_of(values["metric"]).check(values["parameters"])
    except (KeyError, TypeError, ValueError) as error:
        raise ValueError(f"{path.name}: rule {entry['code']} can't be used: {error}") from error
    Rule.objects.update_or_create(
        code=entry["code"],
        province=document["province"],
        valid_from=entry.get("valid_from", document["valid_from"]),
        defaults={**values, "document": document["document"], "valid_to": entry.get("valid_to")},
    )


def rules_in_force(institution: Institution, on: datetime.date) -> list[Rule]:
    """The rules that hold at the institution on the date, in the order in which they are reported.

    Of several versions of a rule, that of the province goes before the national one, and the
    later before the earlier.
    """
    chosen: dict[str, Rule] = {}
    in_force = Rule.objects.valid_on(on).filter(province__in=["", institution.province])
    for rule in in_force.order_by("province", "valid_from"):
        chosen[rule.code] = rule
    return sorted(chosen.values(), key=lambda rule: (rule.position, rule.code))
