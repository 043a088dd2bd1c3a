"""A rule of joint classes as the office enters it."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.institutions.models import Department, Institution, Major
from courses.qualifications.enums import Severity
from courses.qualifications.forms import OwnRuleForm
from courses.teaching.enums import Breadth

GROUPS = "groups"


class MixingRuleForm(OwnRuleForm):
    """Either how far classes may be mixed, or a group and perhaps another that stay apart."""

    valid_from_help = gettext_lazy(
        "Today at the earliest. Classes follow the rules of the first Monday of their term; while "
        "it runs, those of the day on which they are put together."
    )

    says = forms.ChoiceField(
        label=gettext_lazy("What the rule says"),
        widget=forms.RadioSelect,
        choices=[
            *Breadth.choices,
            (GROUPS, gettext_lazy("Certain classes are not mixed with others")),
        ],
    )
    group = forms.ChoiceField(label=gettext_lazy("Department or major"), required=False)
    word = forms.CharField(
        label=gettext_lazy("or classes with this word in their name or that of their major"),
        max_length=20,
        required=False,
        help_text=gettext_lazy("For instance 专升本, 美术 or 全英文."),
    )
    other = forms.ChoiceField(
        label=gettext_lazy("never with this department or major"),
        required=False,
        help_text=gettext_lazy("Empty, like the word below: with nobody else at all."),
    )
    other_word = forms.CharField(
        label=gettext_lazy("or never with classes with this word"), max_length=20, required=False
    )
    severity = forms.ChoiceField(
        label=gettext_lazy("How strictly"),
        widget=forms.RadioSelect,
        initial=Severity.MUST,
        choices=[
            (Severity.MUST, gettext_lazy("Always: a class against it is refused")),
            (
                Severity.IN_PRINCIPLE,
                gettext_lazy("In principle: a class against it can be made, with a warning"),
            ),
        ],
    )

    def __init__(self, *args: Any, institution: Institution, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._groups: dict[str, Department | Major] = {}
        departments = Department.objects.filter(institution=institution).order_by("name")
        majors = Major.objects.filter(institution=institution).order_by("name")
        choices: list[Any] = [("", _("None"))]
        for label, rows in ((_("Departments"), departments), (_("Majors"), majors)):
            named = {str(row.public_id): row for row in rows}
            self._groups |= named
            choices.append((label, [(key, str(row)) for key, row in named.items()]))
        for name in ("group", "other"):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = choices

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        by_groups = cleaned.get("says") == GROUPS
        for one, word in (("group", "word"), ("other", "other_word")):
            if by_groups and cleaned.get(one) and cleaned.get(word):
                self.add_error(word, _("Choose from the list or write a word, not both."))
        if by_groups and not cleaned.get("group") and not cleaned.get("word"):
            self.add_error("group", _("Say which classes."))
        return cleaned

    def said(self) -> dict[str, Any]:
        """What `enter_mixing_rule` takes; of a valid form."""
        chosen = self.cleaned_data
        names = ("severity", "citation", "quotation", "valid_from")
        said = {name: chosen[name] for name in names}
        if chosen["says"] != GROUPS:
            return said | {"breadth": chosen["says"]}
        for prefix, key, word in (("", "group", "word"), ("other_", "other", "other_word")):
            found = self._groups.get(chosen[key])
            said[f"{prefix}department"] = found if isinstance(found, Department) else None
            said[f"{prefix}major"] = found if isinstance(found, Major) else None
            said[f"{prefix}word"] = chosen[word]
        return said
