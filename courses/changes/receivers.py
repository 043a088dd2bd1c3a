"""What changes tell the timetable below: no publication goes over somebody's decision."""

from courses.timetable.domain.settled import settles_meetings

settles_meetings("changes")
settles_meetings("incidents")
