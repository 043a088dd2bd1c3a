"""Parts that a textbook plays, and states of an adoption."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class TextbookPart(models.TextChoices):
    BASE = "base", _("Base textbook")
    SUPPLEMENT = "supplement", _("Supplement")


class AdoptionState(models.TextChoices):
    PROPOSED = "proposed", _("Waits for approval")
    APPROVED = "approved", pgettext_lazy("textbook adoption", "Approved")
    RETURNED = "returned", pgettext_lazy("textbook adoption", "Returned")
