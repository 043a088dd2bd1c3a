"""Kinds of changes, why they are asked for, and how far they have come."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ChangeKind(models.TextChoices):
    MOVE = "move", pgettext_lazy("change of a meeting", "Another time")
    SUBSTITUTE = "substitute", pgettext_lazy("change of a meeting", "Substitute")
    ROOM = "room", pgettext_lazy("change of a meeting", "Another room")
    CANCEL = "cancel", pgettext_lazy("change of a meeting", "Cancel")
    MAKE_UP = "make_up", pgettext_lazy("change of a meeting", "Make-up class")


# These leave the time as it is, so they can be asked for several weeks at once.
SEVERAL_WEEKS = frozenset({ChangeKind.SUBSTITUTE, ChangeKind.ROOM, ChangeKind.CANCEL})


class ReasonKind(models.TextChoices):
    ILLNESS = "illness", _("Illness")
    OFFICIAL = "official", _("Official business")
    PRIVATE = "private", _("Private")
    OTHER = "other", pgettext_lazy("reason of a change", "Other")


class RequestState(models.TextChoices):
    """There is no state between approval and the timetable: the last approval carries out."""

    WAITING = "waiting", pgettext_lazy("change request", "Waiting")
    APPLIED = "applied", pgettext_lazy("change request", "Carried out")
    REFUSED = "refused", pgettext_lazy("change request", "Refused")
    WITHDRAWN = "withdrawn", pgettext_lazy("change request", "Withdrawn")


class Step(models.TextChoices):
    """Who has to agree, in this order."""

    SUBSTITUTE = "substitute", _("The substitute")
    DEPARTMENT = "department", pgettext_lazy("step of approval", "Department")
    OFFICE = "office", pgettext_lazy("step of approval", "Teaching office")


class IncidentKind(models.TextChoices):
    ABSENT = "absent", _("Absent without approval")
    LATE = "late", _("Late or left early")
    UNAPPROVED_CHANGE = "unapproved", _("Changed without approval")


class GroupAction(models.TextChoices):
    MOVE = "move", _("Move to another date")
    CANCEL = "cancel", _("Cancel, the hours stay owed")
