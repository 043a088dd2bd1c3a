"""When and where a class meets."""

from courses.timetable.models.busy import BusyTime
from courses.timetable.models.calendar import BellPeriod, BellSchedule, CalendarDay
from courses.timetable.models.feed import FeedToken, SharedFeed
from courses.timetable.models.meeting import Booking, Meeting
from courses.timetable.models.plan import Publication, Room, Slot, TimetableVersion

__all__ = [
    "BellPeriod",
    "BellSchedule",
    "Booking",
    "BusyTime",
    "CalendarDay",
    "FeedToken",
    "Meeting",
    "Publication",
    "Room",
    "SharedFeed",
    "Slot",
    "TimetableVersion",
]
