"""Kinds of days, states of a timetable and its meetings."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class DayKind(models.TextChoices):
    HOLIDAY = "holiday", _("Public holiday")
    MAKE_UP_WORKDAY = "make_up", _("Make-up workday")
    SPECIAL = "special", _("No classes")
    # Published as a holiday or a make-up workday, and struck by the office.
    ORDINARY = "ordinary", _("Ordinary day")


class VersionState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    PUBLISHED = "published", _("Published")
    SUPERSEDED = "superseded", _("Superseded")


class MeetingStatus(models.TextChoices):
    SCHEDULED = "scheduled", _("Scheduled")
    HELD = "held", _("Held")
    CANCELLED = "cancelled", pgettext_lazy("meeting", "Cancelled")


class ResourceKind(models.TextChoices):
    """What can be in one place at a time only."""

    ROOM = "room", _("Room")
    STAFF = "staff", _("Instructor")
    ADMINISTRATIVE_CLASS = "class", _("Administrative class")


class DayPart(models.TextChoices):
    MORNING = "morning", _("Morning")
    AFTERNOON = "afternoon", _("Afternoon")
    EVENING = "evening", _("Evening")


class Weekday(models.IntegerChoices):
    MONDAY = 1, _("Monday")
    TUESDAY = 2, _("Tuesday")
    WEDNESDAY = 3, _("Wednesday")
    THURSDAY = 4, _("Thursday")
    FRIDAY = 5, _("Friday")
    SATURDAY = 6, _("Saturday")
    SUNDAY = 7, _("Sunday")
