"""How far a person has read."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.models import Page

from cms.reading.models import PageProgress

WHOLE = 100


def record_progress(user: Any, page: Page, *, share: int) -> PageProgress:
    """The person came `share` percent down the page. What they had read before stays read: a
    smaller share changes nothing, and the day on which they finished stays the first one.

    Safe to send again and in any order. Raises ValueError for a share outside 0–100.
    """
    if not 0 <= share <= WHOLE:
        raise ValueError(f"share {share} outside 0–100")
    now = timezone.now()
    finished = now if share == WHOLE else None
    own = PageProgress.objects.filter(user=user, page=page)
    with transaction.atomic():
        fresh = PageProgress(
            user=user, page=page, share=share, finished_at=finished, updated_at=now
        )
        # Two windows may send at once: whoever comes second meets the row and goes on from it.
        PageProgress.objects.bulk_create([fresh], ignore_conflicts=True)
        grown = {"share": share, "updated_at": now}
        if finished:
            grown["finished_at"] = finished
        own.filter(share__lt=share).update(**grown)
        return own.get()
