"""校历: which date is taught by which day's timetable.

Sources of the days: the yearly notice on public holidays
(国务院办公厅关于部分节假日安排的通知), as the package `chinesecalendar` carries it, and what
a person of the office says.
"""

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

import chinese_calendar
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cms.users.models import User
from courses.teaching.models import Term
from courses.timetable.domain.refusal import TimetableRefused
from courses.timetable.enums import DayKind
from courses.timetable.models import CalendarDay

SOURCE = "chinesecalendar"
ONE_DAY = datetime.timedelta(days=1)


class TimetableDay(NamedTuple):
    """A day of the plain week: teaching week from 1, ISO weekday."""

    week: int
    weekday: int


@dataclass(frozen=True)
class CalendarProposal:
    """The term's days that differ from the plain week, and what a person must know about them."""

    days: list[CalendarDay]
    warnings: list[str]


def dates_of(term: Term) -> Iterator[datetime.date]:
    """Every date of the term's teaching weeks, Monday of week 1 to Sunday of the last."""
    for offset in range(term.weeks * 7):
        yield term.first_monday + datetime.timedelta(days=offset)


def last_date(term: Term) -> datetime.date:
    return term.first_monday + datetime.timedelta(days=term.weeks * 7 - 1)


def place_of(term: Term, on: datetime.date) -> TimetableDay:
    """Teaching week and weekday of a date; the week is outside 1..term.weeks for other dates."""
    return TimetableDay((on - term.first_monday).days // 7 + 1, on.isoweekday())


def unpublished_dates(term: Term) -> list[datetime.date]:
    """Dates of the term for which no holidays have been published yet."""
    return [on for on in dates_of(term) if not _is_published(on.year)]


def propose_calendar(term: Term, *, by: User | None) -> CalendarProposal:
    """Write the holidays and make-up workdays of the term, as published.

    Safe to repeat: answers about make-up workdays and special days stay; a day that is no longer
    published as such goes. Dates past the published years are named in the warnings.
    """
    with transaction.atomic():
        Term.objects.select_for_update(no_key=True).get(pk=term.pk)
        published = {on: found for on in dates_of(term) if (found := _published_day(on))}
        known = {day.date: day for day in CalendarDay.objects.filter(term=term)}
        for on, day in known.items():
            if day.source == SOURCE and on not in published and _is_published(on.year):
                day.delete()
        new = []
        for on, (kind, name) in published.items():
            day = known.get(on)
            if day is None:
                new.append(_row(term, on, kind, name))
            elif day.source == SOURCE and (day.kind, day.name) != (kind, name):
                day.kind, day.name = kind, name
                if kind != DayKind.MAKE_UP_WORKDAY:
                    day.follows = None
                day.save(update_fields=["kind", "name", "follows"])
        CalendarDay.objects.bulk_create(new)
        days = list(CalendarDay.objects.filter(term=term).order_by("date"))
    return CalendarProposal(days, calendar_warnings(term, days))


def calendar_warnings(term: Term, days: Iterable[CalendarDay]) -> list[str]:
    """Sentences on what is not known yet: unpublished dates, make-up workdays nobody answered."""
    warnings = []
    unpublished = unpublished_dates(term)
    if unpublished:
        warnings.append(
            _(
                "Public holidays from %(date)s (week %(week)d) on are not published yet. "
                "Those dates count as ordinary days; propose the calendar again once they are."
            )
            % {
                "date": date_format(unpublished[0], "Y-m-d"),
                "week": place_of(term, unpublished[0]).week,
            }
        )
    for day in days:
        if day.kind == DayKind.MAKE_UP_WORKDAY and day.follows is None:
            warnings.append(
                _(
                    "Say which day's timetable is taught on the make-up workday %(date)s; "
                    "until then no class meets on it."
                )
                % {"date": date_format(day.date, "Y-m-d")}
            )
    return warnings


def add_special_day(term: Term, *, date: datetime.date, name: str, by: User | None) -> CalendarDay:
    """Let no class meet on a date, such as a sports day. A make-up workday becomes one too."""
    require_in_term(term, date)
    with transaction.atomic():
        Term.objects.select_for_update(no_key=True).get(pk=term.pk)
        day = CalendarDay.objects.filter(term=term, date=date).first()
        if day is not None and day.kind in (DayKind.HOLIDAY, DayKind.SPECIAL):
            raise TimetableRefused(
                _("%(date)s is already a day without classes: %(name)s.")
                % {"date": date_format(date, "Y-m-d"), "name": day.name or day.get_kind_display()}
            )
        if day is None:
            day = CalendarDay(term=term, institution_id=term.institution_id, date=date)
        day.kind, day.name, day.source, day.follows = DayKind.SPECIAL, name, "", None
        sign(day, by)
        day.save()
    return day


def require_in_term(term: Term, date: datetime.date) -> None:
    """Raise TimetableRefused for a date outside the teaching weeks."""
    if not term.first_monday <= date <= last_date(term):
        raise TimetableRefused(
            _("%(date)s is outside the term, which runs from %(first)s to %(last)s.")
            % {
                "date": date_format(date, "Y-m-d"),
                "first": date_format(term.first_monday, "Y-m-d"),
                "last": date_format(last_date(term), "Y-m-d"),
            }
        )


def sign(day: CalendarDay, by: User | None) -> None:
    """Note who said so, and when."""
    day.entered_by, day.entered_at = by, timezone.now()


def published_row(day: CalendarDay) -> CalendarDay | None:
    """The date as it is published, not saved; None for an ordinary or an unpublished one."""
    published = _published_day(day.date)
    return _row(day.term, day.date, *published) if published else None


def resolve(
    term: Term, *, days: Iterable[CalendarDay] | None = None
) -> dict[datetime.date, TimetableDay]:
    """Each date on which classes meet, and the day of the plain week whose timetable it follows.

    A special day goes before a make-up workday, that before a holiday, that before the plain
    week. A make-up workday follows the date it makes up for: week and weekday are that date's, so
    that odd and even weeks stay right. Every day of the plain week is taught at most once.
    """
    known = {
        day.date: day for day in (CalendarDay.objects.filter(term=term) if days is None else days)
    }
    holidays = {on for on, day in known.items() if day.kind == DayKind.HOLIDAY}
    taught: dict[datetime.date, TimetableDay] = {}
    for on in dates_of(term):
        day = known.get(on)
        if day is None or day.kind == DayKind.ORDINARY:
            taught[on] = place_of(term, on)
        elif day.kind == DayKind.MAKE_UP_WORKDAY and day.follows in holidays:
            taught[on] = place_of(term, day.follows)
    return taught


def is_exam_day(term: Term, on: datetime.date) -> bool:
    """In an exam week of the term, and no public holiday."""
    published = _published_day(on)
    is_holiday = published is not None and published[0] == DayKind.HOLIDAY
    return term.is_exam_week(place_of(term, on).week) and not is_holiday


def _row(term: Term, on: datetime.date, kind: DayKind, name: str) -> CalendarDay:
    return CalendarDay(
        term=term,
        institution_id=term.institution_id,
        date=on,
        kind=kind,
        name=name,
        source=SOURCE,
    )


@cache
def _is_published(year: int) -> bool:
    return any(on.year == year for on in chinese_calendar.constants.holidays)


def _published_day(on: datetime.date) -> tuple[DayKind, str] | None:
    """What the published calendar says of a date; None for an ordinary or an unpublished one."""
    if on in chinese_calendar.constants.holidays:
        return DayKind.HOLIDAY, _chinese(chinese_calendar.constants.holidays[on])
    if on in chinese_calendar.constants.workdays:
        return DayKind.MAKE_UP_WORKDAY, _chinese(chinese_calendar.constants.workdays[on])
    return None


def _chinese(english: str) -> str:
    return next(
        (holiday.chinese for holiday in chinese_calendar.Holiday if holiday.value == english),
        english,
    )
