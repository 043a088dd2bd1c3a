"""The arrays that another process needs: it holds a copy of each, beside ours."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

from courses.training.planner.compiling import Compiled

# Ids are of no use there, and there are hundreds of thousands.
NAMES = ("names", "substitutes", "slots")
ONLY_SAID = ("fares", "months", "weeks")
OF_PATTERNS = ("cost", "delay", "home_cost", "fixed_delay", "most", "share", "quota_least", "away")
KEPT_OF_TEACHING = ("possible", "first_day", "last_day")
OF_PRICES = ("cheapest", "possible")


def for_seats(compiled: Compiled) -> Compiled:
    """For prices and exchanges: who stands in for whom is in the costs already."""
    every = {one.name for one in fields(compiled.teaching)}
    teaching = _without(compiled.teaching, every.difference(KEPT_OF_TEACHING))
    return replace(_without(compiled, ONLY_SAID), teaching=teaching)


def for_covers(compiled: Compiled) -> Compiled:
    """For choosing among given patterns: what they are is in the question."""
    eligibility = compiled.eligibility
    every = {one.name for one in fields(eligibility)}
    return replace(
        _without(compiled, (*ONLY_SAID, *OF_PATTERNS)),
        teaching=_without(compiled.teaching, (*NAMES, *OF_PRICES)),
        eligibility=_without(eligibility, every),
    )


def _without(what: Any, names: Any) -> Any:
    return replace(what, **{name: getattr(what, name)[:0] for name in names})
