"""Kinds and states of rotation training."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ProgrammeKind(models.TextChoices):
    ROTATION = "rotation", _("Rotation training")
    TOPICAL = "topical", _("Topical seminar")
    PRE_SERVICE = "pre_service", _("Pre-service training")
    # 宏志助航 and the like train students: never training of teachers, whatever a rule says.
    STUDENT = "student", _("Training of students")


STAFF_PROGRAMMES = frozenset(
    {ProgrammeKind.ROTATION, ProgrammeKind.TOPICAL, ProgrammeKind.PRE_SERVICE}
)


class SessionState(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("training session", "Draft")
    OPEN = "open", pgettext_lazy("training session", "Open for nominations")
    CLOSED = "closed", pgettext_lazy("training session", "Closed for nominations")
    HELD = "held", pgettext_lazy("training session", "Held")
    CANCELLED = "cancelled", pgettext_lazy("training session", "Cancelled")


# Those that will take place as far as anybody knows.
TO_COME = frozenset({SessionState.OPEN, SessionState.CLOSED})


# Nothing of them is planned any more.
FIXED = frozenset({SessionState.HELD, SessionState.CANCELLED})


class NominationState(models.TextChoices):
    NOMINATED = "nominated", pgettext_lazy("nomination", "Waits for approval")
    APPROVED = "approved", pgettext_lazy("nomination", "Approved")
    WAITING = "waiting", pgettext_lazy("nomination", "On the waiting list")
    REFUSED = "refused", pgettext_lazy("nomination", "Refused")
    WITHDRAWN = "withdrawn", pgettext_lazy("nomination", "Withdrawn")
    ATTENDED = "attended", pgettext_lazy("nomination", "Attended")
    NO_SHOW = "no_show", pgettext_lazy("nomination", "Did not appear")
    COMPLETED = "completed", pgettext_lazy("nomination", "Completed")
    FAILED = "failed", pgettext_lazy("nomination", "Not passed")


# Still before the session.
OPEN_NOMINATIONS = frozenset(
    {NominationState.NOMINATED, NominationState.APPROVED, NominationState.WAITING}
)
# They take a seat of the session, also after it was held.
SEATED = frozenset(
    {
        NominationState.APPROVED,
        NominationState.ATTENDED,
        NominationState.NO_SHOW,
        NominationState.COMPLETED,
        NominationState.FAILED,
    }
)


class ApprovalStep(models.TextChoices):
    """Whose answer a nomination waits for."""

    INSTITUTION = "institution", pgettext_lazy("nomination", "the institution")
    PROVINCE = "province", pgettext_lazy("nomination", "the province")


class Presence(models.TextChoices):
    PRESENT = "present", pgettext_lazy("training day", "Present")
    ABSENT = "absent", pgettext_lazy("training day", "Absent")


class CompletionResult(models.TextChoices):
    EXCELLENT = "excellent", pgettext_lazy("training", "Excellent")
    PASSED = "passed", pgettext_lazy("training", "Passed")


class WaitingOrder(models.TextChoices):
    """Who of the waiting list gets a seat that falls free."""

    LONGEST_WITHOUT = "longest_without", _("Longest without training first")
    ASKED_FIRST = "asked_first", _("Asked first, served first")


class PlanState(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("rotation plan", "Proposal")
    APPROVED = "approved", pgettext_lazy("rotation plan", "Approved")
    DISCARDED = "discarded", pgettext_lazy("rotation plan", "Discarded")


class PartState(models.TextChoices):
    """How far an institution's part of a plan is."""

    PROPOSED = "proposed", pgettext_lazy("part of a plan", "Proposed")
    APPLIED = "applied", pgettext_lazy("part of a plan", "Carried out")
    REFUSED = "refused", pgettext_lazy("part of a plan", "Not possible any more")


class SeatChange(models.TextChoices):
    """Against the plan that stood before."""

    NEW = "new", pgettext_lazy("planned seat", "new")
    MOVED = "moved", pgettext_lazy("planned seat", "moved")
    KEPT = "kept", pgettext_lazy("planned seat", "as before")
    # Of the plan before; this one gives it up.
    DROPPED = "dropped", pgettext_lazy("planned seat", "no longer")
