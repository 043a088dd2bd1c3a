"""Other things that a person must do by a day, said by later slices: training that is due."""

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from courses.institutions.models import StaffMember


@dataclass(frozen=True)
class Deadline:
    """What is due and by when, in the reader's language."""

    due_on: datetime.date
    what: str


# (members of staff, date) -> {staff id: deadlines}; a fixed number of queries.
DeadlineSource = Callable[[Sequence[StaffMember], datetime.date], dict[int, list[Deadline]]]
_sources: dict[str, DeadlineSource] = {}


def deadline_source(key: str) -> Callable[[DeadlineSource], DeadlineSource]:
    """Register a source under a key."""

    def register(source: DeadlineSource) -> DeadlineSource:
        _sources[key] = source
        return source

    return register


def deadlines_of(staff: Sequence[StaffMember], *, on: datetime.date) -> dict[int, list[Deadline]]:
    """All that is registered, by staff id, the soonest first."""
    found: dict[int, list[Deadline]] = {}
    for key in sorted(_sources):
        for staff_id, deadlines in _sources[key](staff, on).items():
            found.setdefault(staff_id, []).extend(deadlines)
    for deadlines in found.values():
        deadlines.sort(key=lambda one: one.due_on)
    return found
