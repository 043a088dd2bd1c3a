"""The clock times that stand beside the periods of a grid."""

import datetime
from collections.abc import Iterable, Iterator
from typing import NamedTuple, TypeAlias

from django.utils.translation import gettext as _

from courses.teaching.models import Term
from courses.timetable.domain.bells import Bells, ClockTimes
from courses.timetable.models import Slot
from courses.timetable.wording import date_text


class Clock(NamedTuple):
    """`said`: from when on, or on which campus; empty for the ordinary one."""

    starts: str
    ends: str
    said: str = ""

    @property
    def text(self) -> str:
        """In one line or two."""
        return f"{self.said}\n{self.starts}–{self.ends}".strip()


class OtherTimes(NamedTuple):
    """Times that hold from a later date on, or on another campus; `said` names which."""

    said: str
    times: ClockTimes


class TermTimes(NamedTuple):
    """Those of the first campus on the first Monday, and whatever else rings in the term."""

    first: ClockTimes
    others: tuple[OtherTimes, ...] = ()


_Ringing: TypeAlias = tuple[datetime.date, ClockTimes]


def times_beside(bells: Bells, term: Term, slots: Iterable[Slot]) -> TermTimes:
    """For the campuses of the slots, which come `with_names()`."""
    campuses: dict[int | None, str] = {
        slot.room.campus_id: slot.room.campus.name for slot in slots
    } or {None: ""}
    main = next(iter(campuses))
    ringing = {pk: _in_term(bells, term, pk) for pk in campuses}
    others = []
    for pk, name in campuses.items():
        if pk != main and ringing[pk] == ringing[main]:
            continue
        for on, times in ringing[pk]:
            said = [] if pk == main else [name]
            if on != term.first_monday:
                said.append(_("from %(date)s on") % {"date": date_text(on)})
            if said:
                others.append(OtherTimes(" ".join(said), times))
    return TermTimes(bells.on(term.first_monday, main), tuple(others))


def _in_term(
    bells: Bells, term: Term, campus: int | None
) -> list[tuple[datetime.date, ClockTimes]]:
    """The dates from which on other times ring than before."""
    found: list[tuple[datetime.date, ClockTimes]] = []
    for on in bells.dates_of_change(term):
        times = bells.on(on, campus)
        if times and (not found or times != found[-1][1]):
            found.append((on, times))
    return found


def clocks_of(period: int, times: TermTimes) -> Iterator[Clock]:
    """The ordinary one first, then those that differ from it."""
    if period in times.first:
        yield _clock(times.first[period])
    for other in times.others:
        if period in other.times and other.times[period] != times.first.get(period):
            yield _clock(other.times[period], said=other.said)


def span(times: ClockTimes, first: int, last: int) -> str:
    """`08:00–09:40`; empty where a period is missing."""
    if first not in times or last not in times:
        return ""
    return f"{times[first][0]:%H:%M}–{times[last][1]:%H:%M}"


def _clock(times: tuple[datetime.time, datetime.time], *, said: str = "") -> Clock:
    return Clock(f"{times[0]:%H:%M}", f"{times[1]:%H:%M}", said)
