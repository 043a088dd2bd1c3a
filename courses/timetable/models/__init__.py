"""When and where a class meets."""

from courses.timetable.models.busy import BusyTime
from courses.timetable.models.calendar import BellPeriod, BellSchedule, CalendarDay
from courses.timetable.models.feed import FeedToken, SharedFeed
from courses.timetable.models.free_weeks import FreeWeeks
from courses.timetable.models.meeting import Booking, Meeting
from courses.timetable.models.plan import Publication, Room, Slot, TimetableVersion
from courses.timetable.models.rule import SchedulingRule
from courses.timetable.models.travel import CampusTravel
from courses.timetable.models.wishes import TeachingLimit, UnwantedTime, WishesDeadline

__all__ = [
    "BellPeriod",
    "BellSchedule",
    "Booking",
    "BusyTime",
    "CalendarDay",
    "CampusTravel",
    "FeedToken",
    "FreeWeeks",
    "Meeting",
    "Publication",
    "Room",
    "SchedulingRule",
    "SharedFeed",
    "Slot",
    "TeachingLimit",
    "TimetableVersion",
    "UnwantedTime",
    "WishesDeadline",
]
