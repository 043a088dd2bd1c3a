"""What the timetable does about news from the slices below it."""

import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.dispatch import receiver

from courses.institutions.models import StaffMember
from courses.teaching.models import TeachingClass
from courses.teaching.signals import instructor_assigned
from courses.timetable.domain.reassignment import give_meetings_to
from courses.timetable.domain.refusal import TimetableRefused


@receiver(instructor_assigned, dispatch_uid="timetable.give_meetings_to")
def follow_assignment(
    sender: Any,
    *,
    teaching_class: TeachingClass,
    staff: StaffMember,
    valid_from: datetime.date,
    **kwargs: Any,
) -> None:
    """The published meetings go to the new instructor, or the assignment is refused in words."""
    try:
        give_meetings_to(teaching_class, staff=staff, valid_from=valid_from)
    except TimetableRefused as refusal:
        raise ValidationError(str(refusal)) from refusal
