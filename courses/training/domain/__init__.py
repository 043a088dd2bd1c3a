"""What is done with rotation training."""

from courses.training.domain.nominating import approve, nominate, refuse, withdraw
from courses.training.domain.refusal import TrainingRefused
from courses.training.domain.rules import (
    CycleRules,
    load_training_rules,
    nomination_rule_of,
)
from courses.training.domain.seats import Seats, count_seats, locked_session
from courses.training.domain.waiting_list import move_waiting_list, waiting

__all__ = [
    "CycleRules",
    "Seats",
    "TrainingRefused",
    "approve",
    "count_seats",
    "load_training_rules",
    "locked_session",
    "move_waiting_list",
    "nominate",
    "nomination_rule_of",
    "refuse",
    "waiting",
    "withdraw",
]
