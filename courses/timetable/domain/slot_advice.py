"""What the office should know of a place before it puts a weekly time there; none of it stops
anybody."""

from django.utils.translation import gettext as _

from courses.timetable.domain.version_problem import VersionProblem
from courses.timetable.enums import DayPart
from courses.timetable.solver.authority import meetings_on
from courses.timetable.solver.problem import Demand
from courses.timetable.weeks import format_weeks
from courses.timetable.wording import weekday_text


def advice_on(
    demand: Demand, weekday: int, first_period: int, version: VersionProblem
) -> list[str]:
    """Sentences: meetings that would be blocked, a time that is kept free, a break in between."""
    return [
        *_authority(demand, weekday, version),
        *_parts(demand, weekday, first_period, version),
    ]


def _authority(demand: Demand, weekday: int, version: VersionProblem) -> list[str]:
    """A hand may put it there: a certificate is often renewed in time, and else those meetings are
    blocked."""
    taught, may = meetings_on(version.problem, demand, weekday)
    if taught == may:
        return []
    return [
        _("%(name)s may not teach it in %(weeks)s; these meetings would be blocked.")
        % {"name": version.slots[demand.id].instructor.name, "weeks": format_weeks(taught & ~may)}
    ]


def _parts(demand: Demand, weekday: int, first_period: int, version: VersionProblem) -> list[str]:
    periods = {*range(first_period, first_period + demand.periods)}
    parts = [
        DayPart(part)
        for part, numbers in version.demands.layout.parts.items()
        if not periods.isdisjoint(numbers)
    ]
    said = [
        _("%(weekday)s, %(part)s: kept free of classes.")
        % {"weekday": weekday_text(weekday), "part": part.label}
        for part in parts
        if (weekday, part) in version.kept_free
    ]
    if len(parts) > 1:
        said.append(_("It would go on across the break between two parts of the day."))
    return said
