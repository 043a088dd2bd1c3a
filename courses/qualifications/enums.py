"""Kinds and states of credentials."""

from enum import Enum

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class CredentialScheme(models.TextChoices):
    NATIONAL_OLD = "national_old", _("National qualification (old scheme)")
    NATIONAL_NEW = "national_new", _("National skill level (2022 classification)")
    TEACHING = "teaching", _("Higher education teaching credential")
    TITLE = "title", _("Professional title")
    MARKET = "market", _("Market programme")


class CertificateState(models.TextChoices):
    SUBMITTED = "submitted", pgettext_lazy("certificate", "Submitted")
    VERIFIED = "verified", pgettext_lazy("certificate", "Verified")
    RETURNED = "returned", pgettext_lazy("certificate", "Returned")
    REVOKED = "revoked", pgettext_lazy("certificate", "Revoked")


class ShownState(models.TextChoices):
    """How a certificate stands on a date. The last two need no write: a date passes, and where two
    people verify, the first has looked."""

    SUBMITTED = "submitted", pgettext_lazy("certificate", "Submitted")
    VERIFIED = "verified", pgettext_lazy("certificate", "Verified")
    RETURNED = "returned", pgettext_lazy("certificate", "Returned")
    REVOKED = "revoked", pgettext_lazy("certificate", "Revoked")
    EXPIRED = "expired", pgettext_lazy("certificate", "Expired")
    CHECKED_ONCE = "checked_once", pgettext_lazy("certificate", "Waits for the second verifier")


class Recognition(models.TextChoices):
    """Whether a level counts as 中级以上. Undecided is never guessed."""

    COUNTS = "counts", pgettext_lazy("recognition", "Counts")
    DOES_NOT_COUNT = "does_not_count", pgettext_lazy("recognition", "Does not count")
    UNDECIDED = "undecided", pgettext_lazy("recognition", "Undecided")


class Severity(models.TextChoices):
    MUST = "must", _("Must")
    IN_PRINCIPLE = "in_principle", _("In principle")
    ENCOURAGED = "encouraged", _("Encouraged")


class Fulfilment(Enum):
    """Where a person stands of whom a rule asks for a certificate: in one of the four, in every
    figure (see `domain.fulfilment`)."""

    HELD = "held"
    UNDECIDED = "undecided"
    WAIVED = "waived"
    GAP = "gap"


class Light(models.TextChoices):
    """How a person stands with the rules on a date, as the staff list shows it."""

    QUALIFIED = "qualified", _("Qualified")
    LAPSES_SOON = "lapses_soon", _("Lapses soon")
    UNDECIDED = "undecided", pgettext_lazy("light", "Undecided")
    NOT_QUALIFIED = "not_qualified", _("Not qualified")
    WAIVED = "waived", _("Teaches under a waiver")
    ADVISED = "advised", _("Certificate advised, none held")
    NOT_REQUIRED = "not_required", _("No certificate required")
    NOT_EMPLOYED = "not_employed", _("Not employed on this date")
