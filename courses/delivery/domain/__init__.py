"""What may be done with a meeting that took place."""

from courses.delivery.domain.hours import ClassHours, hours_for_student, hours_of, hours_of_classes
from courses.delivery.domain.my_hours import MyHours
from courses.delivery.domain.online import credit_watching, set_online_resources
from courses.delivery.domain.online_hours import (
    ClassUnitOnline,
    OnlineHours,
    UnitOnline,
    of_class,
    online_hours_of,
)
from courses.delivery.domain.online_rules import load_online_rules
from courses.delivery.domain.outlines import MovePreview, move_to_outline, preview_move
from courses.delivery.domain.own_online_rules import (
    RuleLine,
    add_online_rule,
    coming_rule,
    rule_of_term,
    rules_of,
    withdraw_coming_rule,
)
from courses.delivery.domain.participation import (
    Participation,
    participation_in,
    participation_of,
    participation_of_student,
)
from courses.delivery.domain.roll_call import (
    RollCallRefused,
    RollCallRow,
    record_roll_call,
    roll_of,
)

__all__ = [
    "ClassHours",
    "ClassUnitOnline",
    "MovePreview",
    "MyHours",
    "OnlineHours",
    "Participation",
    "RollCallRefused",
    "RollCallRow",
    "RuleLine",
    "UnitOnline",
    "add_online_rule",
    "coming_rule",
    "credit_watching",
    "hours_for_student",
    "hours_of",
    "hours_of_classes",
    "load_online_rules",
    "move_to_outline",
    "of_class",
    "online_hours_of",
    "participation_in",
    "participation_of",
    "participation_of_student",
    "preview_move",
    "record_roll_call",
    "roll_of",
    "rule_of_term",
    "rules_of",
    "set_online_resources",
    "withdraw_coming_rule",
]
