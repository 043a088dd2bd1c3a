"""Classrooms."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from cms.users.models import User
from courses.institutions.models import Campus
from courses.timetable.domain.refusal import TimetableRefused
from courses.timetable.models import Room


def add_room(campus: Campus, *, name: str, capacity: int, by: User | None) -> Room:
    """A room with seats; its name is unique on its campus."""
    room = Room(institution_id=campus.institution_id)
    return change_room(room, campus=campus, name=name, capacity=capacity, by=by)


def change_room(room: Room, *, campus: Campus, name: str, capacity: int, by: User | None) -> Room:
    """Rename, move or resize. Meetings already published in it stay."""
    room.campus, room.name, room.capacity = campus, name, capacity
    try:
        with transaction.atomic():
            room.save()
    except IntegrityError as error:
        raise TimetableRefused(
            _("There is already a room %(name)s on campus %(campus)s.")
            % {"name": name, "campus": campus.name}
        ) from error
    return room
