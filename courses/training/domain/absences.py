"""Who is away at a training, and when."""

import datetime
from dataclasses import dataclass

from django.db.models import QuerySet

from courses.institutions.models import StaffMember
from courses.training.enums import TO_COME
from courses.training.models import Nomination, TrainingSession


@dataclass(frozen=True)
class Absence:
    """A session that isn't over, and those of the people who have a seat in it."""

    session: TrainingSession
    people: list[StaffMember]


def away_from(people: QuerySet[StaffMember], *, on: datetime.date) -> list[Absence]:
    """Sessions that end on the date or later, the next first. One query."""
    seats = (
        Nomination.objects.filter(
            staff__in=people, session__state__in=TO_COME, session__ends_on__gte=on
        )
        .seated()
        .with_names()
        .order_by("session__starts_on", "session", "staff__name", "staff")
    )
    found: dict[int, Absence] = {}
    for seat in seats:
        absence = found.setdefault(seat.session_id, Absence(seat.session, []))
        absence.people.append(seat.staff)
    return list(found.values())
