"""Hours that stand in no statement, by month, and why: so that none is lost without a word."""

import datetime
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F, OuterRef, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import ngettext

from courses.delivery.models import DeliveryRecord
from courses.fees.domain.fee_rules import PAID_BY_THE_HOUR
from courses.fees.domain.rates import Employment, Rates, employments_asked
from courses.fees.enums import OpenReason
from courses.fees.models import FeeLine, FeeStatement
from courses.institutions.asked_together import AskedTogether
from courses.institutions.models import Institution, StaffMember, StaffPeriod
from courses.timetable.enums import MeetingStatus
from courses.timetable.models import Meeting

Days = tuple[datetime.date, datetime.date]


@dataclass(frozen=True)
class OpenHours:
    """Hours of one month that stand in no statement for one reason; `month` is its first day."""

    month: datetime.date
    hours: int
    reason: OpenReason

    @property
    def sentence(self) -> str:
        """2026-10 有 3 学时不在任何结算单中：……"""
        said = ngettext(
            "%(hours)d hour of %(month)s is in no statement: %(reason)s.",
            "%(hours)d hours of %(month)s are in no statement: %(reason)s.",
            self.hours,
        )
        return said % {
            "hours": self.hours,
            "month": f"{self.month:%Y-%m}",
            "reason": self.reason.label,
        }

    def as_json(self) -> dict[str, Any]:
        return {
            "month": self.month.isoformat(),
            "hours": self.hours,
            "reason": self.reason.value,
        }

    @classmethod
    def read(cls, said: dict[str, Any]) -> "OpenHours":
        month = datetime.date.fromisoformat(said["month"])
        return cls(month, said["hours"], OpenReason(said["reason"]))


@dataclass(frozen=True)
class OpenHoursOf:
    """All open hours of one person, the earliest month first."""

    staff: StaffMember
    open: list[OpenHours]


def open_hours(
    institution: Institution,
    found: Any,
    *,
    until: datetime.date,
    since: datetime.date | None = None,
    besides: Collection[int] = (),
    rates: Rates | None = None,
) -> list[OpenHoursOf]:
    """Of those of the queryset `found` who are, or ever were, of a kind that is paid by the hour:
    hours of meetings up to the day `until` (from `since` on) that no statement has, but for the
    meetings `besides`. By staff number; two queries, one where the rates are given.

    Hours of days on which a person was employed in other kinds only are paid by nobody here.
    """
    rates = rates or Rates(institution)
    paid_kinds = rates.kinds_ever() | {str(kind) for kind in PAID_BY_THE_HOUR}
    ever = StaffPeriod.objects.filter(kind__in=paid_kinds).values("staff")
    people = found.filter(pk__in=ever)
    ids = people.order_by().values("pk")
    days = {"date__lte": until} | ({"date__gte": since} if since else {})

    together = AskedTogether()
    staff = together.rows(people.order_by("staff_number", "pk"))
    employments = employments_asked(together, ids)
    records = together.rows(_unpaid(institution, ids, days))
    unconfirmed = together.rows(_unconfirmed(institution, ids, days))
    statements = together.rows(
        FeeStatement.objects.filter(staff__in=ids).values_list("staff_id", "starts_on", "ends_on")
    )

    covered: dict[int, list[Days]] = {}
    for staff_id, starts_on, ends_on in statements():
        covered.setdefault(staff_id, []).append((starts_on, ends_on))
    counted: dict[int, Counter[tuple[datetime.date, OpenReason]]] = {}
    for meeting, staff_id, date, hours, paid in (*records(), *unconfirmed()):
        if meeting in besides:
            continue
        employment = employments().get(staff_id, Employment())
        kinds = employment.kinds_on(date)
        if kinds and kinds.isdisjoint(paid_kinds):
            continue
        if paid is None:
            reason = OpenReason.UNCONFIRMED
        elif paid:
            reason = OpenReason.CORRECTED
        else:
            reason = _why(rates, employment, date, covered.get(staff_id, ()))
        months = counted.setdefault(staff_id, Counter())
        months[date.replace(day=1), reason] += hours - (paid or 0)
    return [OpenHoursOf(one, _ordered(counted[one.pk])) for one in staff() if one.pk in counted]


def open_hours_of(
    staff: StaffMember,
    *,
    until: datetime.date,
    since: datetime.date | None = None,
    besides: Collection[int] = (),
    rates: Rates | None = None,
) -> list[OpenHours]:
    """`open_hours` of one person, whose institution is loaded."""
    one = StaffMember.objects.filter(pk=staff.pk)
    found = open_hours(
        staff.institution, one, until=until, since=since, besides=besides, rates=rates
    )
    return found[0].open if found else []


def _why(
    rates: Rates, employment: Employment, date: datetime.date, covered: Iterable[Days]
) -> OpenReason:
    """Why a meeting with a roll, of which nothing was paid, stands nowhere."""
    if not employment.kinds_on(date):
        return OpenReason.NO_EMPLOYMENT
    if rates.rule_on(date) is None:
        return OpenReason.NO_RATES
    if rates.rate_on(employment, date) is None:
        return OpenReason.NO_LINE
    if any(starts_on <= date <= ends_on for starts_on, ends_on in covered):
        return OpenReason.LATE
    if any(date < starts_on for starts_on, _ends_on in covered):
        return OpenReason.PASSED_OVER
    return OpenReason.NOT_SETTLED


def _unpaid(institution: Institution, ids: Any, days: dict[str, datetime.date]) -> Any:
    """Meetings with a roll of more hours than all statements of the person have of them."""
    lines = FeeLine.objects.filter(
        staff=OuterRef("meeting__instructor"), meeting=OuterRef("meeting")
    )
    paid = lines.order_by().values("meeting").annotate(all=Sum("hours")).values("all")
    return (
        DeliveryRecord.objects.filter(
            institution=institution,
            meeting__instructor__in=ids,
            **{f"meeting__{name}": day for name, day in days.items()},
        )
        .exclude(meeting__status=MeetingStatus.CANCELLED)
        .annotate(paid=Coalesce(Subquery(paid), 0))
        .filter(hours__gt=F("paid"))
        .order_by()
        .values_list("meeting_id", "meeting__instructor_id", "meeting__date", "hours", "paid")
    )


def _unconfirmed(institution: Institution, ids: Any, days: dict[str, datetime.date]) -> Any:
    """Meetings of days that are over, without a roll; what is paid of them is None."""
    meetings = Meeting.objects.filter(
        institution=institution,
        instructor__in=ids,
        status=MeetingStatus.SCHEDULED,
        delivery=None,
        date__lt=timezone.localdate(),
    )
    return (
        meetings.filter(**days)
        .order_by()
        .values_list("pk", "instructor_id", "date", "periods", "delivery__hours")
    )


def _ordered(counted: Counter[tuple[datetime.date, OpenReason]]) -> list[OpenHours]:
    order: Sequence[OpenReason] = list(OpenReason)
    return [
        OpenHours(month, hours, reason)
        for (month, reason), hours in sorted(
            counted.items(), key=lambda item: (item[0][0], order.index(item[0][1]))
        )
    ]
