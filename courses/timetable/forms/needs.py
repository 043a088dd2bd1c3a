"""The form of how a class meets and where."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from courses.teaching.domain.patterns import DAYS_APART, PERIODS
from courses.teaching.enums import WeeklyPattern
from courses.teaching.models import TeachingClass
from courses.timetable.forms.rules import WeeksField
from courses.timetable.weeks import format_weeks


class ClassNeedsForm(forms.Form):
    """Kinds of rooms and equipment are those that the institution's rooms have."""

    weekly_pattern = forms.ChoiceField(
        label=_("How it meets"), choices=WeeklyPattern.choices, widget=forms.RadioSelect
    )
    periods_per_meeting = forms.TypedChoiceField(
        label=_("Periods in a row"), coerce=int, choices=[(one, str(one)) for one in PERIODS]
    )
    days_apart = forms.TypedChoiceField(
        label=_("Days from one weekly time to the other, at least"),
        coerce=int,
        choices=[(one, str(one)) for one in DAYS_APART],
        help_text=_("2: a day lies between them. Of no concern to a class with one weekly time."),
    )
    weeks = WeeksField(
        required=False, help_text=_("Such as 3-10 or 1-8单. Empty: as many as its hours need.")
    )
    room_kind = forms.ChoiceField(label=_("Kind of room"), required=False)
    equipment = forms.MultipleChoiceField(
        label=_("Equipment needed"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(
        self,
        *args: Any,
        teaching_class: TeachingClass,
        kinds: list[str],
        equipment: list[str],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        weeks, kind, things = (self.fields[name] for name in ("weeks", "room_kind", "equipment"))
        assert isinstance(weeks, WeeksField)
        assert isinstance(kind, forms.ChoiceField)
        assert isinstance(things, forms.MultipleChoiceField)
        weeks.term = teaching_class.term
        own = [teaching_class.room_kind] if teaching_class.room_kind else []
        kind.choices = [("", _("Any room")), *((one, one) for one in dict.fromkeys(kinds + own))]
        offered = dict.fromkeys([*equipment, *teaching_class.equipment])
        if offered:
            things.choices = [(one, one) for one in offered]
        else:
            del self.fields["equipment"]
        self.initial = {
            "weekly_pattern": teaching_class.weekly_pattern,
            "periods_per_meeting": teaching_class.periods_per_meeting,
            "days_apart": teaching_class.days_apart,
            "weeks": format_weeks(teaching_class.weeks) if teaching_class.weeks else "",
            "room_kind": teaching_class.room_kind,
            "equipment": teaching_class.equipment,
        }
