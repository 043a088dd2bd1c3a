"""A time for a meeting that is to move or to be made up."""

import datetime
from dataclasses import dataclass

from courses.teaching.domain.single_students import StudentElsewhere
from courses.timetable.models import Room
from courses.timetable.wording import dated_text, periods_text


@dataclass(frozen=True)
class FreeTime:
    """A time and the room that suits it best; `reasons` are for and against it, in words.
    `missed_by`: single students who have another class then."""

    date: datetime.date
    week: int
    first_period: int
    periods: int
    clock: str
    room: Room
    reasons: tuple[str, ...]
    cost: float
    missed_by: tuple[StudentElsewhere, ...] = ()

    @property
    def value(self) -> str:
        """What a form sends back."""
        return f"{self.date.isoformat()}_{self.first_period}_{self.room.public_id}"

    @property
    def day_said(self) -> str:
        return dated_text(self.date, self.week)

    @property
    def periods_said(self) -> str:
        return periods_text(self.first_period, self.periods)
