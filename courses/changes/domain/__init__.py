"""What may be done to meetings of a published timetable, and who must agree."""

from courses.changes.domain.deciding import answer_substitution, changes_of, decide
from courses.changes.domain.group import GroupPlan, change_group, preview_group
from courses.changes.domain.incidents import record_incident
from courses.changes.domain.notices import (
    Notice,
    mark_seen,
    notices_asked_for_staff,
    notices_asked_for_student,
    notices_for_staff,
    notices_for_student,
)
from courses.changes.domain.office_order import order_change
from courses.changes.domain.own_rules import (
    add_change_rule,
    coming_rule,
    rules_of,
    withdraw_coming_rule,
)
from courses.changes.domain.publication_news import (
    PublicationNews,
    mark_publications_seen,
    publications_asked_for_staff,
    publications_asked_for_student,
    publications_for_staff,
    publications_for_student,
    told_by,
)
from courses.changes.domain.refusal import ChangeRefused
from courses.changes.domain.requesting import Proposal, request_change, withdraw_request
from courses.changes.domain.rooms import free_rooms
from courses.changes.domain.rules import load_change_rules, rule_on
from courses.changes.domain.substitutes import substitutes_for
from courses.changes.domain.times import free_times

__all__ = [
    "ChangeRefused",
    "GroupPlan",
    "Notice",
    "Proposal",
    "PublicationNews",
    "add_change_rule",
    "answer_substitution",
    "change_group",
    "changes_of",
    "coming_rule",
    "decide",
    "free_rooms",
    "free_times",
    "load_change_rules",
    "mark_publications_seen",
    "mark_seen",
    "notices_asked_for_staff",
    "notices_asked_for_student",
    "notices_for_staff",
    "notices_for_student",
    "order_change",
    "preview_group",
    "publications_asked_for_staff",
    "publications_asked_for_student",
    "publications_for_staff",
    "publications_for_student",
    "record_incident",
    "request_change",
    "rule_on",
    "rules_of",
    "substitutes_for",
    "told_by",
    "withdraw_coming_rule",
    "withdraw_request",
]
