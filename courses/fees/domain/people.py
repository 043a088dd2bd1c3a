"""Who is paid by the hour in an institution, with what they taught in a period."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, Sum

from courses.delivery.models import DeliveryRecord
from courses.fees.domain.rates import Rates
from courses.fees.models import FeeLine, FeeStatement
from courses.institutions.models import Institution, StaffContract, StaffMember, StaffPeriod
from courses.timetable.enums import MeetingStatus
from courses.timetable.models import Meeting


@dataclass(frozen=True)
class PaidPerson:
    """`delivered` and `settled`: hours of meetings in the period; `waiting`: its meetings that
    nobody has confirmed. `contract`: the one that holds on the last day, else the latest."""

    staff: StaffMember
    kinds: tuple[str, ...]
    contract: StaffContract | None
    delivered: int
    settled: int
    waiting: int
    last: FeeStatement | None

    @property
    def open_hours(self) -> int:
        return self.delivered - self.settled


def people_paid(
    institution: Institution,
    found: Any,
    *,
    starts_on: datetime.date,
    ends_on: datetime.date,
) -> list[PaidPerson]:
    """Those of the queryset `found` who on any day of the period are of a kind that the rates of
    its last day name, by staff number. Seven queries."""
    kinds = Rates(institution).kinds_on(ends_on)
    periods = StaffPeriod.objects.filter(
        Q(valid_to=None) | Q(valid_to__gt=starts_on),
        staff__in=found.order_by().values("pk"),
        kind__in=kinds,
        valid_from__lte=ends_on,
    )
    kinds_of: dict[int, set[str]] = {}
    for period in periods:
        kinds_of.setdefault(period.staff_id, set()).add(str(period.get_kind_display()))
    ids = list(kinds_of)
    days = (starts_on, ends_on)
    delivered = _sums(
        DeliveryRecord.objects.filter(
            meeting__instructor__in=ids, meeting__date__range=days
        ).exclude(meeting__status=MeetingStatus.CANCELLED),
        "meeting__instructor",
        Sum("hours"),
    )
    settled = _sums(FeeLine.objects.filter(staff__in=ids, date__range=days), "staff", Sum("hours"))
    waiting = _sums(
        Meeting.objects.filter(
            instructor__in=ids, date__range=days, status=MeetingStatus.SCHEDULED, delivery=None
        ),
        "instructor",
        Count("pk"),
    )
    contracts = _best(StaffContract.objects.filter(staff__in=ids), ends_on)
    last: dict[int, FeeStatement] = {}
    for statement in FeeStatement.objects.filter(staff__in=ids).order_by("settled_at", "pk"):
        last[statement.staff_id] = statement
    return [
        PaidPerson(
            staff,
            tuple(sorted(kinds_of[staff.pk])),
            contracts.get(staff.pk),
            delivered.get(staff.pk, 0),
            settled.get(staff.pk, 0),
            waiting.get(staff.pk, 0),
            last.get(staff.pk),
        )
        for staff in StaffMember.objects.filter(pk__in=ids)
        .select_related("department")
        .order_by("staff_number")
    ]


def _sums(rows: Any, by: str, what: Any) -> dict[int, int]:
    counted = rows.order_by().values(by).annotate(number=what)
    return {row[by]: row["number"] or 0 for row in counted}


def _best(contracts: Iterable[StaffContract], on: datetime.date) -> dict[int, StaffContract]:
    def rank(one: StaffContract) -> tuple[bool, datetime.date]:
        holds = one.starts_on <= on and (one.ends_on is None or one.ends_on >= on)
        return holds, one.starts_on

    best: dict[int, StaffContract] = {}
    for one in contracts:
        if one.staff_id not in best or rank(one) > rank(best[one.staff_id]):
            best[one.staff_id] = one
    return best
