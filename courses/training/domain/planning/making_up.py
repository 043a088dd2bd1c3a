"""Other times at which a missed meeting could be held: its classes, its instructor, a room free."""

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import NamedTuple

from courses.teaching.models import TeachingClass, Term
from courses.timetable.domain.bells import Bells
from courses.timetable.domain.calendar import TimetableDay, resolve
from courses.timetable.domain.day_layout import layout_of
from courses.timetable.enums import ResourceKind
from courses.timetable.models import CalendarDay, FreeWeeks, Room
from courses.training.domain.planning.elsewhere import Elsewhere
from courses.training.domain.planning.occupied import Occupied, bits
from courses.training.domain.planning.scope import Scope
from courses.training.domain.planning.standing_in import Colleagues
from courses.training.domain.planning.taken_weekly import TakenWeekly
from courses.training.domain.planning.taught import Taught
from courses.training.planner.problem import MakeUpSlot

# So many for each meeting, on different days; on so many days where single students have something
# else then.
MOST, LOOKED_AT = 2, 6
# Not in the days around the meeting, which the same training takes too.
NEAREST, FARTHEST = 5, 28
OTHER_ROOMS = 4


class Time(NamedTuple):
    """A make-up: when and in which room (primary key)."""

    date: datetime.date
    first_period: int
    room: int

    def key(self, meeting: int) -> str:
        """As the planner calls it."""
        return f"{meeting}@{self.date.isoformat()}.{self.first_period}.{self.room}"

    @classmethod
    def read(cls, key: str) -> "Time":
        date, first, room = key.partition("@")[2].split(".")
        return cls(datetime.date.fromisoformat(date), int(first), int(room))


