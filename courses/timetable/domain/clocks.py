"""Periods of two campuses that ring at the same time: what differs in number may overlap in the
clock, and nobody is in two places at once."""

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterator
from itertools import combinations
from typing import Any, NamedTuple

from django.utils import timezone
from django.utils.translation import gettext as _

from courses.institutions.models import AdministrativeClass, StaffMember
from courses.teaching.models import TeachingClass
from courses.timetable.domain.refusal import TimetableRefused
from courses.timetable.enums import ResourceKind
from courses.timetable.models import Booking, Meeting, Room
from courses.timetable.wording import periods_text

MODELS: dict[str, Any] = {
    ResourceKind.STAFF: StaffMember,
    ResourceKind.ADMINISTRATIVE_CLASS: AdministrativeClass,
}


class _Held(NamedTuple):
    """A meeting that takes place (pks), and when."""

    meeting: int
    term: int
    teaching_class: int
    instructor: int
    campus: int
    date: datetime.date
    starts_at: datetime.datetime
    ends_at: datetime.datetime


class _Person(NamedTuple):
    """An instructor or an administrative class on a date."""

    date: datetime.date
    kind: str
    pk: int


def require_clocks_apart(bookings: Collection[Booking]) -> None:
    """Raises TimetableRefused where an instructor or an administrative class that is booked would
    be on two campuses at once. The meetings are written already; inside `one_at_a_time`.

    One query in an institution whose rooms are all on one campus, three in others. On one campus
    the unique constraint of bookings is enough: its periods follow one another.
    """
    if not bookings:
        return
    institutions = {booking.meeting.institution_id for booking in bookings}
    campuses = dict(
        Room.objects.filter(institution__in=institutions).values_list("pk", "campus_id")
    )
    if len(set(campuses.values())) < 2:
        return
    written = {booking.meeting.pk for booking in bookings}
    kinds = {str(booking.kind) for booking in bookings} & set(MODELS)
    dates = {booking.date for booking in bookings}
    held = _on_several_campuses(institutions, dates, campuses)
    for person, meetings in sorted(_by_person(held, kinds)):
        for one, other in combinations(meetings, 2):
            if not written.isdisjoint((one.meeting, other.meeting)) and _overlap(one, other):
                raise TimetableRefused(_sentence(person, one, other))


def _on_several_campuses(
    institutions: Collection[int], dates: Collection[datetime.date], campuses: dict[int, int]
) -> list[_Held]:
    """What takes place on those of the dates on which more than one campus is used."""
    by_date: dict[datetime.date, list[_Held]] = defaultdict(list)
    rows = Meeting.objects.filter(institution__in=institutions, date__in=dates).taking_place()
    for pk, term, teaching_class, instructor, room, date, starts_at, ends_at in rows.order_by(
        "starts_at", "pk"
    ).values_list(
        *("pk", "term_id", "teaching_class_id", "instructor_id", "room_id"),
        *("date", "starts_at", "ends_at"),
    ):
        campus = campuses[room]
        by_date[date].append(
            _Held(pk, term, teaching_class, instructor, campus, date, starts_at, ends_at)
        )
    return [
        one for some in by_date.values() if len({each.campus for each in some}) > 1 for one in some
    ]


def _by_person(held: list[_Held], kinds: set[str]) -> Iterator[tuple[_Person, list[_Held]]]:
    """Only who is on two campuses that day."""
    found: dict[_Person, list[_Held]] = defaultdict(list)
    if ResourceKind.STAFF in kinds:
        for one in held:
            found[_Person(one.date, ResourceKind.STAFF.value, one.instructor)].append(one)
    if ResourceKind.ADMINISTRATIVE_CLASS in kinds and held:
        groups: dict[int, list[int]] = defaultdict(list)
        rows = TeachingClass.administrative_classes.through.objects.filter(
            teachingclass__term__in={one.term for one in held}
        )
        for teaching_class, group in rows.values_list("teachingclass_id", "administrativeclass_id"):
            groups[teaching_class].append(group)
        kind = ResourceKind.ADMINISTRATIVE_CLASS.value
        for one in held:
            for group in groups.get(one.teaching_class, ()):
                found[_Person(one.date, kind, group)].append(one)
    for person, meetings in found.items():
        if len({one.campus for one in meetings}) > 1:
            yield person, meetings


def _overlap(one: _Held, other: _Held) -> bool:
    return (
        one.campus != other.campus
        and one.starts_at < other.ends_at
        and other.starts_at < one.ends_at
    )


def _sentence(person: _Person, one: _Held, other: _Held) -> str:
    """Names are asked for only after it has been refused."""
    meetings = Meeting.objects.with_names().in_bulk([one.meeting, other.meeting])
    resource = MODELS[person.kind].objects.filter(pk=person.pk).first()
    return _(
        "%(kind)s %(name)s would be on two campuses at once on %(date)s: "
        "%(one)s and %(other)s. Nothing was changed."
    ) % {
        "kind": ResourceKind(person.kind).label,
        "name": getattr(resource, "name", person.pk),
        "date": person.date.isoformat(),
        "one": _said(meetings[one.meeting]),
        "other": _said(meetings[other.meeting]),
    }


def _said(meeting: Meeting) -> str:
    starts, ends = (
        timezone.localtime(moment).strftime("%H:%M")
        for moment in (meeting.starts_at, meeting.ends_at)
    )
    return _("%(code)s on campus %(campus)s, %(periods)s (%(starts)s–%(ends)s)") % {
        "code": meeting.teaching_class.code,
        "campus": meeting.room.campus.name,
        "periods": periods_text(meeting.first_period, meeting.periods),
        "starts": starts,
        "ends": ends,
    }
