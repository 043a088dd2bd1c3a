"""What delivery does about news from below."""

from typing import Any

from django.dispatch import receiver

from courses.delivery.domain.online import credit_watching
from courses.delivery.domain.online_rules import speed_cap_of
from courses.timetable.domain.settled import settles_meetings
from media.library.models import LibraryMedia
from media.watching.pace import register_speed_cap
from media.watching.signals import watched


@receiver(watched, dispatch_uid="delivery.credit_watching")
def credit(sender: Any, *, user: Any, media: LibraryMedia, **kwargs: Any) -> None:
    """In the transaction of the report: what is acknowledged is credited."""
    credit_watching(user, media)


register_speed_cap(speed_cap_of)
settles_meetings("attendance")
settles_meetings("delivery")
