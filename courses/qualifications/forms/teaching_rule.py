"""A rule of one's own about who needs which certificate."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from courses.institutions.enums import StaffKind
from courses.qualifications.enums import Severity
from courses.qualifications.forms.own_rule import OwnRuleForm
from courses.qualifications.models import INTERMEDIATE, RELATED

ASKED = (
    (INTERMEDIATE, _("A certificate that counts as intermediate or above")),
    (RELATED, _("A related certificate, of whatever level")),
)


class TeachingRuleForm(OwnRuleForm):
    valid_from_help = _("Tomorrow at the earliest; until then what holds goes on.")

    staff_kind = forms.ChoiceField(
        label=pgettext_lazy("coverage", "Kind of staff"), choices=StaffKind.choices
    )
    code = forms.ChoiceField(label=_("What is asked"), choices=ASKED)
    severity = forms.ChoiceField(
        label=_("How binding"),
        choices=Severity.choices,
        help_text=_("Only what must be held stops somebody from teaching."),
    )
    authority = forms.CharField(
        label=_("Decided by"),
        max_length=100,
        help_text=_("The body that answers for it, such as the provincial office."),
    )
