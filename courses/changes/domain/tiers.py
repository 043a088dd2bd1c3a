"""审批权限: who approves, by the number of periods that a request changes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext as _

from courses.changes.enums import Step

# In this order; nobody approves twice.
APPROVERS = (Step.DEPARTMENT, Step.OFFICE)


@dataclass(frozen=True)
class Tier:
    """From `first` to `last` periods (None: and more). No steps: carried out at once."""

    first: int
    last: int | None
    steps: tuple[str, ...]

    def holds(self, periods: int) -> bool:
        return self.first <= periods and (self.last is None or periods <= self.last)

    def stored(self) -> dict[str, Any]:
        return {"first": self.first, "last": self.last, "steps": list(self.steps)}

    @property
    def steps_said(self) -> str:
        if not self.steps:
            return _("carried out at once")
        return _(" → ").join(str(Step(step).label) for step in self.steps)

    @property
    def periods_said(self) -> str:
        if self.last is None:
            return _("%(first)d periods and more") % {"first": self.first}
        if self.last == self.first:
            return _("%(first)d periods exactly") % {"first": self.first}
        return _("%(first)d to %(last)d periods") % {"first": self.first, "last": self.last}


def read_tiers(stored: Iterable[dict[str, Any]]) -> list[Tier]:
    return [Tier(one["first"], one["last"], tuple(one["steps"])) for one in stored]


def problems_of_tiers(tiers: Sequence[Tier]) -> list[str]:
    """Sentences; none: every number of periods from 1 on has exactly one tier."""
    if not tiers:
        return [_("The table of approvals is empty.")]
    problems = [
        _("Row %(row)d ends before it begins.") % {"row": row}
        for row, tier in enumerate(tiers, start=1)
        if tier.last is not None and tier.last < tier.first
    ]
    problems += [
        _("Row %(row)d names somebody who doesn't approve, or in the wrong order.") % {"row": row}
        for row, tier in enumerate(tiers, start=1)
        if tier.steps != tuple(step for step in APPROVERS if step in tier.steps)
    ]
    if tiers[0].first != 1:
        problems.append(_("The first row must begin with 1 period."))
    for row, (one, other) in enumerate(pairwise(tiers), start=1):
        if one.last is None:
            problems.append(
                _("Row %(row)d has no upper end, so nothing can follow it.") % {"row": row}
            )
        elif other.first > one.last + 1:
            problems.append(
                _("Nobody approves %(first)d to %(last)d periods: a gap after row %(row)d.")
                % {"first": one.last + 1, "last": other.first - 1, "row": row}
            )
        elif other.first <= one.last:
            problems.append(_("Rows %(row)d and %(next)d overlap.") % {"row": row, "next": row + 1})
    if tiers[-1].last is not None:
        problems.append(
            _("Nobody approves more than %(last)d periods: leave the last row open.")
            % {"last": tiers[-1].last}
        )
    return problems


def steps_for(tiers: Iterable[Tier], periods: int) -> tuple[str, ...]:
    """Who approves so many periods. The table was checked when it was entered."""
    return next(tier.steps for tier in tiers if tier.holds(periods))
