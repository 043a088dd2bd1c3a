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
    CalendarDayForm,
    MakeUpForm,
    PlaceForm,
    PublishForm,
    SolveRestForm,
    TermChoice,
)
from courses.timetable.forms.rules import (
    FreeWeeksForm,
    SchedulingRuleForm,
    TravelForm,
)
from courses.timetable.forms.shares import SharesForm
from courses.timetable.forms.sharing import SharedFeedFilter, SharedFeedForm
from courses.timetable.forms.wishes import LimitForm, WishesCloseForm, WishesFilter, WishForm

__all__ = [
    "ROOM_ORDERS",
    "BellForm",
    "BuildForm",
    "BusyFilter",
    "BusyUploadForm",
    "CalendarDayForm",
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
    "SharesForm",
    "SolveRestForm",
    "TermChoice",
    "TravelForm",
    "WishForm",
    "WishesCloseForm",
    "WishesFilter",
]
