"""The rules that hold at a place on a date, and the examples that come with the product."""

import datetime
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction
from django.db.models import Q

from courses.institutions.models import Institution
from courses.qualifications.domain.placed_rules import bring_in, rule_in_force
from courses.qualifications.domain.recognition import most_specific
from courses.training.models import CycleRule, NominationRule, TrainingSession

RULES_FOLDER = Path(__file__).resolve().parent.parent / "rules_data"
MODELS = {"cycles": CycleRule, "nominations": NominationRule}
# For a place where nobody loaded the examples: no term that nobody wrote down.
UNSAID = NominationRule(
    province_decides=True, free_withdrawal_days=0, seat_stays=False, attendance_percent=100
)


def nomination_rule_of(session: TrainingSession, *, on: datetime.date) -> NominationRule:
    """Of the province for its sessions, whoever sends people; of the institution for its own. One
    query."""
    found: Any
    if session.institution is not None:
        found = rule_in_force(NominationRule, session.institution, on=on)
    else:
        found = (
            NominationRule.objects.valid_on(on)
            .filter(institution=None, province__in=["", session.province])
            .order_by("-province", "-valid_from", "-pk")
            .first()
        )
    return found or UNSAID


class CycleRules:
    """The rules of cycles that reach some institutions, answered in memory."""

    def __init__(self, rows: list[CycleRule]) -> None:
        self._rows = rows

    @classmethod
    def reaching(cls, institutions: list[Institution]) -> "CycleRules":
        """One query."""
        provinces = {"", *(one.province for one in institutions)}
        return cls(
            list(
                CycleRule.objects.filter(
                    Q(institution__in=institutions)
                    | Q(institution=None, province__in=sorted(provinces))
                )
            )
        )

    def of(self, institution: Institution, kind: str, *, on: datetime.date) -> CycleRule | None:
        """The nearest place, then the latest; None: staff of the kind owe no training."""
        rows = [row for row in self._rows if row.staff_kind == kind]
        found: CycleRule | None = most_specific(rows, institution=institution, on=on)
        return found


@transaction.atomic
def load_training_rules(folder: Path = RULES_FOLDER) -> int:
    """Bring the shipped rules into the database; how many rows the files have. Rules of provinces
    and institutions are other rows and stay; loading twice changes nothing."""
    loaded = 0
    for path in sorted(folder.glob("*.yaml")):
        for name, entries in yaml.safe_load(path.read_text(encoding="utf-8")).items():
            for entry in entries:
                key = {"staff_kind": entry["staff_kind"]} if name == "cycles" else {}
                bring_in(MODELS[name], entry, key=key)
                loaded += 1
    return loaded
