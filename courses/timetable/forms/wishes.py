"""Forms of instructors' wishes and limits."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from courses.institutions.days import POSSIBLE, day_input
from courses.teaching.enums import WeeklyPattern
from courses.teaching.models import TeachingClass, Term
from courses.timetable.domain.day_layout import DayLayout
from courses.timetable.domain.wishing import Time
from courses.timetable.forms.rules import WeeksField
from courses.timetable.models import UnwantedTime
from courses.timetable.weeks import WeekSet, every_week, format_weeks
from courses.timetable.wording import periods_text, weekday_text

# Periods that are ticked together, as classes mostly take them.
TOGETHER = 2


@dataclass(frozen=True)
class WishBox:
    """A box of the grid; `name` says what it is to whoever doesn't see the grid."""

    value: str
    name: str
    checked: bool


class WishForm(forms.Form):
    """A grid of weekdays and periods to tick; what is ticked now holds in the weeks asked for, what
    was ticked before has a field of its own with its weeks."""

    times = forms.MultipleChoiceField(required=False)
    weeks = WeeksField(
        label=_("Only in weeks"),
        required=False,
        help_text=_("Such as 3-10 or 1-8单. Empty: the whole term."),
    )

    def __init__(
        self, *args: Any, term: Term, layout: DayLayout, rows: Iterable[UnwantedTime], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        weeks, times = self.fields["weeks"], self.fields["times"]
        assert isinstance(weeks, WeeksField)
        assert isinstance(times, forms.MultipleChoiceField)
        weeks.term = term
        stored = list(rows)
        at_weekend = TeachingClass.objects.filter(term=term, weekly_pattern=WeeklyPattern.WEEKEND)
        last_day = max((row.weekday for row in stored), default=0)
        days = 7 if last_day > 5 or at_weekend.exists() else 5
        self.days = [(day, weekday_text(day)) for day in range(1, days + 1)]
        self.runs = [
            (first, min(TOGETHER, numbers[-1] - first + 1))
            for numbers in layout.parts.values()
            for first in numbers[::TOGETHER]
        ]
        times.choices = [
            (_value((day, *run)), f"{name} {periods_text(*run)}")
            for run in self.runs
            for day, name in self.days
        ]
        known = {value for value, _name in times.choices}
        kept = {(row.weekday, row.first_period, row.periods) for row in stored}
        # The bells changed since: such a time stays a choice of its own, or it would be lost.
        self._others = [
            (_value(time), f"{weekday_text(time[0])} {periods_text(*time[1:])}")
            for time in sorted(kept)
            if _value(time) not in known
        ]
        times.choices += self._others
        self.initial["times"] = [_value(time) for time in sorted(kept)]
        self._term = term
        self._own: dict[Time, str] = {}
        for row in stored:
            time = (row.weekday, row.first_period, row.periods)
            own = WeeksField(
                label=f"{weekday_text(row.weekday)} {periods_text(*time[1:])}", required=False
            )
            own.term = term
            own.widget.attrs["placeholder"] = gettext("whole term")
            self._own[time] = f"weeks-{_value(time)}"
            self.fields[self._own[time]] = own
            if is_partial(row, term):
                self.initial[self._own[time]] = format_weeks(row.weeks)
        if stored:
            weeks.label = _("Times ticked now: only in weeks")

    def grid(self) -> list[tuple[str, list[WishBox]]]:
        """A row for each run of periods, with a box for each day."""
        chosen = set(self["times"].value() or ())
        return [
            (
                periods_text(*run),
                [
                    WishBox(value, f"{name} {periods_text(*run)}", value in chosen)
                    for day, name in self.days
                    for value in [_value((day, *run))]
                ],
            )
            for run in self.runs
        ]

    def others(self) -> list[WishBox]:
        """Times entered before that are none of the grid's."""
        chosen = set(self["times"].value() or ())
        return [WishBox(value, name, value in chosen) for value, name in self._others]

    def own_fields(self) -> list[forms.BoundField]:
        """The weeks of each time that was ticked before."""
        return [self[name] for name in self._own.values()]

    def own_weeks(self) -> dict[Time, WeekSet]:
        """Of those times whose field was sent; empty is the whole term."""
        return {
            time: self.cleaned_data[name] or every_week(1, self._term.weeks)
            for time, name in self._own.items()
            if self.add_prefix(name) in self.data
        }

    def chosen(self) -> list[Time]:
        return [
            (int(day), int(first), int(periods))
            for day, first, periods in (text.split("-") for text in self.cleaned_data["times"])
        ]


def is_partial(row: UnwantedTime, term: Term) -> bool:
    """Whether a wish is for some weeks of the term only."""
    return row.weeks.bit_count() < term.weeks


def _value(time: Time) -> str:
    return "-".join(str(number) for number in time)


class LimitForm(forms.Form):
    """How many periods an instructor teaches at most."""

    most_per_day = forms.IntegerField(
        label=_("Most periods a day"), min_value=1, max_value=20, required=False
    )
    most_per_week = forms.IntegerField(
        label=_("Most periods a week"),
        min_value=1,
        max_value=60,
        required=False,
        help_text=_("Empty: as the scheduling rule says."),
    )


class WishesCloseForm(forms.Form):
    """Until when instructors say their wishes."""

    day = forms.DateField(
        label=_("Last day for wishes"),
        required=False,
        widget=day_input(),
        validators=POSSIBLE,
        help_text=_("Empty: instructors aren't asked."),
    )


class WishesFilter(forms.Form):
    """The filter of the office's list."""

    q = forms.CharField(label=_("Instructor"), required=False, max_length=50)
