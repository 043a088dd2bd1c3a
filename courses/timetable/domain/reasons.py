"""Why something could not be placed, in words."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from courses.teaching.enums import WeeklyPattern
from courses.timetable.domain.demands import Obstacle, TermDemands
from courses.timetable.solver.budget import Stage
from courses.timetable.solver.solution import Unplaced, UnplacedReason

MOST_NAMES = 6


def obstacle_sentence(obstacle: Obstacle) -> str:
    """Why a class was not even tried."""
    if obstacle.code == "no_instructor":
        return _("No instructor is assigned.")
    return _("The bell schedule has no %(periods)d periods in a row for it.") % {
        "periods": obstacle.teaching_class.periods_per_meeting
    }


def unplaced_sentence(entry: Unplaced, demands: TermDemands) -> str:
    """One sentence an office can act on."""
    teaching_class = demands.classes[entry.demand]
    values = {
        "class": teaching_class.code,
        "needed": entry.needed,
        "available": entry.available,
        "week": entry.week,
        "who": _names(_who(entry.resources, demands)),
        "rooms": _names(_rooms(entry.resources, demands)),
        "others": _names(sorted({demands.classes[other].code for other in entry.conflicting})),
    }
    return str(_TEXTS[entry.reason]()) % values


_TEXTS = {
    UnplacedReason.NO_START: lambda: _(
        "No run of %(needed)d periods is left open for it on any day."
    ),
    UnplacedReason.NO_ROOM: lambda: _(
        "It has %(needed)d students; the largest room it could use seats %(available)d."
    ),
    UnplacedReason.NO_ROOM_OF_KIND: lambda: _(
        "Rooms are large enough, but none is of the kind or has all the equipment that it needs."
    ),
    UnplacedReason.OVER_WEEKLY_LIMIT: lambda: _(
        "%(who)s would teach %(needed)d periods in week %(week)d; the limit is %(available)d."
    ),
    UnplacedReason.NO_COMMON_TIME: lambda: _("%(who)s are never free at the same time."),
    UnplacedReason.NO_ROOM_AT_FREE_TIMES: lambda: _(
        "Whenever its people are free, the rooms large enough are taken: %(rooms)s."
    ),
    UnplacedReason.INSTRUCTOR_OVERLOADED: lambda: _(
        "%(who)s would teach %(needed)d periods in week %(week)d; only %(available)d are open."
    ),
    UnplacedReason.GROUP_OVERLOADED: lambda: _(
        "%(who)s would have %(needed)d periods in week %(week)d; only %(available)d are open."
    ),
    UnplacedReason.ROOMS_OVERLOADED: lambda: _(
        "The rooms large enough (%(rooms)s) would be needed for %(needed)d periods in week "
        "%(week)d; they have %(available)d."
    ),
    UnplacedReason.CONFLICT: lambda: _("It can't be placed together with %(others)s."),
    UnplacedReason.NOT_PROVEN: lambda: _(
        "No place was found in the time given. Try again with more time."
    ),
}


def stage_sentence(stage: Stage, best: int | None = None) -> str:
    """What the search is doing, and how many points the best plan has so far."""
    if stage == Stage.IMPROVING and best is not None:
        return _("Making the timetable better; the best so far has %(points)d points") % {
            "points": best
        }
    return {
        Stage.TIMES: _("Looking for times without clashes"),
        Stage.ROOMS: _("Assigning rooms"),
        Stage.IMPROVING: _("Making the timetable better"),
        Stage.REASONS: _("Finding out why some classes have no place"),
        Stage.DONE: _("Storing the timetable"),
    }[stage]


def which_slot(demand: str, demands: TermDemands) -> str:
    """`odd weeks`, `even weeks`, or nothing for a class that meets every week."""
    if demands.classes[demand].weekly_pattern != WeeklyPattern.ODD_AND_EVEN:
        return ""
    odd = demands.problem.demand_by_id[demand].weeks & 1
    return _("odd weeks") if odd else _("even weeks")


def _who(ids: Iterable[str], demands: TermDemands) -> list[str]:
    names = [demands.instructors[key].name for key in ids if key in demands.instructors]
    return names + [demands.groups[key].name for key in ids if key in demands.groups]


def _rooms(ids: Iterable[str], demands: TermDemands) -> list[str]:
    return [demands.rooms[key].name for key in ids if key in demands.rooms]


def _names(names: list[str]) -> str:
    shown = names[:MOST_NAMES]
    text = _(", ").join(shown)
    if len(names) > len(shown):
        return _("%(names)s and %(count)d more") % {
            "names": text,
            "count": len(names) - len(shown),
        }
    return text
