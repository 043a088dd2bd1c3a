"""What a plan may do wrong."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class ViolationKind(StrEnum):
    UNKNOWN = "unknown"
    """A person, session, meeting, substitute or slot that the problem doesn't have."""
    NOMINATED_TWICE = "nominated_twice"
    FIXED_LOST = "fixed_lost"
    NOT_ADMITTED = "not_admitted"
    ATTENDED_BEFORE = "attended_before"
    PREREQUISITE_MISSING = "prerequisite_missing"
    FORBIDDEN = "forbidden"
    UNAVAILABLE = "unavailable"
    TOO_NEAR = "too_near"
    TOO_LITTLE = "too_little"
    """Sessions beyond the fixed ones, and yet the cycle isn't met."""
    TOO_MUCH = "too_much"
    """A session that could be left out, or more than two beyond the fixed ones."""
    OVER_SEATS = "over_seats"
    OVER_QUOTA = "over_quota"
    OVER_DEPARTMENT_LIMIT = "over_department_limit"
    OVER_BUDGET = "over_budget"
    NOT_COVERED = "not_covered"
    COVERED_TWICE = "covered_twice"
    NOTHING_TO_COVER = "nothing_to_cover"
    NOT_A_CANDIDATE = "not_a_candidate"
    SUBSTITUTE_AWAY = "substitute_away"
    AT_TWO_PLACES = "at_two_places"
    """Somebody substitutes or makes up two meetings at the same time."""
    OVER_EXTRA_PERIODS = "over_extra_periods"
    NOT_A_SLOT = "not_a_slot"
    SLOT_USED_TWICE = "slot_used_twice"
    SLOTS_CLASH = "slots_clash"
    MADE_UP_WHILE_AWAY = "made_up_while_away"
    SETTLED_CHANGED = "settled_changed"
    UNACCOUNTED = "unaccounted"
    """Neither meets the cycle nor is given as unplaced, or both."""
    WRONG_COST = "wrong_cost"
    BELOW_BOUND = "below_bound"


@dataclass(frozen=True, slots=True, order=True)
class Violation:
    kind: ViolationKind
    subject: str
    detail: str = ""
