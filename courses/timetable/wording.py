"""Dates and places as people write them in a timetable."""

import datetime

from django.utils.translation import gettext as _
from django.utils.translation import pgettext


def weekday_text(weekday: int) -> str:
    """周一 … 周日, for an ISO weekday."""
    return (
        pgettext("weekday", "Mon"),
        pgettext("weekday", "Tue"),
        pgettext("weekday", "Wed"),
        pgettext("weekday", "Thu"),
        pgettext("weekday", "Fri"),
        pgettext("weekday", "Sat"),
        pgettext("weekday", "Sun"),
    )[weekday - 1]


def date_text(on: datetime.date) -> str:
    """9月14日"""
    return _("%(month)d/%(day)d") % {"month": on.month, "day": on.day}


def week_text(week: int) -> str:
    """第3周"""
    return _("week %(week)d") % {"week": week}


def dated_text(on: datetime.date, week: int) -> str:
    """9月14日 周一 第3周"""
    return f"{date_text(on)} {weekday_text(on.isoweekday())} {week_text(week)}"


def periods_text(first: int, periods: int) -> str:
    """第1–2节"""
    if periods == 1:
        return _("period %(first)d") % {"first": first}
    return _("periods %(first)d–%(last)d") % {"first": first, "last": first + periods - 1}
