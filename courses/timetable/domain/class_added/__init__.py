"""A class added after the timetable was made: where it could go, with how few others moved."""

from courses.timetable.domain.class_added.accepting import accept_class
from courses.timetable.domain.class_added.proposal import ClassProposal, MovedTime, NewTime
from courses.timetable.domain.class_added.proposals import classes_without_times, propose_class

__all__ = [
    "ClassProposal",
    "MovedTime",
    "NewTime",
    "accept_class",
    "classes_without_times",
    "propose_class",
]
