"""Forms of what the search keeps to: rules, weeks kept free, minutes between campuses."""

from typing import Any

from django import forms
from django.db.models import Field
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from courses.institutions.models import AdministrativeClass, Campus, Institution
from courses.qualifications.forms import OwnRuleForm
from courses.teaching.models import Term
from courses.timetable.criteria import CRITERIA
from courses.timetable.domain.format_words import weeks_sentence
from courses.timetable.domain.scheduling_rules import WEIGHTS
from courses.timetable.domain.travel import LONGEST, Pair
from courses.timetable.enums import DayPart
from courses.timetable.models import SchedulingRule
from courses.timetable.models.rule import MOST_WEIGHT
from courses.timetable.solver.problem import Weights
from courses.timetable.weeks import WeekSet, WeekTextError, parse_weeks
from courses.timetable.wording import weekday_text

SHOWN = (
    "comfortable_periods",
    "most_per_day",
    "most_per_week",
    "evening_parts",
    "leaves_out_unauthorised",
)


def field_name(name: str) -> Any:
    """What a field of the rule is called."""
    field = SchedulingRule._meta.get_field(name)
    assert isinstance(field, Field)
    return field.verbose_name


def week_parts(days: range = range(1, 6)) -> list[tuple[str, str]]:
    """`2-afternoon` with its name, for the boxes to tick."""
    return [
        (f"{day}-{part.value}", f"{weekday_text(day)} {part.label}")
        for day in days
        for part in DayPart
    ]


class SchedulingRuleForm(OwnRuleForm):
    """A rule of the institution: a field for each weight, the limits, the times kept free."""

    valid_from_help = _("Tomorrow at the earliest. A term follows the rule of its first Monday.")

    comfortable_periods = forms.IntegerField(
        label=field_name("comfortable_periods"),
        min_value=1,
        max_value=20,
        help_text=_("More of one instructor on one day make a long day."),
    )
    most_per_day = forms.IntegerField(
        label=field_name("most_per_day"),
        min_value=1,
        max_value=20,
        required=False,
        help_text=_("Of every instructor for whom nothing else is said. Empty: without limit."),
    )
    most_per_week = forms.IntegerField(
        label=field_name("most_per_week"),
        min_value=1,
        max_value=60,
        required=False,
        help_text=_("Of every instructor for whom nothing else is said. Empty: without limit."),
    )
    evening_parts = forms.MultipleChoiceField(
        label=_("Shared out fairly"),
        choices=DayPart.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Parts of the day whose classes instructors share."),
    )
    keep_free = forms.MultipleChoiceField(
        label=_("Keep free"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Every search begins with these; it can be asked for others."),
    )

    leaves_out_unauthorised = forms.BooleanField(
        label=field_name("leaves_out_unauthorised"),
        required=False,
        help_text=_(
            "Classes whose instructor lacks a certificate on some date get no place until somebody "
            "else is assigned. Otherwise they are placed and named, and only the meetings on those "
            "dates are blocked."
        ),
    )

    def __init__(self, *args: Any, shown: SchedulingRule | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        weights = {}
        for name in WEIGHTS:
            weights[name] = forms.IntegerField(
                label=CRITERIA[name].name,
                min_value=0,
                max_value=MOST_WEIGHT,
                help_text=CRITERIA[name].unit,
                initial=getattr(shown, name, getattr(Weights, name, None)),
            )
        self.fields = {**weights, **self.fields}
        keep_free = self.fields["keep_free"]
        assert isinstance(keep_free, forms.MultipleChoiceField)
        keep_free.choices = week_parts()
        if shown is not None:
            for name in SHOWN:
                self.initial[name] = getattr(shown, name)
            self.initial["keep_free"] = [f"{day}-{part}" for day, part in shown.keep_free]

    def said(self) -> dict[str, Any]:
        """Arguments of `add_scheduling_rule`."""
        cleaned = dict(self.cleaned_data)
        weights = Weights(**{name: cleaned.pop(name) for name in WEIGHTS})
        keep_free = [text.split("-") for text in cleaned.pop("keep_free")]
        return {
            **cleaned,
            "weights": weights,
            "keep_free": [(int(day), part) for day, part in keep_free],
        }


class WeeksField(forms.CharField):
    """A text such as `3-10` or `1-8单`, as a set of weeks; an empty one that may be is None."""

    def __init__(self, *, term: Term | None = None, **kwargs: Any) -> None:
        super().__init__(
            **{"max_length": 100, "label": pgettext_lazy("which ones", "Weeks"), **kwargs}
        )
        self.term = term

    def clean(self, value: Any) -> WeekSet | None:
        text = super().clean(value)
        if not text:
            return None
        assert self.term is not None
        try:
            return parse_weeks(text, last_week=self.term.weeks)
        except WeekTextError as error:
            raise forms.ValidationError(weeks_sentence(error)) from error


class FreeWeeksForm(forms.Form):
    """Weeks that an entry year, or one administrative class, keeps free."""

    weeks = WeeksField(help_text=_("Such as 9-12, or 9、11."))
    entry_year = forms.IntegerField(
        label=_("Entry year"), min_value=1950, max_value=2100, required=False
    )
    administrative_class = forms.ModelChoiceField(
        AdministrativeClass.objects.none(),
        label=_("Or one administrative class"),
        required=False,
        to_field_name="public_id",
        empty_label=_("The whole entry year"),
    )
    reason = forms.CharField(
        label=pgettext_lazy("weeks kept free", "Reason"),
        max_length=100,
        help_text=_("Such as: looking for work, internship."),
    )
    field_order = ("entry_year", "administrative_class", "weeks", "reason")

    def __init__(self, *args: Any, term: Term, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        weeks, chosen = self.fields["weeks"], self.fields["administrative_class"]
        assert isinstance(weeks, WeeksField)
        assert isinstance(chosen, forms.ModelChoiceField)
        weeks.term = term
        # Only classes that are taught in the term: a school has hundreds of others.
        chosen.queryset = (
            AdministrativeClass.objects.filter(
                institution=term.institution_id, teaching_classes__term=term
            )
            .distinct()
            .order_by("name")
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("administrative_class"):
            cleaned["entry_year"] = None
        elif not cleaned.get("entry_year") and "entry_year" not in self.errors:
            self.add_error("entry_year", gettext("Name an entry year or a class."))
        return cleaned


class TravelForm(forms.Form):
    """Minutes between the campuses of an institution, a field for each pair."""

    def __init__(
        self, *args: Any, institution: Institution, minutes: dict[Pair, int], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        campuses = list(Campus.objects.filter(institution=institution).order_by("pk"))
        self.pairs: dict[str, Pair] = {}
        for index, first in enumerate(campuses):
            for second in campuses[index + 1 :]:
                name = f"minutes-{first.public_id}-{second.public_id}"
                self.pairs[name] = (first.pk, second.pk)
                self.fields[name] = forms.IntegerField(
                    label=gettext("%(first)s – %(second)s, minutes")
                    % {"first": first.name, "second": second.name},
                    min_value=0,
                    max_value=LONGEST,
                    required=False,
                    initial=minutes.get((first.pk, second.pk)),
                )

    def minutes(self) -> dict[Pair, int]:
        return {pair: self.cleaned_data[name] or 0 for name, pair in self.pairs.items()}
