"""How a day of a term is written: 9月14日 周一 第3周."""

import datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from courses.teaching.models import Term


def day_in_term(term: Term, day: datetime.date) -> str:
    """The date with weekday and teaching week."""
    weekdays = (_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun"))
    return _("%(date)s %(weekday)s week %(week)d") % {
        "date": date_format(day, pgettext("date format", "j M")),
        "weekday": weekdays[day.weekday()],
        "week": term.week_of(day),
    }
