"""The day as the portal's pages say it, and lines of a timetable in words."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from courses.teaching.models import Term
from courses.timetable.models import Meeting
from courses.timetable.queries import term_on
from courses.timetable.wording import date_text, dated_text, periods_text, weekday_text


@dataclass(frozen=True)
class Today:
    """A date and the term it belongs to: the running one, else the next, else the last."""

    date: datetime.date
    term: Term | None

    @property
    def week(self) -> int | None:
        """The teaching week; None outside the term."""
        if self.term is None:
            return None
        week = self.term.week_of(self.date)
        return week if 1 <= week <= self.term.weeks else None

    @property
    def text(self) -> str:
        """9月14日 周一 第3周, without the week outside the term."""
        if self.week is None:
            return f"{date_text(self.date)} {weekday_text(self.date.isoweekday())}"
        return dated_text(self.date, self.week)


def today_at(institution_id: int | None) -> Today:
    """Today in an institution; one query."""
    date = timezone.localdate()
    return Today(date, term_on(institution_id, date) if institution_id else None)


@dataclass(frozen=True)
class MeetingLine:
    """A meeting with its time in words; its names are loaded by `with_names()`."""

    meeting: Meeting

    @property
    def when(self) -> str:
        """今天, else 9月14日 周一 第3周"""
        if self.meeting.date == timezone.localdate():
            return _("Today")
        return dated_text(self.meeting.date, self.meeting.week)

    @property
    def clock(self) -> str:
        starts = timezone.localtime(self.meeting.starts_at)
        return f"{starts:%H:%M}–{timezone.localtime(self.meeting.ends_at):%H:%M}"

    @property
    def periods(self) -> str:
        return periods_text(self.meeting.first_period, self.meeting.periods)

    @property
    def has_begun(self) -> bool:
        return self.meeting.starts_at <= timezone.now()

    @property
    def is_on(self) -> bool:
        return self.meeting.starts_at <= timezone.now() < self.meeting.ends_at


def lines_of(meetings: Iterable[Meeting]) -> list[MeetingLine]:
    return [MeetingLine(meeting) for meeting in meetings]
