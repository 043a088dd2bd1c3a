"""What would stand in the way of changes if they were carried out now, in words."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.changes.domain.objection import Objection
from courses.changes.domain.snapshot import Snapshot
from courses.changes.models import MeetingChange
from courses.institutions.models import AdministrativeClass, StaffMember
from courses.timetable.domain.busy_times import busy_between
from courses.timetable.enums import ResourceKind
from courses.timetable.models import Booking, Room

MODELS: dict[str, Any] = {
    ResourceKind.ROOM: Room,
    ResourceKind.STAFF: StaffMember,
    ResourceKind.ADMINISTRATIVE_CLASS: AdministrativeClass,
}


REMEDIES = {
    ResourceKind.ROOM: gettext_lazy("Choose another room for it first, or another date."),
    ResourceKind.STAFF: gettext_lazy("Choose a substitute or another date."),
    ResourceKind.ADMINISTRATIVE_CLASS: gettext_lazy("Choose another date."),
}


def wanted_resources(after: Snapshot, classes: Iterable[int]) -> list[tuple[ResourceKind, int]]:
    return [
        (ResourceKind.ROOM, after.room),
        (ResourceKind.STAFF, after.instructor),
        *((ResourceKind.ADMINISTRATIVE_CLASS, pk) for pk in classes),
    ]


def taken_for(changes: Sequence[MeetingChange], classes: dict[int, list[int]]) -> list[Objection]:
    """What others have booked, or something else takes, of what the changes want. The meetings of
    the changes give up their own bookings first, so those don't count. `classes`: administrative
    classes by teaching class.
    Three queries at most, and one for each kind of resource that clashes.
    """
    wanted: dict[tuple[str, int, Any, int], int] = {}
    for change in changes:
        after = Snapshot.read(change.after)
        if after.is_cancelled:
            continue
        for resource, pk in wanted_resources(after, classes[change.teaching_class_id]):
            for period in after.period_numbers:
                wanted[str(resource), pk, after.date, period] = change.meeting_id
    if not wanted:
        return []
    condition = Q(pk__in=[])
    resources = {
        each: {pk for kind, pk, _date, _period in wanted if kind == each} for each in ResourceKind
    }
    for each, ids in resources.items():
        condition |= Q(kind=each, resource_id__in=ids)
    dates = {date for _kind, _pk, date, _period in wanted}
    held = (
        Booking.objects.filter(condition, date__in=dates)
        .exclude(meeting__in=[change.meeting_id for change in changes])
        .values_list("kind", "resource_id", "date", "period", "meeting__teaching_class__code")
        .order_by("date", "period")
    )
    found: dict[tuple[Any, ...], list[int]] = {}
    busy = busy_between(resources, first=min(dates), last=max(dates))
    for kind, pk, date, period, code in [*held, *busy]:
        meeting = wanted.get((kind, pk, date, period))
        if meeting is not None:
            found.setdefault((meeting, kind, pk, date, code), []).append(period)
    names = _names({(kind, pk) for _meeting, kind, pk, _date, _code in found})
    return [
        Objection(
            meeting,
            _("%(kind)s %(name)s is taken on %(date)s in period %(periods)s by %(other)s.")
            % {
                "kind": ResourceKind(kind).label,
                "name": names[kind, pk],
                "date": date.isoformat(),
                "periods": "–".join(str(one) for one in sorted({periods[0], periods[-1]})),
                "other": code,
            },
            str(REMEDIES[ResourceKind(kind)]),
        )
        for (meeting, kind, pk, date, code), periods in found.items()
    ]


def _names(resources: set[tuple[str, int]]) -> dict[tuple[str, int], str]:
    found: dict[tuple[str, int], str] = {}
    for kind in {kind for kind, _pk in resources}:
        rows = MODELS[kind].objects.filter(pk__in={pk for of, pk in resources if of == kind})
        found |= {(kind, pk): name for pk, name in rows.values_list("pk", "name")}
    return found
