"""Minutes between campuses, and between which periods they are too many."""

import datetime
from collections.abc import Mapping
from itertools import combinations

from django.db import transaction
from django.utils.translation import gettext as _

from cms.users.models import User
from courses.institutions.models import Campus, Institution
from courses.teaching.models import Term
from courses.timetable.domain.bells import Bells, ClockTimes
from courses.timetable.domain.refusal import TimetableRefused
from courses.timetable.models import CampusTravel
from courses.timetable.solver.problem import Travel

Pair = tuple[int, int]
"""Two campuses (pk), the smaller first."""
LONGEST = 240


def minutes_between(institution: Institution | int) -> dict[Pair, int]:
    """One query; campuses of which nothing is said lie side by side."""
    rows = CampusTravel.objects.filter(institution=institution).order_by("first", "second")
    return {(row.first_id, row.second_id): row.minutes for row in rows}


def ways_between(institution: Institution | int, bells: Bells) -> dict[Pair, int]:
    """Minutes between campuses; where some of them have bells of their own also 0 for every two
    that have rooms and of which nothing is said, for nobody is on both at once even so. Two
    queries at most."""
    minutes = minutes_between(institution)
    if not bells.differ:
        return minutes
    campuses = Campus.objects.filter(institution=institution, rooms__isnull=False)
    used = campuses.order_by("pk").values_list("pk", flat=True).distinct()
    return dict.fromkeys(combinations(used, 2), 0) | minutes


@transaction.atomic
def set_travel(institution: Institution, *, minutes: Mapping[Pair, int], by: User | None) -> None:
    """Make these the minutes between the institution's campuses; 0 takes a pair away. Pairs that
    aren't named stay. Raises TimetableRefused."""
    Institution.objects.select_for_update(no_key=True).get(pk=institution.pk)
    own = set(Campus.objects.filter(institution=institution).values_list("pk", flat=True))
    for (first, second), count in minutes.items():
        if not {first, second} <= own or first >= second:
            raise TimetableRefused(_("These are not two campuses of the institution."))
        if not 0 <= count <= LONGEST:
            raise TimetableRefused(
                _("Write the minutes between two campuses, 0 to %(longest)d.")
                % {"longest": LONGEST}
            )
        rows = CampusTravel.objects.filter(institution=institution, first=first, second=second)
        if count == 0:
            rows.delete()
        elif not rows.update(minutes=count):
            CampusTravel.objects.create(
                institution=institution, first_id=first, second_id=second, minutes=count
            )


def travel_of(term: Term, bells: Bells, *, periods: int) -> tuple[Travel, ...]:
    """What the search needs to know: for each pair of campuses, an earlier and a later period
    between which the minutes are not enough under some schedule of the term, in one direction or
    the other. Between campuses of which nothing is said, these are periods that overlap in the
    clock. Two queries at most."""
    found: list[Travel] = []
    dates = bells.dates_of_change(term)
    for (first, second), minutes in ways_between(term.institution_id, bells).items():
        too_short = frozenset(
            pair
            for on in dates
            for pair in _too_short(bells.on(on, first), bells.on(on, second), minutes, periods)
        )
        if too_short:
            found.append(Travel(frozenset({str(first), str(second)}), too_short))
    return tuple(found)


def _too_short(
    one: ClockTimes, other: ClockTimes, minutes: int, periods: int
) -> list[tuple[int, int]]:
    return [
        (earlier, later)
        for earlier, later in combinations(range(1, periods + 1), 2)
        for here, there in ((one, other), (other, one))
        if earlier in here
        and later in there
        and _minutes(there[later][0]) - _minutes(here[earlier][1]) < minutes
    ]


def _minutes(time: datetime.time) -> int:
    return time.hour * 60 + time.minute
