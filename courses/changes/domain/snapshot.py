"""A meeting as it stood, or is to stand: kept with the change, in ids, numbers and names."""

import datetime
from dataclasses import asdict, dataclass, replace
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from courses.changes.domain.refusal import ChangeRefused
from courses.institutions.models import StaffMember
from courses.teaching.models import Term
from courses.timetable.domain.bells import Bells
from courses.timetable.domain.calendar import place_of
from courses.timetable.enums import MeetingStatus
from courses.timetable.models import Meeting, Room
from courses.timetable.wording import dated_text, periods_text


@dataclass(frozen=True)
class Snapshot:
    """`starts` and `ends` are clock times such as 08:00; `status` is a MeetingStatus."""

    date: datetime.date
    week: int
    first_period: int
    periods: int
    starts: str
    ends: str
    room: int
    room_name: str
    campus: str
    instructor: int
    instructor_name: str
    status: str

    @classmethod
    def of(cls, meeting: Meeting) -> "Snapshot":
        """The meeting comes `with_names()`."""
        return cls(
            date=meeting.date,
            week=meeting.week,
            first_period=meeting.first_period,
            periods=meeting.periods,
            starts=f"{timezone.localtime(meeting.starts_at):%H:%M}",
            ends=f"{timezone.localtime(meeting.ends_at):%H:%M}",
            room=meeting.room_id,
            room_name=meeting.room.name,
            campus=meeting.room.campus.name,
            instructor=meeting.instructor_id,
            instructor_name=meeting.instructor.name,
            status=meeting.status,
        )

    @classmethod
    def read(cls, stored: dict[str, Any]) -> "Snapshot":
        return cls(**stored | {"date": datetime.date.fromisoformat(stored["date"])})

    def stored(self) -> dict[str, Any]:
        return asdict(self) | {"date": self.date.isoformat()}

    def at(
        self, term: Term, *, date: datetime.date, first_period: int, room: Room, bells: Bells
    ) -> "Snapshot":
        """At another time; the bells of that date and campus say from when to when. The room comes
        with its campus. Raises ChangeRefused where the bells lack a period."""
        times = bells.on(date, room.campus_id)
        last = first_period + self.periods - 1
        if first_period not in times or last not in times:
            raise ChangeRefused(
                _("The bell schedule of %(date)s has no period %(period)d.")
                % {
                    "date": date.isoformat(),
                    "period": first_period if first_period not in times else last,
                }
            )
        return replace(
            self.into(room),
            date=date,
            week=place_of(term, date).week,
            first_period=first_period,
            starts=f"{times[first_period][0]:%H:%M}",
            ends=f"{times[last][1]:%H:%M}",
            status=MeetingStatus.SCHEDULED.value,
        )

    def into(self, room: Room) -> "Snapshot":
        return replace(self, room=room.pk, room_name=room.name, campus=room.campus.name)

    def taught_by(self, staff: StaffMember) -> "Snapshot":
        return replace(self, instructor=staff.pk, instructor_name=staff.name)

    def cancelled(self) -> "Snapshot":
        return replace(self, status=MeetingStatus.CANCELLED.value)

    @property
    def is_cancelled(self) -> bool:
        return self.status == MeetingStatus.CANCELLED

    @property
    def day_said(self) -> str:
        return dated_text(self.date, self.week)

    @property
    def periods_said(self) -> str:
        return periods_text(self.first_period, self.periods)

    @property
    def clock(self) -> str:
        return f"{self.starts}–{self.ends}"

    @property
    def period_numbers(self) -> range:
        return range(self.first_period, self.first_period + self.periods)

    def moment(self, clock: str) -> datetime.datetime:
        """`starts` or `ends` as a moment of the date."""
        time = datetime.time.fromisoformat(clock)
        return timezone.make_aware(datetime.datetime.combine(self.date, time))
