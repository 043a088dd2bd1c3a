"""Whether the rule lets somebody ask for a change: limits, lead time, days around holidays."""

import datetime
from collections.abc import Collection, Sequence

from django.db.models import Count, Sum
from django.utils.translation import gettext as _

from courses.changes.enums import ChangeKind, ReasonKind
from courses.changes.models import ChangeRequest, ChangeRule
from courses.institutions.models import StaffMember
from courses.teaching.models import Term
from courses.timetable.enums import DayKind
from courses.timetable.models import CalendarDay

# Neither takes a class out of its day.
FREE_OF_HOLIDAYS = frozenset({ChangeKind.ROOM, ChangeKind.MAKE_UP})


def used_for_private_reasons(staff: StaffMember, term: Term) -> tuple[int, int]:
    """Requests and periods of the term that count so far; one query."""
    row = (
        ChangeRequest.objects.counted()
        .filter(staff=staff, term=term, reason_kind=ReasonKind.PRIVATE)
        .aggregate(times=Count("pk"), periods=Sum("periods"))
    )
    return row["times"], row["periods"] or 0


def limit_problems(
    rule: ChangeRule, *, staff: StaffMember, term: Term, reason_kind: str, periods: int
) -> list[str]:
    """What a request for private reasons would exceed."""
    if reason_kind != ReasonKind.PRIVATE:
        return []
    times, before = used_for_private_reasons(staff, term)
    problems = []
    if rule.private_times is not None and times + 1 > rule.private_times:
        problems.append(
            _(
                "You have asked %(used)d times for private reasons this term; "
                "the rule allows %(limit)d."
            )
            % {"used": times, "limit": rule.private_times}
        )
    if rule.private_periods is not None and before + periods > rule.private_periods:
        problems.append(
            _(
                "With these %(periods)d periods it would be %(total)d for private reasons this "
                "term; the rule allows %(limit)d."
            )
            % {"periods": periods, "total": before + periods, "limit": rule.private_periods}
        )
    return problems


def lead_problems(
    rule: ChangeRule,
    *,
    reason_kind: str,
    meetings: int,
    first_date: datetime.date,
    today: datetime.date,
) -> list[str]:
    """Asked too late? `first_date`: the earliest date that something changes on."""
    if reason_kind in rule.urgent_reasons:
        return []
    needed = rule.lead_days_long if meetings > 1 else rule.lead_days
    days = (first_date - today).days
    if days >= needed:
        return []
    return [
        _(
            "The rule asks for %(needed)d days' notice; there are %(days)d. "
            "Choose another reason if it is urgent, or call the teaching office."
        )
        % {"needed": needed, "days": max(0, days)}
    ]


def holiday_problems(
    rule: ChangeRule,
    *,
    kind: str,
    reason_kind: str,
    term: Term,
    dates: Collection[datetime.date],
) -> list[str]:
    """Dates too near to a public holiday; one query."""
    gap = rule.holiday_gap_days
    if not gap or reason_kind in rule.urgent_reasons or kind in FREE_OF_HOLIDAYS:
        return []
    reach = datetime.timedelta(days=gap)
    holidays: Sequence[datetime.date] = list(
        CalendarDay.objects.filter(
            term=term,
            kind=DayKind.HOLIDAY,
            date__range=(min(dates) - reach, max(dates) + reach),
        ).values_list("date", flat=True)
    )
    return [
        _("%(date)s is within %(days)d days of a public holiday; the rule allows no change then.")
        % {"date": on.isoformat(), "days": gap}
        for on in sorted(dates)
        if any(abs((on - holiday).days) <= gap for holiday in holidays)
    ]
