"""What changes tell the timetable below: no publication goes over somebody's decision."""

from courses.timetable.domain.settled import settles_meetings

# A request that waits, or came to nothing, keeps no meeting from following a new version.
settles_meetings("changes", applied_at__isnull=False)
settles_meetings("incidents")
