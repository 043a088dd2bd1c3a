"""Weekly times whose instructor doesn't teach the class any more: a version keeps who it was made
with, and may be published long after."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from courses.teaching.models import TeachingAssignment
from courses.timetable.models import TimetableVersion
from courses.timetable.wording import periods_text, weekday_text


@dataclass(frozen=True)
class UnassignedTime:
    code: str
    when: str
    instructor: str


def unassigned_times(version: TimetableVersion) -> list[UnassignedTime]:
    """By class and time. One query."""
    assigned = TeachingAssignment.objects.filter(
        teaching_class=OuterRef("teaching_class"), staff=OuterRef("instructor"), valid_to=None
    )
    slots = version.slots.filter(~Exists(assigned)).select_related("teaching_class", "instructor")
    return [
        UnassignedTime(
            slot.teaching_class.code,
            f"{weekday_text(slot.weekday)} {periods_text(slot.first_period, slot.periods)}",
            slot.instructor.name,
        )
        for slot in slots.order_by("teaching_class__code", "weekday", "first_period", "pk")
    ]
