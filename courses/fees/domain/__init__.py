"""Rates, drafts and statements."""

from courses.fees.domain.drafts import Draft, DraftLine, draft_statement
from courses.fees.domain.fee_rules import (
    add_fee_rule,
    coming_fee_rule,
    fee_rules_of,
    rates_in_words,
    titles,
    withdraw_coming_fee_rule,
)
from courses.fees.domain.open_hours import OpenHours, OpenHoursOf, open_hours, open_hours_of
from courses.fees.domain.people import PaidPerson, people_paid
from courses.fees.domain.settling import FeesRefused, settle_statement

__all__ = [
    "Draft",
    "DraftLine",
    "FeesRefused",
    "OpenHours",
    "OpenHoursOf",
    "PaidPerson",
    "add_fee_rule",
    "coming_fee_rule",
    "draft_statement",
    "fee_rules_of",
    "open_hours",
    "open_hours_of",
    "people_paid",
    "rates_in_words",
    "settle_statement",
    "titles",
    "withdraw_coming_fee_rule",
]
