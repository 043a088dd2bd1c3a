"""Why something could not be placed, in words."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.teaching.enums import WeeklyPattern
from courses.teaching.models import Term
from courses.timetable.domain.class_demands import Obstacle, room_asked
from courses.timetable.domain.demands import TermDemands
from courses.timetable.domain.lapse_words import days_left_sentence, no_day_sentence
from courses.timetable.solver.budget import Stage
from courses.timetable.solver.solution import Unplaced, UnplacedReason
from courses.timetable.weeks import every_week, format_weeks, odd_weeks

MOST_NAMES = 6
WHATEVER_THE_DAY = (
    UnplacedReason.NO_START,
    UnplacedReason.NO_ROOM,
    UnplacedReason.NO_ROOM_OF_KIND,
)
OF_INSTRUCTORS = (UnplacedReason.INSTRUCTOR_OVERLOADED, UnplacedReason.OVER_WEEKLY_LIMIT)


def obstacle_sentence(obstacle: Obstacle, term: Term) -> str:
    """Why a class was not even tried."""
    teaching_class = obstacle.teaching_class
    values = {
        "periods": teaching_class.periods_per_meeting,
        "room": room_asked(teaching_class),
        "weeks": format_weeks(teaching_class.weeks or every_week(1, term.weeks)),
        "last": term.weeks,
    }
    return str(_OBSTACLES[obstacle.code]()) % values


_OBSTACLES = {
    "no_instructor": lambda: _("No instructor is assigned."),
    "no_start": lambda: _("The bell schedule has no %(periods)d periods in a row for it."),
    "longer_than_a_day": lambda: _(
        "It meets for %(periods)d periods, more than its instructor may teach on one day."
    ),
    "weeks_past_term": lambda: _(
        "It is to meet in %(weeks)s, but the term has %(last)d weeks. Change its weeks."
    ),
    "no_weeks": lambda: _("Of %(weeks)s its students keep every week free."),
    "part_without_weeks": lambda: _(
        "One of its instructors has only weeks that its students keep free. Share its weeks anew."
    ),
    "no_such_room": lambda: _("No room it could use is %(room)s."),
}


def unplaced_sentence(entry: Unplaced, demands: TermDemands) -> str:
    """One sentence an office can act on."""
    own_code = demands.classes[entry.demand].code
    values = {
        "class": own_code,
        "needed": entry.needed,
        "available": entry.available,
        "week": entry.week,
        "who": _names(_who(entry, demands)),
        "rooms": _rooms(entry.resources, demands),
        "count": len({demands.classes[key].pk for key in (entry.demand, *entry.conflicting)}),
        "others": _names(
            sorted({demands.classes[other].code for other in entry.conflicting} - {own_code})
        ),
    }
    if entry.reason == UnplacedReason.NOT_AUTHORISED:
        return no_day_sentence(entry.demand, demands)
    if entry.reason == UnplacedReason.CONFLICT:
        said = _conflict_sentence(entry, values)
    else:
        said = str(_TEXTS[entry.reason]()) % values
    if entry.reason in WHATEVER_THE_DAY:
        return said
    return " ".join(filter(None, (said, days_left_sentence(entry.demand, demands))))


def _conflict_sentence(entry: Unplaced, values: dict[str, Any]) -> str:
    """Which classes, who is in all of them, and whether giving up one of them would do. A class
    that meets twice a week may stand in its own way."""
    if entry.conflicting and not values["others"]:
        return _("Its two times of the week can't both be placed.")
    if not entry.resources:
        text = _("It can't be placed together with %(others)s.")
    else:
        text = ngettext(
            "It can't be placed together with %(others)s: %(who)s is in all of them.",
            "It can't be placed together with %(others)s: %(who)s are in all of them.",
            len(entry.resources),
        )
    said = [text]
    if entry.smallest and entry.conflicting:
        said.append(_("Without any one of these classes the others could be placed."))
    return " ".join(said) % values


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
        "%(count)d classes need %(rooms)s for %(needed)d periods in week %(week)d; only "
        "%(available)d are open."
    ),
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
        Stage.BOUNDING: _("Finding out how good a timetable could be at best"),
        Stage.REASONS: _("Finding out why some classes have no place"),
        Stage.DONE: _("Storing the timetable"),
    }[stage]


def which_slot(demand: str, demands: TermDemands) -> str:
    """`odd weeks`, `second weekly time`, or nothing for a class with one weekly time; with whose,
    where several instructors share the class."""
    one, teaching_class = demands.problem.demand_by_id[demand], demands.classes[demand]
    own = [each for each in demands.problem.demands if each.teaching_class == one.teaching_class]
    words = []
    if len({each.instructor for each in own}) > 1:
        words.append(demands.instructors[one.instructor or ""].name)
    if teaching_class.weekly_pattern == WeeklyPattern.TWICE:
        mine = [each.id for each in own if each.instructor == one.instructor]
        first = mine.index(demand) == 0
        words.append(_("first weekly time") if first else _("second weekly time"))
    elif teaching_class.weekly_pattern == WeeklyPattern.ODD_AND_EVEN:
        # Weeks that are kept free leave the others of one parity.
        odd = one.weeks & odd_weeks(1, demands.problem.grid.weeks)
        words.append(_("odd weeks") if odd else _("even weeks"))
    return _(", ").join(words)


def _who(entry: Unplaced, demands: TermDemands) -> list[str]:
    """Names of the instructor and the classes that are meant. Keys of instructors and of classes
    may be the same number, so that only those count whom all demands of the entry have."""
    all_of_them = [demands.problem.demand_by_id[key] for key in (entry.demand, *entry.conflicting)]
    one = all_of_them[0]
    names = []
    if (
        entry.reason != UnplacedReason.GROUP_OVERLOADED
        and one.instructor in entry.resources
        and {each.instructor for each in all_of_them} == {one.instructor}
    ):
        names.append(demands.instructors[one.instructor].name)
    if entry.reason not in OF_INSTRUCTORS:
        shared = set(entry.resources).intersection(*(each.groups for each in all_of_them))
        names += [demands.groups[key].name for key in sorted(shared)]
    return names


def _rooms(ids: Iterable[str], demands: TermDemands) -> str:
    """The names, with the kind and campus that they share: 机房（东校区）：机401、机402."""
    rooms = [demands.rooms[key] for key in ids if key in demands.rooms]
    names = _names([room.name for room in rooms])
    kinds, campuses = {room.kind for room in rooms}, {room.campus.name for room in rooms}
    shared = [min(kinds)] if len(kinds) == 1 and "" not in kinds else []
    shared += campuses if len(campuses) == 1 else []
    if not shared:
        return names
    return _("%(kind)s (%(names)s)") % {"kind": " ".join(shared), "names": names}


def _names(names: list[str]) -> str:
    shown = names[:MOST_NAMES]
    text = _(", ").join(shown)
    if len(names) > len(shown):
        return _("%(names)s and %(count)d more") % {
            "names": text,
            "count": len(names) - len(shown),
        }
    return text
