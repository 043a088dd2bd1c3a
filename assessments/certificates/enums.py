"""Kinds and states of certificates, and how they are laid out."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class CertificateKind(models.TextChoices):
    COURSE_COMPLETION = "course_completion", _("Course completion")
    TRAINING_COMPLETION = "training_completion", _("Training completion")
    APPOINTMENT = "appointment", _("Counsellor appointment")


class CertificateState(models.TextChoices):
    VALID = "valid", _("Valid")
    REVOKED = "revoked", _("Revoked")


class Standing(models.TextChoices):
    """What a certificate is worth on a day: its state, its dates, and whether another replaces
    it."""

    VALID = "valid", _("Valid")
    NOT_YET = "not_yet", _("Not valid yet")
    EXPIRED = "expired", _("Expired")
    REPLACED = "replaced", _("Replaced")
    REVOKED = "revoked", _("Revoked")


class Verdict(models.TextChoices):
    """What issuing now would mean for one student of a class."""

    DUE = "due", _("Gets one")
    HELD = "held", _("Has one")
    NOT_DUE = "not_due", _("Gets none")
    WITHDRAWN = "withdrawn", _("Was revoked")
    UNPRINTABLE = "unprintable", _("Name can't be printed")


class RunClassState(models.TextChoices):
    WAITING = "waiting", pgettext_lazy("class of a run", "Waiting")
    ISSUED = "issued", _("Issued")
    REFUSED = "refused", _("Not issued")


class Orientation(models.TextChoices):
    LANDSCAPE = "landscape", _("A4 landscape")
    PORTRAIT = "portrait", _("A4 portrait")


class Border(models.TextChoices):
    DOUBLE = "double", _("Double line")
    SINGLE = "single", _("Single line")
    NONE = "none", pgettext_lazy("border of a page", "None")
