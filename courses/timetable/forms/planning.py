"""Forms of planning a term: its calendar, the search, the draft, its publication."""

import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from courses.institutions.models import Institution
from courses.teaching.models import Term
from courses.timetable.domain.bells import MOST_PERIODS
from courses.timetable.domain.calendar import last_date
from courses.timetable.enums import DayKind, DayPart
from courses.timetable.models import CalendarDay, Room
from courses.timetable.wording import dated_text, weekday_text


class MakeUpForm(forms.Form):
    """Which holiday a make-up workday makes up for; only dates that are still free."""

    follows = forms.ChoiceField(label=_("Taught as"), required=False)

    def __init__(
        self, *args: Any, day: CalendarDay, days: list[CalendarDay], **kwargs: Any
    ) -> None:
        super().__init__(*args, **{"auto_id": f"day-{day.public_id}-%s"} | kwargs)
        taken = {other.follows for other in days if other.pk != day.pk}
        first_monday = day.term.first_monday
        free = [
            other.date
            for other in days
            if other.kind == DayKind.HOLIDAY and other.date not in taken
        ]
        field = self.fields["follows"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            ("", _("No classes on this day")),
            *((on.isoformat(), dated_text(on, (on - first_monday).days // 7 + 1)) for on in free),
        ]
        self.initial["follows"] = day.follows.isoformat() if day.follows else ""
        field.label = gettext("On %(date)s classes are taught as on") % {
            "date": dated_text(day.date, (day.date - first_monday).days // 7 + 1)
        }


class PlaceForm(forms.Form):
    """Where a weekly time is to go. Its fields are filled by the page, not by hand."""

    weekday = forms.IntegerField(min_value=1, max_value=7)
    first_period = forms.IntegerField(min_value=1, max_value=MOST_PERIODS)
    room = forms.ModelChoiceField(Room.objects.none(), to_field_name="public_id")
    limit_reason = forms.CharField(required=False, max_length=200)

    def __init__(self, *args: Any, institution: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["room"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Room.objects.filter(institution=institution)


class SolveRestForm(forms.Form):
    """How long to search around the locked times."""

    seconds = forms.IntegerField(
        label=_("Search time in seconds"), min_value=5, max_value=600, initial=60
    )


class PublishForm(forms.Form):
    """From when a new publication may change what stands."""

    valid_from = forms.DateField(
        label=pgettext_lazy("publication", "Valid from"),
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("Meetings before this day stay as they are, whatever the version says."),
    )

    def __init__(self, *args: Any, term: Term, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.term = term

    def clean_valid_from(self) -> datetime.date:
        asked: datetime.date = self.cleaned_data["valid_from"]
        first, last = self.term.first_monday, last_date(self.term)
        if not first <= asked <= last:
            raise forms.ValidationError(
                _("The term runs from %(first)s to %(last)s."),
                params={"first": first.isoformat(), "last": last.isoformat()},
            )
        return asked


class CalendarDayForm(forms.Form):
    """A day that the office itself enters. `days`: those of the term."""

    kind = forms.ChoiceField(
        label=_("Kind of day"),
        choices=[
            (kind.value, kind.label)
            for kind in (DayKind.SPECIAL, DayKind.HOLIDAY, DayKind.MAKE_UP_WORKDAY)
        ],
    )
    date = forms.DateField(label=_("Date"), widget=forms.DateInput(attrs={"type": "date"}))
    name = forms.CharField(
        label=_("Occasion"),
        max_length=50,
        help_text=_("Such as: Dragon Boat Festival, sports day."),
    )
    follows = forms.TypedChoiceField(
        label=_("Taught as"),
        required=False,
        coerce=datetime.date.fromisoformat,
        empty_value=None,
        help_text=_("For a make-up workday only: a holiday that is in the calendar already."),
    )

    def __init__(self, *args: Any, term: Term, days: list[CalendarDay], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        made_up = {day.follows for day in days}
        field = self.fields["follows"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            ("", _("No classes, or said later")),
            *(
                (day.date.isoformat(), dated_text(day.date, term.week_of(day.date)))
                for day in days
                if day.kind == DayKind.HOLIDAY and day.date not in made_up
            ),
        ]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("follows") and cleaned.get("kind") != DayKind.MAKE_UP_WORKDAY:
            self.add_error("follows", _("Only a make-up workday is taught as another day."))
        return cleaned


class BuildForm(forms.Form):
    """What the search may use."""

    seconds = forms.TypedChoiceField(
        label=_("Time for the search"),
        coerce=int,
        choices=[
            (30, _("30 seconds")),
            (60, _("1 minute")),
            (300, _("5 minutes")),
            (900, _("15 minutes")),
        ],
        initial=60,
        help_text=_("It ends early when nothing better can be found."),
    )
    keep_free = forms.TypedMultipleChoiceField(
        label=_("Keep free"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("No class is placed in these parts of the week."),
    )
    seed = forms.IntegerField(
        label=_("Variant"),
        min_value=1,
        max_value=10_000,
        initial=1,
        help_text=_("Another number gives another timetable of the same quality."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["keep_free"]
        assert isinstance(field, forms.TypedMultipleChoiceField)
        field.choices = [
            (f"{day}-{part.value}", f"{weekday_text(day)} {part.label}")
            for day in range(1, 6)
            for part in DayPart
        ]

    def keep_free_pairs(self) -> list[tuple[int, str]]:
        return [
            (int(day), part)
            for day, part in (text.split("-") for text in self.cleaned_data["keep_free"])
        ]


class TermChoice(forms.Form):
    """Which term a screen is about."""

    term = forms.ModelChoiceField(
        Term.objects.none(), label=_("Term"), empty_label=None, to_field_name="public_id"
    )

    def __init__(self, *args: Any, institution: Institution, term: Term, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["term"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Term.objects.filter(institution=institution)
        field.initial = term.public_id
        field.widget.attrs["data-submit-on-change"] = "yes"
