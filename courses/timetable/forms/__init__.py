"""Forms of the timetable."""

from courses.timetable.forms.files import BusyFilter, BusyUploadForm, TravelForm
from courses.timetable.forms.planning import (
    ROOM_ORDERS,
    BellForm,
    BuildForm,
    MakeUpForm,
    RoomFilter,
    RoomForm,
    SpecialDayForm,
    TermChoice,
)
from courses.timetable.forms.sharing import SharedFeedFilter, SharedFeedForm

__all__ = [
    "ROOM_ORDERS",
    "BellForm",
    "BuildForm",
    "BusyFilter",
    "BusyUploadForm",
    "MakeUpForm",
    "RoomFilter",
    "RoomForm",
    "SharedFeedFilter",
    "SharedFeedForm",
    "SpecialDayForm",
    "TermChoice",
    "TravelForm",
]
