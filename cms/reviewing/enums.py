"""The steps of a review, from the nearest reader to the last."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Level(models.TextChoices):
    """Named as the roles that act there; `office` is the office and the administrator."""

    SECTION = "section", pgettext_lazy("review", "Teaching section")
    DEPARTMENT = "department", pgettext_lazy("review", "Department")
    OFFICE = "office", pgettext_lazy("review", "Teaching office")
    PROVINCE = "province", pgettext_lazy("review", "Province")


# 教研室 → 院系 → 教务处; a province's own pages are read by another officer of the province.
LEVELS_OF_INSTITUTION = (Level.SECTION, Level.DEPARTMENT, Level.OFFICE)
LEVELS_OF_PROVINCE = (Level.PROVINCE,)

# Days to read where an institution has said nothing else.
DEFAULT_DAYS = {Level.SECTION: 3, Level.DEPARTMENT: 3, Level.OFFICE: 5, Level.PROVINCE: 10}


class Skipped(models.TextChoices):
    """Why nobody was asked at a step; kept with the step, worded when shown."""

    NOBODY = "nobody", _("Nobody holds this role yet, so the next level decides.")
    ONLY_AUTHOR = (
        "only_author",
        _("Whoever wrote this is the only one with this role, so the next level decides."),
    )
    NO_DEPARTMENT = (
        "no_department",
        _("The author belongs to no department, so the next level decides."),
    )
