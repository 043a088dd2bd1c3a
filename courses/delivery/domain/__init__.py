"""What may be done with a meeting that took place."""

from courses.delivery.domain.hours import ClassHours, hours_of, hours_of_classes
from courses.delivery.domain.participation import Participation, participation_in, participation_of
from courses.delivery.domain.roll_call import (
    RollCallRefused,
    RollCallRow,
    record_roll_call,
    roll_of,
)

__all__ = [
    "ClassHours",
    "Participation",
    "RollCallRefused",
    "RollCallRow",
    "hours_of",
    "hours_of_classes",
    "participation_in",
    "participation_of",
    "record_roll_call",
    "roll_of",
]
