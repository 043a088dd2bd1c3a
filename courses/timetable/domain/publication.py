"""A draft becomes what everybody sees: events, occurrences, meetings and their bookings."""

from cms.users.models import User
from courses.timetable.domain.building import Report
from courses.timetable.models import TimetableVersion


def publish(
    version: TimetableVersion, *, progress: Report | None = None, by: User | None
) -> TimetableVersion:
    """Publish, all or nothing; raises TimetableRefused. (being written)"""
    raise NotImplementedError
