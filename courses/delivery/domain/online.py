"""Online study: which videos count for a unit, and the share that students have watched.

The hours of a unit are never typed and never stored: they follow from the share, the unit's online
hours and the rule of the term (online_hours.py). The greatest share is kept as it is reached
(OnlineStudy), because videos are replaced and classes move on to other outlines.
"""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import F, OuterRef, Subquery
from django.utils import timezone

from courses.curriculum.models import Outline, OutlineUnit
from courses.delivery.models import OnlineResource, OnlineStudy
from courses.teaching.models import TeachingClass
from media.library.models import LibraryMedia
from media.watching.domain import duration_ms
from media.watching.models import WatchRecord

# Units of the first releases have no key; nothing else is made in this namespace.
KEYLESS = uuid.UUID("5a0e6f0c-6f5d-4b0e-9d55-0a3d3b3c7a11")
NOTHING = Decimal(0)


def key_of(unit: OutlineUnit) -> uuid.UUID:
    """What names the unit in other outlines too; only this one when it has no key."""
    return unit.key or uuid.uuid5(KEYLESS, str(unit.pk))


@transaction.atomic
def set_online_resources(
    outline: Outline, resources: Iterable[tuple[OutlineUnit, LibraryMedia]]
) -> int:
    """Write which videos count for which unit of a new outline, in this order; how many were new.

    A video that stands twice counts in the first unit; one whose length isn't known can't count. An
    outline never changes: when it has resources, or a class is taught by it, this does nothing.
    """
    settled = (
        OnlineResource.objects.filter(outline=outline).exists()
        or TeachingClass.objects.filter(outline=outline).exists()
    )
    if settled:
        return 0
    rows: dict[int, OnlineResource] = {}
    for position, (unit, media) in enumerate(resources, start=1):
        if duration_ms(media) and media.pk not in rows:
            rows[media.pk] = OnlineResource(
                outline=outline,
                unit=unit,
                media=media,
                position=position,
                duration_ms=duration_ms(media),
            )
    return len(OnlineResource.objects.bulk_create(rows.values()))


@transaction.atomic(savepoint=False)
def credit_watching(user: Any, media: LibraryMedia) -> None:
    """The person has seen more of the recording: keep the shares that this gives to their open
    enrolments whose outline counts it. Shares only grow."""
    seen = WatchRecord.objects.filter(watcher=user.pk, media=OuterRef("media"))
    parts = (
        OnlineResource.objects.filter(
            unit__online_resources__media=media,
            outline__teaching_classes__enrolments__student__user=user.pk,
            outline__teaching_classes__enrolments__valid_to=None,
        )
        .order_by()
        .annotate(
            enrolment=F("outline__teaching_classes__enrolments"),
            institution=F("outline__teaching_classes__enrolments__institution"),
            seen=Subquery(seen.values("watched_ms")),
        )
        .select_related("unit")
        .distinct()
    )
    by_unit: dict[tuple[int, int, uuid.UUID], list[OnlineResource]] = defaultdict(list)
    for part in parts:
        by_unit[(part.enrolment, part.institution, key_of(part.unit))].append(part)
    for (enrolment, institution, key), some in by_unit.items():
        watched = {one.media_id: one.seen or 0 for one in some}  # type: ignore[attr-defined]  # annotated
        share = share_of(some, watched)
        _keep(enrolment, institution, key, share)


def _keep(enrolment: int, institution: int, key: uuid.UUID, share: Decimal) -> None:
    """One statement as long as the share grows; the row is made by the first report."""
    if not share:
        return
    values = {"share": share, "updated_at": timezone.now()}
    study = {"enrolment_id": enrolment, "unit_key": key}
    if not OnlineStudy.objects.filter(**study, share__lt=share).update(**values):
        OnlineStudy.objects.bulk_create(
            [OnlineStudy(**study, institution_id=institution, **values)], ignore_conflicts=True
        )


def share_of(resources: Iterable[OnlineResource], watched: Mapping[int, int]) -> Decimal:
    """The part of their length that was watched, rounded down to four digits."""
    lengths = [(one.media_id, one.duration_ms) for one in resources]
    whole = sum(length for _media, length in lengths)
    if not whole:
        return NOTHING
    seen = sum(min(length, watched[media]) for media, length in lengths)
    return Decimal(seen * 10_000 // whole) / 10_000
