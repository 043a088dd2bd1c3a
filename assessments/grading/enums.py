"""States of a grade sheet and special statuses of a grade."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class SheetState(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("grade sheet", "Open")
    SUBMITTED = "submitted", _("Submitted")
    LOCKED = "locked", _("Locked")


class GradeStatus(models.TextChoices):
    """缓考 缺考 作弊 免修, as sheets write them."""

    NORMAL = "normal", _("Normal")
    DEFERRED = "deferred", _("Deferred exam")
    ABSENT = "absent", _("Absent from exam")
    MISCONDUCT = "misconduct", _("Exam misconduct")
    EXEMPT = "exempt", _("Exempt")


class AmendmentState(models.TextChoices):
    REQUESTED = "requested", _("Requested")
    APPROVED = "approved", _("Approved")
    REFUSED = "refused", pgettext_lazy("amendment", "Refused")
