"""Kinds and states of page imports."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class UploadKind(models.TextChoices):
    WORD = "word", _("Word document")
    MARKDOWN = "markdown", _("Markdown page")
    CARTRIDGE = "cartridge", _("Common Cartridge")


class PageImportState(models.TextChoices):
    UPLOADED = "uploaded", pgettext_lazy("page import", "being read")
    READY = "ready", pgettext_lazy("page import", "waits for your confirmation")
    REFUSED = "refused", pgettext_lazy("page import", "not usable")
    DONE = "done", pgettext_lazy("page import", "drafts made")
