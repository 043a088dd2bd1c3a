"""Single students of a class who have something else at a time.

It is advice and no objection: what one student misses doesn't keep forty others from a time.
"""

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from courses.changes.domain.audience import administrative_classes_of
from courses.changes.domain.elsewhere import comes
from courses.changes.domain.snapshot import Snapshot
from courses.changes.models import MeetingChange
from courses.teaching.domain.single_students import SingleStudents, StudentElsewhere
from courses.teaching.models import Term
from courses.timetable.domain.busy_times import busy_between
from courses.timetable.enums import ResourceKind
from courses.timetable.models import Meeting

Moment = datetime.datetime


@dataclass(frozen=True)
class Placed:
    """What is to become of a meeting; `meeting` and `teaching_class` are primary keys."""

    meeting: int
    teaching_class: int
    code: str
    before: Snapshot
    after: Snapshot

    @classmethod
    def by(cls, change: MeetingChange) -> "Placed":
        """Its meeting comes with the class."""
        return cls(
            change.meeting_id,
            change.teaching_class_id,
            change.meeting.teaching_class.code,
            Snapshot.read(change.before),
            Snapshot.read(change.after),
        )


class _Spell(NamedTuple):
    starts: Moment
    ends: Moment
    code: str
    meeting: int


@dataclass
class OtherClasses:
    """What the students of classes have besides them between two dates, where it isn't what their
    administrative classes have: those times are booked, and no time for the class anyway."""

    singles: SingleStudents
    _spells: dict[tuple[int, datetime.date], list[_Spell]] = field(
        default_factory=lambda: defaultdict(list)
    )
    _busy: dict[tuple[int, datetime.date, int], list[str]] = field(
        default_factory=lambda: defaultdict(list)
    )

    @classmethod
    def read(
        cls,
        classes: Mapping[int, Collection[int]],
        *,
        terms: Collection[Term],
        first: datetime.date,
        last: datetime.date,
        with_seats: bool = False,
    ) -> "OtherClasses":
        """`classes`: the administrative classes (pks) of each teaching class. Two queries; one more
        where somebody has another class, and those of times taken where somebody comes from another
        administrative class."""
        found = cls(SingleStudents.read(classes, terms=terms, with_seats=with_seats))
        others = found.singles.other_classes
        rows = Meeting.objects.filter(teaching_class__in=others, date__range=(first, last))
        for other, date, *spell in rows.taking_place().values_list(
            *("teaching_class", "date", "starts_at", "ends_at", "teaching_class__code", "pk")
        ):
            found._spells[other, date].append(_Spell(*spell))
        if homes := found.singles.other_homes:
            resources = {ResourceKind.ADMINISTRATIVE_CLASS: homes}
            for busy in busy_between(resources, first=first, last=last):
                found._busy[busy.resource_id, busy.date, busy.period].append(busy.reason)
        return found

    def carrying_out(self, changes: Iterable[Placed]) -> "OtherClasses":
        """As it would be with these changes."""
        changes = list(changes)
        moving = {change.meeting for change in changes}
        spells = defaultdict(
            list,
            {
                key: [spell for spell in some if spell.meeting not in moving]
                for key, some in self._spells.items()
            },
        )
        for change in changes:
            after = change.after
            if not after.is_cancelled:
                starts, ends = after.moment(after.starts), after.moment(after.ends)
                spells[change.teaching_class, after.date].append(
                    _Spell(starts, ends, change.code, change.meeting)
                )
        return replace(self, _spells=spells)

    def at(
        self,
        teaching_class: int,
        date: datetime.date,
        starts: Moment,
        ends: Moment,
        periods: Iterable[int],
    ) -> tuple[StudentElsewhere, ...]:
        """Each student of the class once, by number. Meetings are compared by the clock, for bells
        differ between campuses; times taken have periods only."""
        met: dict[int, str] = {}
        for other, students in self.singles.sitting.get(teaching_class, {}).items():
            for spell in self._spells.get((other, date), ()):
                if spell.starts < ends and starts < spell.ends:
                    met |= dict.fromkeys(students, spell.code)
        homes = self.singles.homes.get(teaching_class, {})
        for period in periods if homes else ():
            for home, students in homes.items():
                for reason in self._busy.get((home, date, period), ()):
                    met = dict.fromkeys(students, reason) | met
        return self.singles.named(met)


Missed = dict[int, tuple[StudentElsewhere, ...]]
"""By the meeting's primary key."""


def missed_by(terms: Collection[Term], *acts: Sequence[Placed]) -> list[Missed]:
    """For each of the acts, which are alternatives to each other: the meetings that get a new time
    at which somebody has another class when all of the act is carried out, with who that is. Five
    queries at most and those of times taken, whatever the sizes; none where no time changes."""
    coming = [
        [change for change in changes if comes(change.before, change.after)] for changes in acts
    ]
    classes = {change.teaching_class for changes in coming for change in changes}
    if not classes:
        return [{} for _changes in acts]
    dates = [change.after.date for changes in coming for change in changes]
    groups = administrative_classes_of(classes)
    others = OtherClasses.read(
        {pk: groups.get(pk, []) for pk in classes}, terms=terms, first=min(dates), last=max(dates)
    )
    return [
        _missed(others.carrying_out(changes), new)
        for changes, new in zip(acts, coming, strict=True)
    ]


def _missed(others: OtherClasses, coming: Iterable[Placed]) -> Missed:
    found = {}
    for change in coming:
        after = change.after
        starts, ends = after.moment(after.starts), after.moment(after.ends)
        students = others.at(change.teaching_class, after.date, starts, ends, after.period_numbers)
        if students:
            found[change.meeting] = students
    return found


def is_ahead(after: Snapshot, *, now: Moment) -> bool:
    """The new time is still to come."""
    return after.moment(after.starts) > now
