"""Programmes, sessions, who goes to them, and what they brought."""

from courses.training.models.budget import TrainingBudget
from courses.training.models.completion import Completion, SessionAttendance
from courses.training.models.nomination import Nomination
from courses.training.models.plan import (
    PlannedCover,
    PlannedSeat,
    PlanPart,
    RotationPlan,
    UnplacedStaff,
)
from courses.training.models.programme import TrainingProgramme
from courses.training.models.rule import CycleRule, DepartmentLimit, NominationRule
from courses.training.models.session import SeatQuota, TrainingSession

__all__ = [
    "Completion",
    "CycleRule",
    "DepartmentLimit",
    "Nomination",
    "NominationRule",
    "PlanPart",
    "PlannedCover",
    "PlannedSeat",
    "RotationPlan",
    "SeatQuota",
    "SessionAttendance",
    "TrainingBudget",
    "TrainingProgramme",
    "TrainingSession",
    "UnplacedStaff",
]
