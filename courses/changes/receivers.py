"""What changes tell the timetable below: no publication goes over somebody's decision, no room that
is lost is free; and what they hear from it: who is to be told of a publication."""

from typing import Any

from django.dispatch import receiver

from courses.changes.domain.absences import rooms_lost
from courses.changes.domain.publication_telling import tell_of_publication
from courses.timetable.domain.difference import Concerned
from courses.timetable.domain.free_rooms import rooms_closed_by
from courses.timetable.domain.settled import settles_meetings
from courses.timetable.models import Publication
from courses.timetable.signals import timetable_published

# A request that waits, or came to nothing, keeps no meeting from following a new version.
settles_meetings("changes", applied_at__isnull=False)
settles_meetings("incidents")
rooms_closed_by("changes", rooms_lost)


@receiver(timetable_published, dispatch_uid="changes.tell_of_publication")
def tell(
    sender: Any, *, publication: Publication, concerned: dict[int, Concerned], **kwargs: Any
) -> None:
    tell_of_publication(publication, concerned)
