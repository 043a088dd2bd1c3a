"""Terms, joint classes, who sits in them and who teaches them."""

from courses.teaching.domain.adjusting import move_administrative_class, remove_teaching_class
from courses.teaching.domain.assignments import (
    Lapses,
    NotQualified,
    assign_instructor,
    assign_proposed,
)
from courses.teaching.domain.joint_classes import ClassSize, JointClass, propose_joint_classes
from courses.teaching.domain.members import class_sizes
from courses.teaching.domain.proposals import InstructorProposal, propose_instructors
from courses.teaching.domain.teaching_classes import create_teaching_classes
from courses.teaching.domain.terms import open_term

__all__ = [
    "ClassSize",
    "InstructorProposal",
    "JointClass",
    "Lapses",
    "NotQualified",
    "assign_instructor",
    "assign_proposed",
    "class_sizes",
    "create_teaching_classes",
    "move_administrative_class",
    "open_term",
    "propose_instructors",
    "propose_joint_classes",
    "remove_teaching_class",
]
