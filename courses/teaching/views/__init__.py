"""Screens of terms, joint classes and instructors."""

from courses.teaching.views.adjusting import move, remove
from courses.teaching.views.assigning import assign, instructors
from courses.teaching.views.classes import class_detail, class_list
from courses.teaching.views.loads import loads
from courses.teaching.views.mixing import mixing, mixing_add, mixing_end
from courses.teaching.views.proposing import propose
from courses.teaching.views.terms import exam_weeks, term_detail, term_list, term_open

__all__ = [
    "assign",
    "class_detail",
    "class_list",
    "exam_weeks",
    "instructors",
    "loads",
    "mixing",
    "mixing_add",
    "mixing_end",
    "move",
    "propose",
    "remove",
    "term_detail",
    "term_list",
    "term_open",
]
