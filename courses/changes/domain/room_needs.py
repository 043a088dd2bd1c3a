"""What a class asks of its room: seats, kind and equipment."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from courses.teaching.models import TeachingClass
from courses.timetable.models import Meeting, Room


def rooms_that_fit(meeting: Meeting, *, seats: int) -> list[Room]:
    """Rooms with the seats, and of the kind and with the equipment that the class asks for, the
    smallest first. The room in which the meeting is stays whatever it lacks: only what comes on
    top counts. The meeting comes `with_names()`; one query."""
    rooms = Room.objects.filter(institution=meeting.institution_id, capacity__gte=seats)
    return [
        room
        for room in rooms.select_related("campus").order_by("capacity", "name", "pk")
        if room.pk == meeting.room_id or not any(lacking(room, meeting.teaching_class))
    ]


def against_room(room: Room, teaching_class: TeachingClass, *, students: int) -> Iterator[str]:
    """Sentences: too few seats, another kind, no such equipment."""
    if room.capacity < students:
        yield (
            _("Room %(room)s has %(seats)d seats; the class has %(students)d students.")
            % {"room": room.name, "seats": room.capacity, "students": students}
        )
    yield from lacking(room, teaching_class)


def lacking(room: Room, teaching_class: TeachingClass) -> Iterator[str]:
    """Sentences on kind and equipment."""
    if teaching_class.room_kind not in ("", room.kind):
        yield (
            _("Room %(room)s is no %(kind)s, which the class asks for.")
            % {"room": room.name, "kind": teaching_class.room_kind}
        )
    missing = [one for one in teaching_class.equipment if one not in room.equipment]
    if missing:
        yield (
            _("Room %(room)s lacks what the class asks for: %(things)s.")
            % {"room": room.name, "things": _(", ").join(missing)}
        )
