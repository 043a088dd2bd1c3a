"""Forms of terms, classes and who teaches them."""

from courses.teaching.forms.mixing import MixingRuleForm
from courses.teaching.forms.term import (
    AssignForm,
    ClassFilterForm,
    ExamWeeksForm,
    JointClassForm,
    MoveForm,
    TargetLoadsForm,
    TermForm,
)

__all__ = [
    "AssignForm",
    "ClassFilterForm",
    "ExamWeeksForm",
    "JointClassForm",
    "MixingRuleForm",
    "MoveForm",
    "TargetLoadsForm",
    "TermForm",
]