class MakeUps:
    """Terms, bells, rooms, groups and single students of some institutions. Ten queries at
    most."""

    def __init__(
        self,
        scope: Scope,
        meetings: Collection[Taught],
        occupied: Occupied,
        colleagues: Colleagues,
        *,
        today: datetime.date,
        until: datetime.date,
        instead: Mapping[int, Taught],
    ) -> None:
        self._occupied, self._colleagues = occupied, colleagues
        wanted = {one.term for one in meetings}
        terms = Term.objects.in_bulk(wanted)
        days: dict[int, list[CalendarDay]] = defaultdict(list)
        for day in CalendarDay.objects.filter(term__in=wanted):
            days[day.term_id].append(day)
        self._days: dict[int, dict[datetime.date, TimetableDay]] = {
            pk: {on: day for on, day in resolve(term, days=days[pk]).items() if on > today}
            for pk, term in terms.items()
        }
        self._bells = Bells.of_many(scope.institutions().values_list("pk", flat=True))
        self._rooms: dict[int, Room] = {}
        self._on_campus: dict[tuple[int, str], list[Room]] = defaultdict(list)
        for room in Room.objects.filter(institution__in=scope.institutions()).order_by(
            "capacity", "pk"
        ):
            self._rooms[room.pk] = room
            self._on_campus[room.campus_id, room.kind].append(room)
        self.groups = _groups(scope)
        self._weekly = TakenWeekly(wanted)
        self._elsewhere = Elsewhere(
            {
                one.teaching_class: [pk for pk, _year in self.groups.get(one.teaching_class, ())]
                for one in meetings
            },
            terms.values(),
            first=today,
            last=until,
            weekly=self._weekly,
            instead=instead,
        )
        self._free = _kept_free(wanted)
        self._starts: dict[tuple[int, int], tuple[int, ...]] = {}

    def times(self, meeting: Taught, *, always: Time | None = None) -> list[Time]:
        """At most MOST times, the nearest first; `always` goes before them. Of the LOOKED_AT
        nearest days those go before on which fewer single students have something else then."""
        kept = [always] if always is not None else []
        dates = {one.date for one in kept}
        found: list[tuple[int, Time]] = []
        for date in self._dates(meeting):
            good = sum(not students for students, _time in found)
            if len(kept) + good >= MOST or len(found) >= LOOKED_AT:
                break
            if date in dates or not self._colleagues.may_teach(meeting.instructor, date):
                continue
            best = self._best_on(meeting, date)
            if best is not None:
                found.append(best)
        found.sort(key=lambda one: one[0])
        return (kept + [time for _students, time in found])[:MOST]

    def slot(self, meeting: Taught, time: Time) -> MakeUpSlot:
        groups = (pk for pk, _year in self.groups.get(meeting.teaching_class, ()))
        return MakeUpSlot(
            id=time.key(meeting.pk),
            date=time.date,
            periods=tuple(range(time.first_period, time.first_period + meeting.periods)),
            takes=(f"room{time.room}", *(f"class{pk}" for pk in groups)),
        )

    def _dates(self, meeting: Taught) -> Iterator[datetime.date]:
        """Days of the term, from near to far; those after the meeting before those before it."""
        days = self._days.get(meeting.term, {})
        for sign in (1, -1):
            for distance in range(NEAREST, FARTHEST + 1):
                date = meeting.date + datetime.timedelta(days=sign * distance)
                if date in days and date.isoweekday() < 6 and not self._kept(meeting, days[date]):
                    yield date

    def _kept(self, meeting: Taught, day: TimetableDay) -> bool:
        for pk, year in self.groups.get(meeting.teaching_class, ()):
            for key in (("class", pk), ("year", year)):
                if self._free.get((meeting.term, *key), 0) >> (day.week - 1) & 1:
                    return True
        return False

    def _best_on(self, meeting: Taught, date: datetime.date) -> tuple[int, Time] | None:
        """The first time of the date at which fewest have something else, and how many have."""
        best: tuple[int, Time] | None = None
        day = self._days[meeting.term][date]
        for time in self._on(meeting, date):
            periods = bits(time.first_period, meeting.periods)
            students = self._elsewhere.students(meeting, date, day, periods)
            if best is None or students < best[0]:
                best = students, time
            if not students:
                break
        return best

    def _on(self, meeting: Taught, date: datetime.date) -> Iterator[Time]:
        own = self._rooms[meeting.room]
        bells = self._bells.get(meeting.institution)
        times = bells.on(date, own.campus_id) if bells else {}
        for first in self._starts_of(times, meeting.periods):
            periods = bits(first, meeting.periods)
            if not self._people_free(meeting, date, periods):
                continue
            for room in self._rooms_for(own):
                if self._is_free(ResourceKind.ROOM, room, meeting, date, periods):
                    yield Time(date, first, room)
                    break

    def _people_free(self, meeting: Taught, date: datetime.date, periods: int) -> bool:
        own = ResourceKind.STAFF.value, meeting.instructor
        return self._occupied.is_free(*own, date, periods) and all(
            self._is_free(ResourceKind.ADMINISTRATIVE_CLASS, pk, meeting, date, periods)
            for pk, _year in self.groups.get(meeting.teaching_class, ())
        )

    def _is_free(
        self, kind: ResourceKind, pk: int, meeting: Taught, date: datetime.date, periods: int
    ) -> bool:
        """Neither booked nor taken by something else."""
        day = self._days[meeting.term][date]
        return self._occupied.is_free(kind.value, pk, date, periods) and self._weekly.is_free(
            kind.value, pk, meeting.term, day, periods
        )

    def _rooms_for(self, own: Room) -> list[int]:
        """The own room, then others of its kind and campus that hold as many."""
        others = [
            room.pk
            for room in self._on_campus[own.campus_id, own.kind]
            if room.capacity >= own.capacity and room.pk != own.pk
        ]
        return [own.pk, *others[:OTHER_ROOMS]]

    def _starts_of(self, times: dict, periods: int) -> tuple[int, ...]:
        key = id(times), periods
        if key not in self._starts:
            layout = layout_of(times, periods=len(times))
            self._starts[key] = tuple(sorted(layout.starts(periods))) if times else ()
        return self._starts[key]


def _groups(scope: Scope) -> dict[int, list[tuple[int, int]]]:
    """Administrative classes (primary key, entry year) by teaching class."""
    rows = (
        TeachingClass.administrative_classes.through.objects.filter(
            teachingclass__institution__in=scope.institutions()
        )
        .order_by("pk")
        .values_list(
            "teachingclass_id", "administrativeclass_id", "administrativeclass__entry_year"
        )
    )
    found: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for teaching_class, group, year in rows:
        found[teaching_class].append((group, year))
    return found


def _kept_free(terms: Iterable[int]) -> dict[tuple[int, str, int], int]:
    found: dict[tuple[int, str, int], int] = defaultdict(int)
    for row in FreeWeeks.objects.filter(term__in=set(terms)):
        if row.entry_year is not None:
            found[row.term_id, "year", row.entry_year] |= row.weeks
        elif row.administrative_class_id is not None:
            found[row.term_id, "class", row.administrative_class_id] |= row.weeks
    return found
