"""Kinds of objectives and courses."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ObjectiveKind(models.TextChoices):
    """The three kinds of 教高厅〔2007〕7号."""

    ATTITUDE = "attitude", _("Attitude")
    KNOWLEDGE = "knowledge", _("Knowledge")
    SKILLS = "skills", _("Skills")


class CourseNature(models.TextChoices):
    GENERAL_REQUIRED = "general_required", _("General required course")
    ELECTIVE = "elective", _("Elective course")


class TextbookKind(models.TextChoices):
    UNIFIED = "unified", _("Unified national textbook")
    PLANNED = "planned", _("Planned textbook")
    SCHOOL = "school", _("Textbook of the school")
