"""What the office itself says of a date: a year whose holidays aren't published yet, or a holiday
that the institution keeps otherwise."""

import datetime
import logging

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cms.users.models import User
from courses.teaching.models import Term
from courses.timetable.domain.calendar import (
    SOURCE,
    add_special_day,
    published_row,
    require_in_term,
    sign,
)
from courses.timetable.domain.make_up_days import answer_make_up_day, hold_day
from courses.timetable.domain.refusal import TimetableRefused
from courses.timetable.enums import DayKind
from courses.timetable.models import CalendarDay

audit_log = logging.getLogger("qihang.audit")


@transaction.atomic
def enter_day(
    term: Term,
    *,
    date: datetime.date,
    kind: str,
    name: str,
    follows: datetime.date | None = None,
    by: User | None,
) -> CalendarDay:
    """Make a date of the term a holiday, a make-up workday (taught as on the holiday `follows`) or
    a day without classes, whatever was proposed for it. A later proposal leaves it alone.

    Raises TimetableRefused: outside the term, a day without classes that is one already, a holiday
    that another day makes up, `follows` no holiday or made up already.
    """
    if kind == DayKind.SPECIAL:
        day = add_special_day(term, date=date, name=name, by=by)
    else:
        require_in_term(term, date)
        Term.objects.select_for_update(no_key=True).get(pk=term.pk)
        day = CalendarDay.objects.filter(term=term, date=date).first() or CalendarDay(
            term=term, institution_id=term.institution_id, date=date
        )
        if kind != DayKind.HOLIDAY:
            _require_not_made_up(day)
        day.kind, day.name, day.source, day.follows = DayKind(kind), name, "", None
        sign(day, by)
        day.save()
        if follows is not None:
            answer_make_up_day(day, follows=follows, by=by)
    _log("entered as " + kind, day, by)
    return day


@transaction.atomic
def strike_day(day: CalendarDay, *, by: User | None) -> None:
    """Make a published holiday or make-up workday an ordinary day. Raises TimetableRefused where
    another day makes the holiday up, or the day is nothing that was published."""
    hold_day(day)
    if day.source != SOURCE:
        raise TimetableRefused(
            _("%(date)s is not a published holiday or make-up workday.")
            % {"date": date_format(day.date, "Y-m-d")}
        )
    _require_not_made_up(day)
    day.kind, day.source, day.follows = DayKind.ORDINARY, "", None
    sign(day, by)
    day.save()
    _log("struck", day, by)


@transaction.atomic
def remove_entered_day(day: CalendarDay, *, by: User | None) -> None:
    """Make a date that the office entered again what the published calendar says of it. Raises
    TimetableRefused where another day makes the holiday up, or nobody entered the day."""
    hold_day(day)
    if day.source == SOURCE:
        raise TimetableRefused(
            _("%(date)s was not entered by hand.") % {"date": date_format(day.date, "Y-m-d")}
        )
    published = published_row(day)
    if published is None or published.kind != DayKind.HOLIDAY:
        _require_not_made_up(day)
    day.delete()
    if published is not None:
        published.save()
    _log("removed", day, by)


def _require_not_made_up(day: CalendarDay) -> None:
    made_up = CalendarDay.objects.filter(term=day.term_id, follows=day.date).first()
    if made_up is not None:
        raise TimetableRefused(
            _("%(date)s is made up on %(other)s. Change that day first.")
            % {
                "date": date_format(day.date, "Y-m-d"),
                "other": date_format(made_up.date, "Y-m-d"),
            }
        )


def _log(act: str, day: CalendarDay, by: User | None) -> None:
    audit_log.info(
        "calendar day %s of term %s %s user=%s",
        day.date.isoformat(),
        day.term_id,
        act,
        by.pk if by else None,
    )
