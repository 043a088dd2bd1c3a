"""Who is away and which rooms can't be used on which dates, whoever knows of it.

Repairs that were carried out are read here; slices above register what they know.
"""

import datetime
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import NamedTuple

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from courses.changes.domain.objection import Objection
from courses.changes.domain.snapshot import Snapshot
from courses.changes.models import MeetingChange, Repair

ONE_DAY = datetime.timedelta(days=1)


class Absence(NamedTuple):
    """`staff` (pk) is away on whole days, the last one too. Colleagues read `why`; it is empty
    where the reason is nobody's business."""

    staff: int
    first: datetime.date
    last: datetime.date
    why: str = ""


Source = Callable[[int, datetime.date, datetime.date], Iterable[Absence]]
_sources: dict[str, Source] = {}


def absences_from(name: str, source: Source) -> None:
    """A slice above says who is away: `source(institution pk, first date, last date)` gives the
    absences that touch these dates, in a fixed number of queries. They are asked for in every
    search for times and substitutes. `name` is the source's own, once."""
    _sources[name] = source


class Absences:
    """Between two dates, read once."""

    def __init__(self) -> None:
        self._people: dict[tuple[int, datetime.date], str] = {}
        self._rooms: set[tuple[int, datetime.date]] = set()

    @classmethod
    def read(cls, institution_id: int, *, first: datetime.date, last: datetime.date) -> "Absences":
        """One query, and those of the sources."""
        found = cls()
        repairs = _carried_out(first, last).filter(institution=institution_id)
        away = []
        for staff, room, begins, ends in repairs.values_list(
            "staff_id", "room_id", "first_date", "last_date"
        ):
            if staff is not None:
                away.append(Absence(staff, begins, ends))
            else:
                found._rooms |= {(room, on) for on in _days(begins, ends, first, last)}
        for source in _sources.values():
            away += source(institution_id, first, last)
        for one in away:
            for on in _days(one.first, one.last, first, last):
                found._people[one.staff, on] = found._people.get((one.staff, on)) or one.why
        return found

    @property
    def people(self) -> Iterable[tuple[int, datetime.date]]:
        """Staff (pk) and date."""
        return self._people.keys()

    @property
    def rooms(self) -> Iterable[tuple[int, datetime.date]]:
        """Room (pk) and date."""
        return self._rooms

    def away_said(self, staff: int, name: str, on: datetime.date) -> str | None:
        """None: nothing is known."""
        why = self._people.get((staff, on))
        if why is None:
            return None
        values = {"name": name, "date": on.isoformat(), "why": why}
        if why:
            return _("%(name)s is away on %(date)s: %(why)s.") % values
        return _("%(name)s is away on %(date)s.") % values


def rooms_lost(rooms: Collection[int], on: datetime.date) -> Iterable[int]:
    """Those of the rooms (primary keys) that a repair keeps closed on the date. One query."""
    lost = _carried_out(on, on).filter(room__in=list(rooms))
    found: Iterable[int] = lost.values_list("room_id", flat=True)
    return found


def absent_for(changes: Sequence[MeetingChange]) -> list[Objection]:
    """Each person and each room that a change brings to a date on which they are away or lost. One
    query, and those of the sources."""
    pairs = [
        (change, Snapshot.read(change.before), Snapshot.read(change.after)) for change in changes
    ]
    dates = [after.date for _change, _before, after in pairs]
    if not dates:
        return []
    absences = Absences.read(changes[0].institution_id, first=min(dates), last=max(dates))
    found = []
    for change, before, after in pairs:
        if after.is_cancelled:
            continue
        came = before.is_cancelled or before.date != after.date
        if came or after.instructor != before.instructor:
            said = absences.away_said(after.instructor, after.instructor_name, after.date)
            if said is not None:
                remedy = _("Choose a substitute or another date.")
                found.append(Objection(change.meeting_id, said, remedy))
        if (came or after.room != before.room) and (after.room, after.date) in absences.rooms:
            sentence = _("Room %(name)s can't be used on %(date)s.") % {
                "name": after.room_name,
                "date": after.date.isoformat(),
            }
            remedy = _("Choose another room for it first, or another date.")
            found.append(Objection(change.meeting_id, sentence, remedy))
    return found


def _carried_out(first: datetime.date, last: datetime.date) -> QuerySet[Repair]:
    """Repairs of which a day lies between the two."""
    return Repair.objects.filter(
        applied_at__isnull=False, first_date__lte=last, last_date__gte=first
    )


def _days(
    begins: datetime.date, ends: datetime.date, first: datetime.date, last: datetime.date
) -> Iterator[datetime.date]:
    on = max(begins, first)
    while on <= min(ends, last):
        yield on
        on += ONE_DAY
