"""Screens of delivery."""

from courses.delivery.views.meetings import (
    class_delivery,
    meeting_list,
    move_class,
    my_attendance,
    outline_classes,
    roll_call,
)
from courses.delivery.views.online_rules import rule_add, rule_list, rule_withdraw

__all__ = [
    "class_delivery",
    "meeting_list",
    "move_class",
    "my_attendance",
    "outline_classes",
    "roll_call",
    "rule_add",
    "rule_list",
    "rule_withdraw",
]
