"""Whose timetable, of which week: reads what a grid shows, in a fixed number of queries."""

import datetime
from dataclasses import dataclass

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from courses.institutions.models import AdministrativeClass
from courses.teaching.models import Term
from courses.timetable.domain.bells import Bells
from courses.timetable.domain.beside_periods import times_beside
from courses.timetable.domain.calendar import place_of
from courses.timetable.domain.grid import Grid, meeting_entry, slot_entry, term_grid, week_grid
from courses.timetable.models import CalendarDay
from courses.timetable.models.querysets import MeetingQuerySet, SlotQuerySet
from courses.timetable.wording import date_text, week_text


@dataclass(frozen=True)
class WeekOption:
    """A week to choose."""

    number: int
    label: str


@dataclass(frozen=True)
class TimetablePage:
    """A grid and where it stands. `week` None: the whole term."""

    term: Term
    week: int | None
    this_week: int | None
    grid: Grid

    @property
    def is_empty(self) -> bool:
        return self.grid.is_empty

    @property
    def week_options(self) -> list[WeekOption]:
        """Every week of the term with its Monday, the present one marked; weeks for exams too:
        the office may have put a meeting there."""
        return [
            WeekOption(number, self._week_label(number))
            for number in range(1, _last_week(self.term) + 1)
        ]

    def _week_label(self, number: int) -> str:
        monday = self.term.first_monday + datetime.timedelta(weeks=number - 1)
        values = {"week": week_text(number), "date": date_text(monday)}
        if self.term.is_exam_week(number):
            return _("%(week)s from %(date)s (exams)") % values
        if number == self.this_week:
            return _("%(week)s from %(date)s (this week)") % values
        return _("%(week)s from %(date)s") % values

    @property
    def earlier(self) -> int | None:
        return self.week - 1 if self.week and self.week > 1 else None

    @property
    def later(self) -> int | None:
        return self.week + 1 if self.week and self.week < _last_week(self.term) else None


def _last_week(term: Term) -> int:
    return term.weeks + term.exam_weeks


def week_asked(term: Term, text: str, *, today: datetime.date) -> int | None:
    """The week that an address asks for: `all` is None, nonsense and nothing are this week."""
    if text == "all":
        return None
    if text.isascii() and text.isdigit() and 1 <= int(text[:4]) <= _last_week(term):
        return int(text[:4])
    return min(max(place_of(term, today).week, 1), _last_week(term))


def read_timetable(
    term: Term,
    *,
    week: int | None,
    meetings: MeetingQuerySet,
    slots: SlotQuerySet,
    with_classes: bool,
    today: datetime.date,
) -> TimetablePage:
    """The grid of one week from `meetings`, or of the term from `slots`; both come narrowed to
    the person, room or class. `with_classes` names the administrative classes in each cell."""
    bells = Bells(term.institution_id)
    classes = Prefetch(
        "teaching_class__administrative_classes", AdministrativeClass.objects.order_by("name")
    )
    if week is None:
        rows = slots.with_names()
        found = list(rows.prefetch_related(classes) if with_classes else rows)
        times = times_beside(bells, term, found)
        grid = term_grid(map(slot_entry, found), times=times, today=today)
    else:
        dated = meetings.filter(term=term).in_week(week).with_names()
        held = list(dated.prefetch_related(classes) if with_classes else dated)
        campus = held[0].room.campus_id if held else None
        monday = term.first_monday + datetime.timedelta(weeks=week - 1)
        grid = week_grid(
            term,
            week,
            map(meeting_entry, held),
            calendar=CalendarDay.objects.filter(
                term=term, date__range=(monday, monday + datetime.timedelta(days=6))
            ),
            times=bells.on(monday, campus),
            today=today,
        )
    here = place_of(term, today).week
    return TimetablePage(
        term=term,
        week=week,
        this_week=here if 1 <= here <= _last_week(term) else None,
        grid=grid,
    )
