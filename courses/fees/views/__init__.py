"""Screens of fees."""

from courses.fees.views.people import mine, people, person, settle
from courses.fees.views.rules import rule_add, rule_list, rule_withdraw
from courses.fees.views.statements import statement, statement_file

__all__ = [
    "mine",
    "people",
    "person",
    "rule_add",
    "rule_list",
    "rule_withdraw",
    "settle",
    "statement",
    "statement_file",
]
