"""Forms of the timetable."""

from courses.timetable.forms.files import BusyFilter, BusyUploadForm
from courses.timetable.forms.needs import ClassNeedsForm
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
from courses.timetable.forms.rules import (
    UNITS,
    FreeWeeksForm,
    SchedulingRuleForm,
    TravelForm,
    field_name,
)
from courses.timetable.forms.sharing import SharedFeedFilter, SharedFeedForm
from courses.timetable.forms.wishes import LimitForm, WishesCloseForm, WishesFilter, WishForm

__all__ = [
    "ROOM_ORDERS",
    "UNITS",
    "BellForm",
    "BuildForm",
    "BusyFilter",
    "BusyUploadForm",
    "ClassNeedsForm",
    "FreeRoomForm",
    "FreeWeeksForm",
    "LimitForm",
    "MakeUpForm",
    "PlaceForm",
    "PublishForm",
    "RoomFilter",
    "RoomForm",
    "SchedulingRuleForm",
    "SharedFeedFilter",
    "SharedFeedForm",
    "SolveRestForm",
    "SpecialDayForm",
    "TermChoice",
    "TravelForm",
    "WishForm",
    "WishesCloseForm",
    "WishesFilter",
    "field_name",
]
