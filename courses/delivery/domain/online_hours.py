"""Online hours of students, counted from what they watched."""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Q

from courses.curriculum.models import OutlineUnit
from courses.delivery.domain.online import NOTHING, key_of, share_of
from courses.delivery.domain.online_rules import Crediting, OnlineRules
from courses.delivery.models import OnlineStudy
from courses.teaching.models import Enrolment
from media.watching.domain import watched_ms_of


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
    crediting: Crediting = field(default_factory=Crediting)

    @property
    def planned(self) -> int:
        return sum(unit.planned for unit in self.units)

    @property
    def credited(self) -> Decimal:
        return sum((unit.credited for unit in self.units), NOTHING).normalize()


@dataclass(frozen=True)
class ClassUnitOnline:
    """Online hours of a unit for a whole class: how many have all of them, and the mean."""

    title: str
    planned: int
    videos: tuple[VideoSeen, ...]
    complete: int
    students: int
    mean: Decimal


def of_class(students: Iterable[OnlineHours]) -> list[ClassUnitOnline]:
    """Unit by unit, for the students of one class; empty without students."""
    return [
        ClassUnitOnline(
            title=rows[0].title,
            planned=rows[0].planned,
            videos=rows[0].videos,
            complete=sum(row.credited >= row.planned for row in rows),
            students=len(rows),
            mean=round(sum((row.credited for row in rows), NOTHING) / len(rows), 1).normalize(),
        )
        for rows in zip(*(one.units for one in students), strict=True)
    ]


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
    # Nobody's number: a student without an account has watched nothing.
    user = enrolment.student.user_id or 0
    rows = []
    for unit in units:
        resources = list(unit.online_resources.all())
        watched = {one.media_id: seen.get((user, one.media_id), 0) for one in resources}
        share = max(
            share_of(resources, watched),
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
    return OnlineHours(tuple(rows), crediting)
