"""Kinds and states of certificates."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CertificateKind(models.TextChoices):
    COURSE_COMPLETION = "course_completion", _("Course completion")


class CertificateState(models.TextChoices):
    VALID = "valid", _("Valid")
    REVOKED = "revoked", _("Revoked")


class Verdict(models.TextChoices):
    """What issuing now would mean for one student of a class."""

    DUE = "due", _("Gets one")
    HELD = "held", _("Has one")
    NOT_DUE = "not_due", _("Gets none")
    WITHDRAWN = "withdrawn", _("Was revoked")
    UNPRINTABLE = "unprintable", _("Name can't be printed")
