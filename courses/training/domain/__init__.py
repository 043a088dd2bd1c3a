"""What is done with rotation training."""

from courses.training.domain.absences import Absence, away_from
from courses.training.domain.attendance import (
    Participant,
    hold_session,
    hours_of_days,
    record_day,
    roll_of,
)
from courses.training.domain.budgets import (
    BudgetSaid,
    add_budget,
    change_budget,
    remove_budget,
)
from courses.training.domain.candidates import Candidate, candidates
from courses.training.domain.completing import (
    FAILED,
    assess,
    attended_hours,
    needed_hours,
)
from courses.training.domain.correcting import (
    LONGEST_REASON,
    Correction,
    correct_completion,
    corrections_of,
)
from courses.training.domain.coverage import (
    CoverageLine,
    DueMonth,
    by_department,
    by_institution,
    by_kind,
    coverage,
    falling_due,
)
from courses.training.domain.holding import locked_session
from courses.training.domain.last_trained import last_trained
from courses.training.domain.missed import missed_meetings, uncovered_meetings
from courses.training.domain.moving import NotEverybodyCanGo
from courses.training.domain.nominating import approve, nominate, refuse, withdraw
from courses.training.domain.obligations import Obligation, Progress, obligations
from courses.training.domain.own_rules import add_rule, rule_lines, withdraw_rule
from courses.training.domain.programmes import save_programme
from courses.training.domain.quota_checks import QuotaSaid
from courses.training.domain.quotas import set_department_quotas, set_institution_quotas
from courses.training.domain.refusal import TrainingRefused
from courses.training.domain.rules import (
    CycleRules,
    load_training_rules,
    nomination_rule_of,
)
from courses.training.domain.seats import Seats, count_seats
from courses.training.domain.sessions import (
    SessionPlan,
    cancel_session,
    change_session,
    close_session,
    open_session,
    plan_session,
)
from courses.training.domain.spending import short_of_money, spent_of
from courses.training.domain.waiting_list import move_waiting_list, waiting

__all__ = [
    "FAILED",
    "LONGEST_REASON",
    "Absence",
    "BudgetSaid",
    "Candidate",
    "Correction",
    "CoverageLine",
    "CycleRules",
    "DueMonth",
    "NotEverybodyCanGo",
    "Obligation",
    "Participant",
    "Progress",
    "QuotaSaid",
    "Seats",
    "SessionPlan",
    "TrainingRefused",
    "add_budget",
    "add_rule",
    "approve",
    "assess",
    "attended_hours",
    "away_from",
    "by_department",
    "by_institution",
    "by_kind",
    "cancel_session",
    "candidates",
    "change_budget",
    "change_session",
    "close_session",
    "correct_completion",
    "corrections_of",
    "count_seats",
    "coverage",
    "falling_due",
    "hold_session",
    "hours_of_days",
    "last_trained",
    "load_training_rules",
    "locked_session",
    "missed_meetings",
    "move_waiting_list",
    "needed_hours",
    "nominate",
    "nomination_rule_of",
    "obligations",
    "open_session",
    "plan_session",
    "record_day",
    "refuse",
    "remove_budget",
    "roll_of",
    "rule_lines",
    "save_programme",
    "set_department_quotas",
    "set_institution_quotas",
    "short_of_money",
    "spent_of",
    "uncovered_meetings",
    "waiting",
    "withdraw",
    "withdraw_rule",
]
