"""What people fill in to ask, to decide, and to set rules."""

from courses.changes.forms.asking import AskForm
from courses.changes.forms.deciding import NoteForm, RequestFilter
from courses.changes.forms.group import GroupForm
from courses.changes.forms.incidents import IncidentForm
from courses.changes.forms.rules import TIER_ROWS, RuleForm, TierForm

__all__ = [
    "TIER_ROWS",
    "AskForm",
    "GroupForm",
    "IncidentForm",
    "NoteForm",
    "RequestFilter",
    "RuleForm",
    "TierForm",
]
