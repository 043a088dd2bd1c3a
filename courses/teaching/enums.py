"""Kinds of enrolment and their outcomes."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class EnrolmentKind(models.TextChoices):
    FIRST = "first", _("First time")
    RETAKE = "retake", _("Retake")


class Outcome(models.TextChoices):
    OPEN = "open", _("Open")
    PASSED = "passed", _("Passed")
    FAILED = "failed", _("Failed")
    EXEMPT = "exempt", _("Exempt")
    DEFERRED = "deferred", _("Deferred")


class WeeklyPattern(models.TextChoices):
    """How a teaching class meets: one slot each week, or one in odd and one in even weeks."""

    WEEKLY = "weekly", _("Every week")
    ODD_AND_EVEN = "odd_and_even", _("One slot in odd weeks, another in even weeks")
