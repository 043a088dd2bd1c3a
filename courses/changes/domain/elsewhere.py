"""Students who would be on two campuses at once: their periods differ, their clocks overlap."""

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence

from django.utils import timezone
from django.utils.translation import gettext as _

from courses.changes.domain.objection import Objection
from courses.changes.domain.snapshot import Snapshot
from courses.changes.models import MeetingChange
from courses.timetable.models import Meeting

Spell = tuple[datetime.datetime, datetime.datetime, str, str]
"""From, to, code of the class, campus."""


def students_elsewhere(
    changes: Sequence[MeetingChange], classes: Mapping[int, Collection[int]]
) -> Iterator[Objection]:
    """Meetings of other changes of the set are judged when all is carried out. What stays at its
    time and on its campus is no reason. `classes`: administrative classes by teaching class (pks).
    One query."""
    coming = [
        (change, after)
        for change in changes
        if comes(Snapshot.read(change.before), after := Snapshot.read(change.after))
    ]
    if not coming:
        return
    elsewhere = _spells(
        {after.date for _change, after in coming},
        {pk for change, _after in coming for pk in classes[change.teaching_class_id]},
        but_for=[change.meeting_id for change in changes],
    )
    for change, after in coming:
        starts, ends = after.moment(after.starts), after.moment(after.ends)
        met = {
            spell
            for group in classes[change.teaching_class_id]
            for spell in elsewhere.get((group, after.date), ())
            if spell[3] != after.campus and spell[0] < ends and starts < spell[1]
        }
        for begins, over, code, campus in sorted(met):
            yield Objection(
                change.meeting_id,
                _("Students have %(other)s on campus %(campus)s on %(date)s, %(starts)s–%(ends)s.")
                % {
                    "other": code,
                    "campus": campus,
                    "date": after.date.isoformat(),
                    "starts": timezone.localtime(begins).strftime("%H:%M"),
                    "ends": timezone.localtime(over).strftime("%H:%M"),
                },
                _("Choose another time, or a room on that campus."),
            )


def comes(before: Snapshot, after: Snapshot) -> bool:
    """It takes place at a time, or on a campus, at which it didn't."""
    return not after.is_cancelled and (
        before.is_cancelled
        or (before.date, before.first_period, before.campus)
        != (after.date, after.first_period, after.campus)
    )


def _spells(
    dates: Collection[datetime.date], groups: Collection[int], *, but_for: Collection[int]
) -> Mapping[tuple[int, datetime.date], list[Spell]]:
    """By administrative class (pk) and date."""
    found: dict[tuple[int, datetime.date], list[Spell]] = defaultdict(list)
    rows = (
        Meeting.objects.filter(date__in=dates, teaching_class__administrative_classes__in=groups)
        .taking_place()
        .exclude(pk__in=but_for)
    )
    for group, date, *spell in rows.values_list(
        *("teaching_class__administrative_classes", "date", "starts_at", "ends_at"),
        *("teaching_class__code", "room__campus__name"),
    ):
        starts, ends, code, campus = spell
        found[group, date].append((starts, ends, code, campus))
    return found
