"""Which day's timetable a make-up workday (调休上班) is taught by."""

import datetime

from django.db import IntegrityError, transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cms.users.models import User
from courses.teaching.models import Term
from courses.timetable.domain.calendar import sign
from courses.timetable.domain.refusal import TimetableRefused
from courses.timetable.enums import DayKind
from courses.timetable.models import CalendarDay


def hold_day(day: CalendarDay) -> None:
    """Until the transaction ends, nobody else changes the calendar of its term, or carries out
    changes that were checked against it; the day becomes what it is by now. Raises TimetableRefused
    where somebody has removed it meanwhile."""
    Term.objects.select_for_update(no_key=True).get(pk=day.term_id)
    try:
        day.refresh_from_db(fields=["date", "kind", "name", "source", "follows"])
    except CalendarDay.DoesNotExist as gone:
        raise TimetableRefused(
            _("Somebody has changed %(date)s meanwhile. Look at the calendar again.")
            % {"date": date_format(day.date, "Y-m-d")}
        ) from gone


def answer_make_up_day(
    day: CalendarDay, *, follows: datetime.date | None, by: User | None
) -> CalendarDay:
    """Say which date's timetable a make-up workday is taught by; None: no class meets on it.

    Raises TimetableRefused unless the day is a make-up workday and `follows` a public holiday of
    the same term that no other day makes up.
    """
    try:
        with transaction.atomic():
            hold_day(day)
            if day.kind != DayKind.MAKE_UP_WORKDAY:
                raise TimetableRefused(
                    _("%(date)s is not a make-up workday.")
                    % {"date": date_format(day.date, "Y-m-d")}
                )
            if follows is not None:
                _require_holiday(day, follows)
            day.follows = follows
            sign(day, by)
            day.save(update_fields=["follows", "entered_by", "entered_at"])
    except IntegrityError as error:
        raise TimetableRefused(
            _("%(date)s is already made up on another day.")
            % {"date": date_format(follows, "Y-m-d") if follows else ""}
        ) from error
    return day


def _require_holiday(day: CalendarDay, follows: datetime.date) -> None:
    holiday = CalendarDay.objects.filter(
        term=day.term_id, date=follows, kind=DayKind.HOLIDAY
    ).exists()
    if not holiday:
        raise TimetableRefused(
            _("%(date)s is not a public holiday of this term, so it can't be made up.")
            % {"date": date_format(follows, "Y-m-d")}
        )
