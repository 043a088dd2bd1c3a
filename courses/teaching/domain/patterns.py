"""How a teaching class meets, and in which kind of room."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from courses.teaching.enums import WeeklyPattern
from courses.teaching.models import TeachingClass, Term

PERIODS = range(1, 5)
# Two of five workdays can lie four apart, no more.
DAYS_APART = range(1, 5)


@transaction.atomic
def set_meeting_pattern(
    teaching_class: TeachingClass,
    *,
    weekly_pattern: str,
    periods_per_meeting: int,
    weeks: int | None = None,
    days_apart: int = 1,
    room_kind: str = "",
    equipment: Iterable[str] = (),
) -> TeachingClass:
    """What the next search places; meetings that are published stay as they are. `weeks` is a bit
    mask (bit n being week n+1), None all weeks of the term. Raises ValidationError by field."""
    term = Term.objects.get(pk=teaching_class.term_id)
    errors: dict[str, str] = {}
    if weekly_pattern not in WeeklyPattern.values:
        errors["weekly_pattern"] = _("This is not a way in which a class meets.")
    if periods_per_meeting not in PERIODS:
        errors["periods_per_meeting"] = _("A meeting has 1 to 4 periods.")
    if weeks is not None and not 0 < weeks < 1 << term.weeks:
        errors["weeks"] = _("The weeks lie outside the term of %(last)d weeks.") % {
            "last": term.weeks
        }
    if days_apart not in DAYS_APART:
        errors["days_apart"] = _("Two weekly times lie 1 to 4 days apart.")
    if errors:
        raise ValidationError(errors)
    row = TeachingClass.objects.select_for_update().get(pk=teaching_class.pk)
    row.weekly_pattern = weekly_pattern
    row.periods_per_meeting = periods_per_meeting
    row.weeks = weeks
    row.days_apart = days_apart
    row.room_kind = room_kind
    row.equipment = list(dict.fromkeys(equipment))
    row.save(
        update_fields=[
            "weekly_pattern",
            "periods_per_meeting",
            "weeks",
            "days_apart",
            "room_kind",
            "equipment",
        ]
    )
    return row
