"""Forms of courses."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from courses.curriculum.enums import CourseNature
from courses.curriculum.models import Course

ENTRY_YEARS = range(1980, 2101)
HOURS_AT_MOST = 999

CONTACT_HOURS = F("theory_hours") + F("practice_hours") + F("online_hours")
# The code settles what is equal, the row number what is equal at two institutions.
COURSE_ORDERS: dict[str, tuple[Any, ...]] = {
    "code": ("code", "pk"),
    "-code": ("-code", "pk"),
    "name": ("name", "code", "pk"),
    "-name": ("-name", "code", "pk"),
    "credits": ("credits", "code", "pk"),
    "-credits": ("-credits", "code", "pk"),
    "hours": (CONTACT_HOURS.asc(), "code", "pk"),
    "-hours": (CONTACT_HOURS.desc(), "code", "pk"),
}


class EntryYearsField(forms.CharField):
    """Entry years in one line, in whatever way they are separated; cleans to a sorted list."""

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(map(str, value)) if isinstance(value, list) else value

    def clean(self, value: Any) -> Any:
        years = set()
        for part in re.split(r"[\s,;，、；]+", super().clean(value)):
            if not part:
                continue
            if not re.fullmatch(r"[0-9]{4}", part) or int(part) not in ENTRY_YEARS:
                raise ValidationError(
                    _("“%(part)s” isn't an entry year such as 2026.") % {"part": part}
                )
            years.add(int(part))
        return sorted(years)


class HoursField(forms.IntegerField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_value=0, max_value=HOURS_AT_MOST, initial=0, **kwargs)


class CourseForm(forms.Form):
    """A course as the teaching plan has it."""

    code = forms.CharField(
        label=_("Course code"), max_length=30, help_text=_("As the teaching plan has it.")
    )
    name = forms.CharField(label=_("Course name"), max_length=100)
    name_en = forms.CharField(label=_("English name"), max_length=200, required=False)
    nature = forms.ChoiceField(label=_("Nature"), choices=CourseNature.choices)
    credits = forms.DecimalField(
        label=_("Credits"), min_value=0, max_digits=4, decimal_places=1, localize=False
    )
    theory_hours = HoursField(label=_("Theory hours"))
    practice_hours = HoursField(label=_("Practice hours"))
    online_hours = HoursField(
        label=_("Online hours"),
        help_text=_("The units of the syllabus must add up to these hours, kind by kind."),
    )
    required_for = EntryYearsField(
        label=_("Required of the entry years"),
        required=False,
        max_length=200,
        help_text=_("Such as 2025, 2026. The plan of a term counts their students."),
    )

    def __init__(self, *args: Any, course: Course | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if course is not None:
            years = course.requirements.order_by("entry_year")
            self.initial = {name: getattr(course, name, None) for name in self.fields}
            self.initial["required_for"] = list(years.values_list("entry_year", flat=True))


class CourseSearch(forms.Form):
    """Bound to the address; whatever is wrong in it counts as not given."""

    q = forms.CharField(label=_("Course name or code"), required=False, max_length=100)
