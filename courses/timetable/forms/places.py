"""Forms of rooms and bells."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from courses.institutions.models import Campus, Institution
from courses.timetable.domain.bells import MOST_PERIODS, read_period
from courses.timetable.domain.refusal import TimetableRefused
from courses.timetable.domain.rooms import USUAL_KINDS, kinds_of_rooms, read_equipment
from courses.timetable.models import BellSchedule, Room

ROOM_ORDERS = {
    "name": ("name", "pk"),
    "-name": ("-name", "pk"),
    "capacity": ("capacity", "name", "pk"),
    "-capacity": ("-capacity", "name", "pk"),
    "campus": ("campus__name", "name", "pk"),
}


class FreeRoomForm(forms.Form):
    """When a room is needed, and for how many."""

    date = forms.DateField(label=_("Date"), widget=forms.DateInput(attrs={"type": "date"}))
    first_period = forms.IntegerField(
        label=_("From period"), min_value=1, max_value=MOST_PERIODS, initial=1
    )
    periods = forms.IntegerField(
        label=_("Number of periods"), min_value=1, max_value=MOST_PERIODS, initial=2
    )
    seats = forms.IntegerField(
        label=_("Seats at least"), min_value=0, max_value=32767, required=False
    )
    campus = forms.ModelChoiceField(
        Campus.objects.none(),
        label=_("Campus"),
        required=False,
        empty_label=_("All campuses"),
        to_field_name="public_id",
    )

    def __init__(self, *args: Any, institution: Institution, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["campus"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Campus.objects.filter(institution=institution).order_by("name")


class RoomFilter(forms.Form):
    """The filters of the list of rooms."""

    q = forms.CharField(label=_("Room"), required=False, max_length=50)
    campus = forms.ModelChoiceField(
        Campus.objects.none(),
        label=_("Campus"),
        required=False,
        empty_label=_("All campuses"),
        to_field_name="public_id",
    )

    def __init__(self, *args: Any, institution: Institution, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["campus"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Campus.objects.filter(institution=institution).order_by("name")


class RoomForm(forms.Form):
    """A classroom."""

    campus = forms.ModelChoiceField(
        Campus.objects.none(), label=_("Campus"), to_field_name="public_id"
    )
    name = forms.CharField(label=_("Room"), max_length=50, help_text=_("Building and number."))
    capacity = forms.IntegerField(label=_("Seats"), min_value=1, max_value=2000)
    kind = forms.CharField(
        label=_("Kind of room"),
        max_length=30,
        required=False,
        help_text=_("Classes ask for a room by this word; write it the same way everywhere."),
    )
    equipment = forms.CharField(
        label=_("Equipment"),
        max_length=300,
        required=False,
        help_text=_("Separated by commas, such as: projector, whiteboard."),
    )

    def __init__(
        self, *args: Any, institution: Institution, room: Room | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["campus"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Campus.objects.filter(institution=institution).order_by("name")
        self.kinds = list(dict.fromkeys([*kinds_of_rooms(institution), *USUAL_KINDS]))
        self.fields["kind"].widget.attrs["list"] = "kinds-of-rooms"
        if room is not None:
            self.initial = {
                "campus": room.campus.public_id,
                "name": room.name,
                "capacity": room.capacity,
                "kind": room.kind,
                "equipment": gettext(", ").join(room.equipment),
            }

    def clean_equipment(self) -> list[str]:
        return read_equipment(self.cleaned_data["equipment"])


class BellForm(forms.Form):
    """A bell schedule, one period a line."""

    name = forms.CharField(label=_("Name of the schedule"), max_length=50)
    valid_from = forms.DateField(
        label=_("In force from"), widget=forms.DateInput(attrs={"type": "date"})
    )
    campus = forms.ModelChoiceField(
        Campus.objects.none(),
        label=_("Campus"),
        required=False,
        empty_label=_("All campuses"),
        to_field_name="public_id",
        help_text=_("A schedule of a campus goes before one of all campuses."),
    )
    periods = forms.CharField(
        label=_("Periods"),
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=_("One a line, the first being period 1, such as 08:00-08:45."),
        max_length=1000,
    )

    def __init__(
        self,
        *args: Any,
        institution: Institution,
        schedule: BellSchedule | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["campus"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Campus.objects.filter(institution=institution).order_by("name")
        if schedule is not None:
            self.initial = {
                "name": schedule.name,
                "valid_from": schedule.valid_from.isoformat(),
                "campus": schedule.campus.public_id if schedule.campus else None,
                "periods": "\n".join(
                    f"{period.starts:%H:%M}-{period.ends:%H:%M}"
                    for period in schedule.periods.all()
                ),
            }

    def clean_periods(self) -> list[Any]:
        lines = [line for line in self.cleaned_data["periods"].splitlines() if line.strip()]
        try:
            return [read_period(line) for line in lines]
        except TimetableRefused as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
