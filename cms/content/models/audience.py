"""Who may read a page."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Audience(models.TextChoices):
    PUBLIC = "public", _("everybody")
    INSTITUTION = "institution", _("members of the institution")
    # Students of a class that is taught by this course, and everybody who teaches or oversees.
    COURSE = "course", _("students of the course")


class WithAudience(models.Model):
    """`audience` narrows who may read; whoever may not gets a 404."""

    audience = models.CharField(
        _("readers"), max_length=12, choices=Audience, default=Audience.COURSE
    )

    class Meta:
        abstract = True
