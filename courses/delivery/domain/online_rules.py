"""How watched shares become hours, and how fast watching counts: dated rules, the nearest place
first."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import yaml
from django.db import transaction
from django.db.models import F, Q

from courses.delivery.models import OnlineRule
from courses.institutions.models import Student
from courses.qualifications.domain.placed_rules import bring_in
from courses.qualifications.domain.recognition import most_specific
from courses.teaching.models import Term

RULES_FOLDER = Path(__file__).resolve().parent.parent / "rules_data"


@dataclass(frozen=True)
class Crediting:
    """What holds for a class. Where no rule says anything: the plain proportion, to the hundredth
    of an hour."""

    whole_share: Decimal = Decimal(1)
    step_hours: Decimal = Decimal("0.01")
    citation: str = ""

    @property
    def whole_percent(self) -> Decimal:
        return (self.whole_share * 100).normalize()

    def hours(self, planned: int, share: Decimal) -> Decimal:
        """Credited hours of a unit with so many online hours, rounded down to a step."""
        if share >= self.whole_share:
            return Decimal(planned)
        return (planned * share // self.step_hours * self.step_hours).normalize()


class OnlineRules:
    """The rules that reach some institutions, answered in memory for any term."""

    def __init__(self, rows: Iterable[OnlineRule]) -> None:
        self._rows = list(rows)

    @classmethod
    def reaching(cls, terms: Iterable[Term]) -> "OnlineRules":
        """One query; give terms with their institution loaded."""
        places = {term.institution for term in terms}
        provinces = {"", *(place.province for place in places)}
        return cls(
            OnlineRule.objects.filter(
                Q(institution__in=places) | Q(institution=None, province__in=provinces)
            )
        )

    def of(self, term: Term) -> Crediting:
        """The rule that held on the first day of the term: it doesn't change for a class that has
        begun."""
        rule = most_specific(self._rows, institution=term.institution, on=term.first_monday)
        if rule is None:
            return Crediting()
        return Crediting(rule.whole_share, rule.step_hours.normalize(), rule.citation)


def speed_cap_of(user_id: int, day: datetime.date) -> Decimal | None:
    """The fastest speed that counts for a person on that day, by the rule of the institution where
    they study, of its province, or the default; None where that rule says none. One query: it is
    asked with each report of a player."""
    student = Student.objects.filter(user=user_id)
    near = Q(province="") | Q(province__in=student.values("institution__province"))
    rule = (
        OnlineRule.objects.valid_on(day)
        .filter(
            Q(institution__in=student.values("institution")) | Q(near, institution__isnull=True)
        )
        # The nearest place, then the latest: as `most_specific`.
        .order_by(F("institution").desc(nulls_last=True), "-province", "-valid_from", "-pk")
        .first()
    )
    return rule.max_rate if rule else None


@transaction.atomic
def load_online_rules(folder: Path = RULES_FOLDER) -> int:
    """Bring the shipped rules into the database; how many files' rows there are. Institutions' own
    rules are other rows and stay; loading twice changes nothing."""
    loaded = 0
    for path in sorted(folder.glob("online*.yaml")):
        for entry in yaml.safe_load(path.read_text(encoding="utf-8"))["rules"]:
            rate = entry.get("max_rate")
            figures = {
                "whole_share": Decimal(entry["whole_share"]),
                "step_hours": Decimal(entry["step_hours"]),
                "max_rate": Decimal(rate) if rate else None,
            }
            bring_in(OnlineRule, entry | figures)
            loaded += 1
    return loaded
