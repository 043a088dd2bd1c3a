"""Forms of the timetable."""

from courses.timetable.forms.files import BusyFilter, BusyUploadForm, TravelForm
from courses.timetable.forms.places import (
    ROOM_ORDERS,
    BellForm,
    FreeRoomForm,
    RoomFilter,
    RoomForm,
)
from courses.timetable.forms.planning import (
    BuildForm,
    MakeUpForm,
    PlaceForm,
    PublishForm,
    SolveRestForm,
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
    "FreeRoomForm",
    "MakeUpForm",
    "PlaceForm",
    "PublishForm",
    "RoomFilter",
    "RoomForm",
    "SharedFeedFilter",
    "SharedFeedForm",
    "SolveRestForm",
    "SpecialDayForm",
    "TermChoice",
    "TravelForm",
]
