"""Kinds of enrolment and their outcomes."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class EnrolmentKind(models.TextChoices):
    FIRST = "first", _("First time")
    RETAKE = "retake", _("Retake")


class Outcome(models.TextChoices):
    OPEN = "open", pgettext_lazy("outcome", "Open")
    PASSED = "passed", pgettext_lazy("outcome", "Passed")
    FAILED = "failed", pgettext_lazy("outcome", "Failed")
    EXEMPT = "exempt", pgettext_lazy("outcome", "Exempt")
    DEFERRED = "deferred", pgettext_lazy("outcome", "Deferred")


class Breadth(models.TextChoices):
    """How far administrative classes of one entry year and campus are mixed in a teaching class."""

    MAJOR = "major", _("Within a major only")
    DEPARTMENT = "department", _("Within a department")
    CAMPUS = "campus", _("Across departments of a campus")


class WeeklyPattern(models.TextChoices):
    """How a teaching class meets: one slot each week, one in odd and one in even weeks, two each
    week, or one each week on a Saturday or Sunday."""

    WEEKLY = "weekly", _("Every week")
    ODD_AND_EVEN = "odd_and_even", _("One slot in odd weeks, another in even weeks")
    TWICE = "twice", _("Twice every week")
    WEEKEND = "weekend", _("A block at the weekend")
