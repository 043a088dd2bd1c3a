"""That an instructor may not teach all meetings of a class, in words."""

import datetime

from django.utils.translation import gettext as _

from courses.qualifications.domain import Authorisation
from courses.timetable.domain.authorised_days import days_open
from courses.timetable.domain.demands import TermDemands
from courses.timetable.solver.authority import meetings_on
from courses.timetable.solver.problem import Demand
from courses.timetable.weeks import every_week, format_weeks
from courses.timetable.wording import weekday_text

ONE_DAY = datetime.timedelta(days=1)


def no_day_sentence(key: str, demands: TermDemands) -> str:
    """Who may not teach a demand, why, and from which week on; empty where a day is left for it."""
    demand = demands.problem.demand_by_id[key]
    open_days, left = days_open(demands.problem, demand)
    if left or not open_days:
        return ""
    may = [meetings_on(demands.problem, demand, day)[1].bit_count() for day in open_days]
    why = _why(demand, open_days, demands)
    return _("%(why)s. It needs %(needed)d meetings; at most %(available)d could be held.") % {
        "why": why[0].upper() + why[1:],
        "needed": demand.meetings,
        "available": max(may),
    }


def days_left_sentence(key: str, demands: TermDemands) -> str:
    """Which days are left for a demand, and why not the others; empty where all are."""
    demand = demands.problem.demand_by_id[key]
    open_days, left = days_open(demands.problem, demand)
    if left in (open_days, set()):
        return ""
    return _("Only %(days)s are left for it: %(why)s.") % {
        "days": _(", ").join(weekday_text(day) for day in sorted(left)),
        "why": _why(demand, open_days - left, demands),
    }


def _why(demand: Demand, days: set[int], demands: TermDemands) -> str:
    """张三的三级证书 2026-10-31 到期，第10周起无人可上"""
    known, staff = demands.authorised, int(demand.instructor or 0)
    lost = taught = 0
    for day in days:
        lost |= demand.weeks & known.taught(day) & known.lost(staff, day)
        taught |= demand.weeks & known.taught(day)
    first, answer, before = known.first_lost(staff, days, demand.weeks)
    name = demands.instructors[demand.instructor or ""].name
    week = (lost & -lost).bit_length()
    values = {
        "what": _what(name, first, answer, before),
        "week": week,
        "weeks": format_weeks(lost),
    }
    if taught & ~lost & ~every_week(1, week):
        return _("%(what)s, so that nobody may teach it in %(weeks)s") % values
    return _("%(what)s, so that nobody may teach it from week %(week)d on") % values


def _what(
    name: str, first: datetime.date, answer: Authorisation, before: Authorisation | None
) -> str:
    values = {"who": name, "date": first.isoformat(), "reason": _("; ").join(answer.reasons)}
    if before is not None and before.waiver is not None:
        return _("the waiver of %(who)s ends on %(date)s") % {
            **values,
            "date": (before.waiver.valid_to - ONE_DAY).isoformat(),
        }
    certificate = before.certificate if before is not None else None
    # Still valid, it is the rule or the reading that has changed.
    if certificate is not None and (certificate.expires_on or first) < first:
        return _("the certificate %(level)s of %(who)s ends on %(date)s") % {
            **values,
            "level": certificate.level,
            "date": str(certificate.expires_on),
        }
    return _("from %(date)s on %(who)s may not teach (%(reason)s)") % values
