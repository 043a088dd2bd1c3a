"""Classrooms."""

import re
from collections.abc import Iterable

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.users.models import User
from courses.institutions.models import Campus, Institution
from courses.timetable.domain.refusal import TimetableRefused
from courses.timetable.enums import MeetingStatus
from courses.timetable.models import Room

# Offered beside those that an institution already has; any other word may be written.
USUAL_KINDS = ("普通教室", "多媒体教室", "智慧教室", "机房", "报告厅", "研讨室", "实训室")
_SEPARATORS = re.compile(r"[,，、;；\n]")


def add_room(
    campus: Campus,
    *,
    name: str,
    capacity: int,
    kind: str = "",
    equipment: Iterable[str] = (),
    by: User | None,
) -> Room:
    """A room with seats; its name is unique on its campus."""
    room = Room(institution_id=campus.institution_id)
    return change_room(
        room, campus=campus, name=name, capacity=capacity, kind=kind, equipment=equipment, by=by
    )


def change_room(
    room: Room,
    *,
    campus: Campus,
    name: str,
    capacity: int,
    kind: str = "",
    equipment: Iterable[str] = (),
    by: User | None,
) -> Room:
    """Rename, resize or equip; meetings already published in it stay. Raises TimetableRefused for
    a name that is taken, and for another campus as long as meetings are to come in it: they would
    ring by the bells of the old one, and people could be on two campuses at once."""
    if room.pk and room.campus_id != campus.pk:
        _require_empty(room)
    room.campus, room.name, room.capacity = campus, name, capacity
    room.kind, room.equipment = kind, list(dict.fromkeys(equipment))
    try:
        with transaction.atomic():
            room.save()
    except IntegrityError as error:
        raise TimetableRefused(
            _("There is already a room %(name)s on campus %(campus)s.")
            % {"name": name, "campus": campus.name}
        ) from error
    return room


def _require_empty(room: Room) -> None:
    coming = room.meetings.filter(
        status=MeetingStatus.SCHEDULED, date__gte=timezone.localdate()
    ).count()
    if coming:
        sentence = ngettext(
            "%(count)d meeting is still to come in %(room)s; it stays on its campus until that is "
            "over or elsewhere.",
            "%(count)d meetings are still to come in %(room)s; it stays on its campus until they "
            "are over or elsewhere.",
            coming,
        )
        raise TimetableRefused(sentence % {"count": coming, "room": room.name})


def read_equipment(text: str) -> list[str]:
    """`投影、白板` and `投影,白板` are two things; each once, in order."""
    parts = (" ".join(part.split()) for part in _SEPARATORS.split(text))
    return list(dict.fromkeys(part for part in parts if part))


def kinds_of_rooms(institution: Institution | int) -> list[str]:
    """The kinds that the institution's rooms are of. One query."""
    kinds = Room.objects.filter(institution=institution).exclude(kind="").order_by("kind")
    return list(kinds.values_list("kind", flat=True).distinct())


def equipment_of_rooms(institution: Institution | int) -> list[str]:
    """What is in the institution's rooms. One query."""
    rows = Room.objects.filter(institution=institution).values_list("equipment", flat=True)
    return sorted({one for equipment in rows for one in equipment})
