"""Who holds what the rules ask, counted on a date by rule and kind of employment."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from courses.institutions.enums import StaffKind
from courses.qualifications.domain.authorisation import judge
from courses.qualifications.domain.facts import STRICTNESS, Person, TeachingFacts
from courses.qualifications.enums import Fulfilment, Severity
from courses.qualifications.models import INTERMEDIATE


@dataclass(frozen=True)
class RuleGroup:
    """People of one kind of employment of whom one rule asks for a certificate."""

    code: str
    kind: str
    severity: Severity
    citation: str

    @property
    def kind_in_words(self) -> str:
        return str(StaffKind(self.kind).label)

    @property
    def is_must(self) -> bool:
        return self.severity == Severity.MUST

    @property
    def asks_intermediate(self) -> bool:
        return self.code == INTERMEDIATE


@dataclass
class Count:
    """People by Fulfilment; each stands in exactly one of the four parts of `needed`. Undecided:
    only the reading of a level is missing, so that nobody can say qualified or not."""

    qualified: int = 0
    undecided: int = 0
    waived: int = 0
    lacking: int = 0

    @property
    def needed(self) -> int:
        return self.qualified + self.undecided + self.waived + self.lacking

    @property
    def is_met(self) -> bool:
        """Everybody certainly holds what the rule asks: what a green light says."""
        return self.qualified == self.needed

    def add(self, fulfilment: Fulfilment) -> None:
        part = _PARTS[fulfilment]
        setattr(self, part, getattr(self, part) + 1)

    def __add__(self, other: "Count") -> "Count":
        return Count(
            self.qualified + other.qualified,
            self.undecided + other.undecided,
            self.waived + other.waived,
            self.lacking + other.lacking,
        )


_PARTS = {
    Fulfilment.HELD: "qualified",
    Fulfilment.UNDECIDED: "undecided",
    Fulfilment.WAIVED: "waived",
    Fulfilment.GAP: "lacking",
}
Coverage = dict[RuleGroup, Count]


def coverage_on(facts: TeachingFacts, people: Iterable[Person], *, on: datetime.date) -> Coverage:
    """Counts by group, the strictest rules first. Whoever has two kinds of employment counts with
    the stricter rule only. In memory: no query."""
    found: Coverage = {}
    for person in people:
        answer = judge(person, facts, on=on)
        rule, fulfilment = answer.rule, answer.fulfilment
        if rule is None or fulfilment is None:
            continue
        group = RuleGroup(rule.code, rule.staff_kind, Severity(rule.severity), rule.source)
        found.setdefault(group, Count()).add(fulfilment)
    order = sorted(found, key=lambda group: (-STRICTNESS[group.severity], group.code, group.kind))
    return {group: found[group] for group in order}


def must_of(coverage: Coverage) -> Count:
    """All groups of rules that must be met, together."""
    counts = (count for group, count in coverage.items() if group.is_must)
    return sum(counts, Count())
