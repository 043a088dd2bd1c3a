"""What a school or a province says about a master."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cms.masters.domain.editions import NOTE_LENGTH
from courses.curriculum.models import Course
from courses.institutions.models import Institution


class ReleaseForm(forms.Form):
    note = forms.CharField(
        label=_("What is new for the schools"),
        max_length=NOTE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class AdoptForm(forms.Form):
    """A syllabus is adopted for a course of the school; a textbook for none."""

    course = forms.ModelChoiceField(
        label=_("For the course"),
        queryset=Course.objects.none(),
        help_text=_("Its code, hours and credits stay those of your teaching plan."),
    )

    def __init__(
        self, *args: Any, institution: Institution, is_syllabus: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if not is_syllabus:
            del self.fields["course"]
            return
        courses = Course.objects.filter(institution=institution).order_by("code")
        self.fields["course"].queryset = courses  # type: ignore[attr-defined]  # declared above


def accepted_pages(data: Any) -> set[int]:
    """Numbers of the pages that were ticked; what is no number was never on the screen."""
    return {int(number) for number in data.getlist("accept") if number.isdecimal()}


def preferences(data: Any) -> dict[int, set[str]]:
    """For each page the places where the edition's text was chosen: fields named
    "choice-<page>-<place>" with the value "theirs"."""
    chosen: dict[int, set[str]] = {}
    for name, value in data.items():
        prefix, _dash, rest = name.partition("-")
        number, _dash, place = rest.partition("-")
        if prefix == "choice" and number.isdecimal() and value == "theirs":
            chosen.setdefault(int(number), set()).add(place)
    return chosen
