"""Online study: which videos count for a unit, who has watched how much, and the hours it gives.

A unit's share is that of the length of its videos; the hours of a unit are never typed and never
stored, they follow from the share, the unit's online hours and the rule of the term. The greatest
share is stored as it is reached (OnlineStudy), because videos are replaced and classes move on to
other outlines; what is being watched now is counted from the records of watching.
"""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import F, OuterRef, Q, Subquery
from django.utils import timezone

from courses.curriculum.models import Outline, OutlineUnit
from courses.delivery.domain.online_rules import Crediting, OnlineRules
from courses.delivery.models import OnlineResource, OnlineStudy
from courses.teaching.models import Enrolment, TeachingClass
from media.library.models import LibraryMedia
from media.watching.domain import duration_ms, watched_ms_of
from media.watching.models import WatchRecord

# Units of the first releases have no key; nothing else is made in this namespace.
KEYLESS = uuid.UUID("5a0e6f0c-6f5d-4b0e-9d55-0a3d3b3c7a11")
NOTHING = Decimal(0)


@dataclass(frozen=True)
class VideoSeen:
    """A counting video and how much of it the student has seen."""

    title: str
    minutes: int
    percent: int


@dataclass(frozen=True)
class UnitOnline:
    """Online hours of a unit for one student."""

    title: str
    planned: int
    credited: Decimal
    share: Decimal
    videos: tuple[VideoSeen, ...] = ()

    @property
    def percent(self) -> int:
        return int(self.share * 100)


@dataclass(frozen=True)
class OnlineHours:
    """Online hours of an enrolment: the units of the outline that have any."""

    units: tuple[UnitOnline, ...] = ()
    citation: str = ""

    @property
    def planned(self) -> int:
        return sum(unit.planned for unit in self.units)

    @property
    def credited(self) -> Decimal:
        return sum((unit.credited for unit in self.units), NOTHING)


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


def online_hours_of(enrolments: Iterable[Enrolment]) -> dict[int, OnlineHours]:
    """Online hours by enrolment id, in five queries; give enrolments with student, teaching class
    and the term's institution loaded."""
    enrolled = list(enrolments)
    units = _units(one.teaching_class.outline_id for one in enrolled)
    seen = _seen(enrolled, units)
    kept = {
        (enrolment, key): share
        for enrolment, key, share in OnlineStudy.objects.filter(enrolment__in=enrolled).values_list(
            "enrolment_id", "unit_key", "share"
        )
    }
    rules = OnlineRules.reaching([one.term for one in enrolled])
    return {
        one.pk: _hours(
            one, units.get(one.teaching_class.outline_id, ()), seen, kept, rules.of(one.term)
        )
        for one in enrolled
    }


@transaction.atomic
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
        share = _share(some, {one.media_id: one.seen or 0 for one in some})
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


def _units(outlines: Iterable[int]) -> Mapping[int, list[OutlineUnit]]:
    """Units with online hours or counting videos, by outline, with `counting` videos."""
    found: dict[int, list[OutlineUnit]] = defaultdict(list)
    units = (
        OutlineUnit.objects.filter(
            Q(online_hours__gt=0) | Q(online_resources__isnull=False), outline__in=set(outlines)
        )
        .distinct()
        .prefetch_related("online_resources__media")
    )
    for unit in units:
        found[unit.outline_id].append(unit)
    return found


def _seen(
    enrolments: list[Enrolment], units: Mapping[int, list[OutlineUnit]]
) -> dict[tuple[int, int], int]:
    media = {
        resource.media_id
        for some in units.values()
        for unit in some
        for resource in unit.online_resources.all()
    }
    users = {one.student.user_id for one in enrolments if one.student.user_id}
    return watched_ms_of(users, media)


def _hours(
    enrolment: Enrolment,
    units: Iterable[OutlineUnit],
    seen: Mapping[tuple[int, int], int],
    kept: Mapping[tuple[int, uuid.UUID], Decimal],
    crediting: Crediting,
) -> OnlineHours:
    user = enrolment.student.user_id
    rows = []
    for unit in units:
        resources = list(unit.online_resources.all())
        watched = {one.media_id: seen.get((user, one.media_id), 0) for one in resources}
        share = max(
            _share(resources, watched),
            kept.get((enrolment.pk, key_of(unit)), NOTHING),
        )
        videos = tuple(
            VideoSeen(
                title=one.media.title,
                minutes=max(1, round(one.duration_ms / 60_000)),
                percent=min(100, watched[one.media_id] * 100 // one.duration_ms),
            )
            for one in resources
        )
        rows.append(
            UnitOnline(
                title=unit.title,
                planned=unit.online_hours,
                credited=crediting.hours(unit.online_hours, share),
                share=share,
                videos=videos,
            )
        )
    return OnlineHours(tuple(rows), crediting.citation)


def _share(resources: Iterable[OnlineResource], watched: Mapping[int, int]) -> Decimal:
    """The part of their length that was watched, rounded down to four digits."""
    lengths = [(one.media_id, one.duration_ms) for one in resources]
    whole = sum(length for _media, length in lengths)
    if not whole:
        return NOTHING
    seen = sum(min(length, watched[media]) for media, length in lengths)
    return Decimal(seen * 10_000 // whole) / 10_000
