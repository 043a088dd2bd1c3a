"""Which resources a meeting takes, and the sentence when one is taken already."""

from collections.abc import Iterable
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from courses.institutions.models import AdministrativeClass, Institution, StaffMember
from courses.timetable.domain.clocks import require_clocks_apart
from courses.timetable.domain.refusal import TimetableRefused
from courses.timetable.enums import ResourceKind
from courses.timetable.models import Booking, Meeting, Room

BATCH = 5000


def one_at_a_time(institution: Institution | int) -> None:
    """Until the transaction ends, nobody else books or frees anything of the institution.

    The unique constraint keeps bookings apart without this, but two transactions that free and take
    many each can wait for each other: no order of rows helps where one waits for what the other is
    about to free.
    """
    key = institution if isinstance(institution, int) else institution.pk
    Institution.objects.select_for_update(no_key=True).only("pk").get(pk=key)


def bookings_of(meeting: Meeting, administrative_classes: Iterable[int]) -> list[Booking]:
    """One row for each resource and period: room, instructor, every administrative class (pk)."""
    resources = [
        (ResourceKind.ROOM, meeting.room_id),
        (ResourceKind.STAFF, meeting.instructor_id),
        *((ResourceKind.ADMINISTRATIVE_CLASS, pk) for pk in administrative_classes),
    ]
    return [
        Booking(meeting=meeting, kind=kind, resource_id=pk, date=meeting.date, period=period)
        for kind, pk in resources
        for period in range(meeting.first_period, meeting.first_period + meeting.periods)
    ]


def book(bookings: list[Booking]) -> None:
    """Take the resources, all or none; inside `one_at_a_time`, after the meetings are written.
    Raises TimetableRefused naming the first clash of periods, or of clocks on two campuses."""
    taken: dict[tuple[object, ...], Booking] = {}
    for booking in bookings:
        other = taken.setdefault(_key(booking), booking)
        if other is not booking:
            raise TimetableRefused(_clash_sentence(booking, other.meeting))
    try:
        with transaction.atomic():
            Booking.objects.bulk_create(bookings, batch_size=BATCH)
    except IntegrityError as error:
        raise TimetableRefused(_clash_with_others(taken)) from error
    require_clocks_apart(bookings)


def _key(booking: Booking) -> tuple[object, ...]:
    return (booking.date, booking.period, str(booking.kind), booking.resource_id)


def _clash_with_others(wanted: dict[tuple[object, ...], Booking]) -> str:
    """Who holds what was wanted; asked only after the constraint has said no."""
    dates = {booking.date for booking in wanted.values()}
    held = Booking.objects.filter(date__range=(min(dates), max(dates))).select_related(
        "meeting__teaching_class"
    )
    for other in held.iterator():
        mine = wanted.get(_key(other))
        if mine is not None:
            return _clash_sentence(mine, other.meeting)
    return _("A room, an instructor or a class is taken twice. Nothing was changed.")


def _clash_sentence(booking: Booking, other: Meeting) -> str:
    model: Any = {
        ResourceKind.ROOM: Room,
        ResourceKind.STAFF: StaffMember,
        ResourceKind.ADMINISTRATIVE_CLASS: AdministrativeClass,
    }[ResourceKind(booking.kind)]
    resource = model.objects.filter(pk=booking.resource_id).first()
    return _(
        "%(kind)s %(name)s would be taken twice on %(date)s in period %(period)d: "
        "by %(one)s and by %(other)s. Nothing was changed."
    ) % {
        "kind": ResourceKind(booking.kind).label,
        "name": getattr(resource, "name", booking.resource_id),
        "date": booking.date.isoformat(),
        "period": booking.period,
        "one": booking.meeting.teaching_class.code,
        "other": other.teaching_class.code,
    }
