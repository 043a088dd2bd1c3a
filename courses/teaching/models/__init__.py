"""A term, its teaching classes, who teaches them and who sits in them."""

from courses.teaching.models.assignment import WHOLE, TeachingAssignment
from courses.teaching.models.enrolment import Enrolment
from courses.teaching.models.exemption import Exemption
from courses.teaching.models.mixing_rule import MixingRule
from courses.teaching.models.target_load import MOST_TARGET, TargetLoad
from courses.teaching.models.teaching_class import TeachingClass
from courses.teaching.models.term import Term

__all__ = [
    "MOST_TARGET",
    "WHOLE",
    "Enrolment",
    "Exemption",
    "MixingRule",
    "TargetLoad",
    "TeachingAssignment",
    "TeachingClass",
    "Term",
]
