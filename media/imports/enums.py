"""States of an import."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ImportState(models.TextChoices):
    UPLOADED = "uploaded", _("Uploaded")
    READY = "ready", _("Ready to apply")
    REFUSED = "refused", _("Refused")
    APPLIED = "applied", _("Applied")
