"""Work that is done once a day without anybody asking for it; the workers see to it themselves."""

import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import Promise

from media.jobs.domain import start_job
from media.jobs.models import DailyRun

_titles: dict[str, str | Promise] = {}


def daily_work(kind: str, *, title: str | Promise) -> None:
    """Have a registered kind of job done once a day. It runs without params, and must look after
    the days that were missed by itself: of several only one run is made up for."""
    _titles[kind] = title


def start_due(*, now: datetime.datetime | None = None) -> int:
    """Hand today's work to a worker, from `DAILY_WORK_HOUR` of local time on; returns how many
    pieces. Called by every worker at every beat: whoever comes first records the day, the others
    find it recorded. One query where nothing is due."""
    local = timezone.localtime(now)
    if local.hour < settings.DAILY_WORK_HOUR:
        return 0
    today = local.date()
    done = set(DailyRun.objects.filter(on__gte=today).values_list("kind", flat=True))
    return sum(_start(kind, today) for kind in sorted(_titles.keys() - done))


@transaction.atomic
def _start(kind: str, today: datetime.date) -> bool:
    """The day is recorded together with the job: neither is there without the other."""
    DailyRun.objects.get_or_create(kind=kind)
    waiting: Any = DailyRun.objects.filter(Q(on=None) | Q(on__lt=today), kind=kind)
    if not waiting.update(on=today):
        return False
    start_job(kind, title=str(_titles[kind]), params={}, by=None)
    return True
