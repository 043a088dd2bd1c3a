"""Long work of this slice: reminders, once a day."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from cms.reviewing.domain import send_reminders
from media.jobs.daily import daily_work
from media.jobs.progress import Progress
from media.jobs.registry import job_kind

REMINDERS = "reviewing.reminders"


@job_kind(REMINDERS)
def remind(params: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """{} → {"sent": how many mails}"""
    return {"sent": send_reminders()}


daily_work(REMINDERS, title=_("Reminders of reviews"))
