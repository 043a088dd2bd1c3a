"""What stands against changes that are carried out now: whatever is taken, away, kept free, too
much or too far. Who may teach is asked besides."""

import datetime
from collections.abc import Collection, Iterator, Mapping, Sequence

from django.utils.translation import gettext as _

from courses.changes.domain.absences import absent_for
from courses.changes.domain.clashes import taken_for
from courses.changes.domain.elsewhere import students_elsewhere
from courses.changes.domain.objection import Objection
from courses.changes.domain.snapshot import Snapshot
from courses.changes.domain.teaching_days import Stint, TeachingDays
from courses.changes.models import MeetingChange
from courses.teaching.models import Term
from courses.timetable.domain.calendar import TimetableDay
from courses.timetable.domain.free_weeks import classes_with_free_weeks
from courses.timetable.models import Room
from courses.timetable.weeks import format_weeks


def objections_to(
    term: Term,
    changes: Sequence[MeetingChange],
    *,
    classes: dict[int, list[int]],
    days: Mapping[datetime.date, TimetableDay],
) -> list[Objection]:
    """`classes`: administrative classes by teaching class (pks); `days`: the dates on which the
    term teaches. Twelve queries at most with a term that comes with its institution, those of the
    sources of absences, and one for each kind of resource that clashes."""
    found = [*taken_for(changes, classes), *absent_for(changes)]
    found += students_elsewhere(changes, classes)
    found += _free_weeks(term, changes, classes=classes, days=days)
    return [*found, *_too_much(term, changes)]


def _comes(before: Snapshot, after: Snapshot) -> bool:
    """It takes place on a date on which it didn't."""
    return not after.is_cancelled and (before.is_cancelled or before.date != after.date)


def _free_weeks(
    term: Term,
    changes: Sequence[MeetingChange],
    *,
    classes: Mapping[int, Collection[int]],
    days: Mapping[datetime.date, TimetableDay],
) -> Iterator[Objection]:
    """Meetings that would come into a week that students keep free, such as graduating classes."""
    coming = [
        (change, after.date, days[after.date].week)
        for change in changes
        if _comes(Snapshot.read(change.before), after := Snapshot.read(change.after))
        and after.date in days
    ]
    if not coming:
        return
    free = classes_with_free_weeks(term, {pk for each in classes.values() for pk in each})
    for change, date, week in coming:
        kept = [
            (one.name, weeks)
            for one, weeks in free.items()
            if one.pk in classes[change.teaching_class_id] and weeks >> (week - 1) & 1
        ]
        if kept:
            said = {
                "date": date.isoformat(),
                "classes": _(", ").join(name for name, _weeks in kept),
                "weeks": _(", ").join(sorted({format_weeks(weeks) for _name, weeks in kept})),
            }
            yield Objection(
                change.meeting_id,
                _("On %(date)s %(classes)s keep the week free.") % said,
                _("Choose a date outside of %(weeks)s, or have the class made up later.") % said,
            )


def _too_much(term: Term, changes: Sequence[MeetingChange]) -> Iterator[Objection]:
    """In their order: a change that fits counts against those after it."""
    pairs = [
        (change, Snapshot.read(change.before), after)
        for change in changes
        if not (after := Snapshot.read(change.after)).is_cancelled
    ]
    if not pairs:
        return
    campuses = dict(
        Room.objects.filter(pk__in={after.room for *_rest, after in pairs}).values_list(
            "pk", "campus_id"
        )
    )
    dates = [after.date for *_rest, after in pairs]
    teaching = TeachingDays.read(
        term,
        {after.instructor for *_rest, after in pairs},
        first=min(dates),
        last=max(dates),
        but_for=[change.meeting_id for change in changes],
    )
    for change, before, after in pairs:
        stint = Stint.of_snapshot(after, campus=campuses[after.room])
        new_day = _comes(before, after) or before.instructor != after.instructor
        moved = new_day or (before.first_period, before.campus) != (
            after.first_period,
            after.campus,
        )
        much = teaching.too_much(stint.staff, stint.date, stint.periods) if new_day else None
        far = teaching.too_far(stint) if moved else None
        if much is not None:
            yield Objection(
                change.meeting_id,
                much.said_of(after.instructor_name),
                _("Choose a substitute or another date, or enter another limit for the person."),
            )
        if far is not None:
            yield Objection(
                change.meeting_id,
                far.said_of(after.instructor_name),
                _("Choose a room on that campus, another time, or a substitute."),
            )
        if much is None and far is None:
            teaching.add(stint)
