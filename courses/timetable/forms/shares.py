"""The form of who teaches which part of a class."""

from collections.abc import Iterable, Iterator
from typing import Any, cast

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from courses.institutions.models import StaffMember
from courses.teaching.domain.shares import MOST_PEOPLE, Share
from courses.teaching.models import WHOLE, TeachingAssignment, TeachingClass
from courses.timetable.forms.rules import WeeksField
from courses.timetable.weeks import format_weeks


class PersonField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.name} {obj.staff_number}"


class SharesForm(forms.Form):
    """A person, a percentage and weeks, so many times as people may share a class."""

    def __init__(
        self,
        *args: Any,
        teaching_class: TeachingClass,
        assignments: list[TeachingAssignment],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        # One list for all rows, or each would ask the database again.
        people = StaffMember.objects.filter(institution=teaching_class.institution_id)
        choices: list[Any] = []
        for number in range(1, MOST_PEOPLE + 1):
            person = PersonField(
                people.order_by("name", "staff_number"),
                label=_("Instructor"),
                to_field_name="public_id",
                required=False,
                empty_label=gettext("Nobody"),
            )
            choices = choices or list(cast("Iterable[Any]", person.choices))
            person.widget.choices = choices
            self.fields[f"staff_{number}"] = person
            self.fields[f"percent_{number}"] = forms.IntegerField(
                label=_("Share of the hours, %"), min_value=1, max_value=WHOLE, required=False
            )
            self.fields[f"weeks_{number}"] = WeeksField(
                term=teaching_class.term,
                required=False,
                help_text=_("Such as 1-8. Empty: all weeks of the class."),
            )
        for number, one in enumerate(assignments[:MOST_PEOPLE], start=1):
            self.initial = {
                **self.initial,
                f"staff_{number}": one.staff.public_id,
                f"percent_{number}": one.share,
                f"weeks_{number}": "" if one.weeks is None else format_weeks(one.weeks),
            }

    def rows(self) -> Iterator[tuple[int, list[forms.BoundField]]]:
        for number in range(1, MOST_PEOPLE + 1):
            yield number, [self[f"{name}_{number}"] for name in ("staff", "percent", "weeks")]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for number in range(1, MOST_PEOPLE + 1):
            named = cleaned.get(f"staff_{number}")
            if named and not cleaned.get(f"percent_{number}"):
                if f"percent_{number}" not in self.errors:
                    missing = gettext("Say how much this person teaches.")
                    self.add_error(f"percent_{number}", missing)
            elif not named and cleaned.get(f"weeks_{number}"):
                self.add_error(f"staff_{number}", gettext("Say who teaches in these weeks."))
        return cleaned

    def shares(self) -> list[Share]:
        """Of a valid form."""
        return [
            Share(
                self.cleaned_data[f"staff_{number}"],
                self.cleaned_data[f"percent_{number}"],
                self.cleaned_data[f"weeks_{number}"],
            )
            for number in range(1, MOST_PEOPLE + 1)
            if self.cleaned_data[f"staff_{number}"]
        ]
