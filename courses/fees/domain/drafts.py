"""What the next statement of a person would say."""

import datetime
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import Q, Sum

from courses.delivery.models import DeliveryRecord
from courses.fees.domain.arithmetic import NOTHING, Paid, differences, rounded
from courses.fees.domain.open_hours import OpenHours, open_hours_of
from courses.fees.domain.rates import Rate, Rates, employment_of
from courses.fees.models import FeeLine, FeeStatement
from courses.institutions.models import StaffContract, StaffMember
from courses.timetable.enums import MeetingStatus
from courses.timetable.models import Meeting

NO_RATE = Rate(NOTHING, "", "")


@dataclass(frozen=True)
class DraftLine:
    """One meeting. `settled`: what earlier statements paid for it, None for a first payment.
    `has_contract`: a contract on record covers the day; `is_late`: it belongs to a period that was
    settled before it was confirmed."""

    meeting: Meeting
    hours: int
    rate: Rate
    amount: Decimal
    settled: Decimal | None
    has_contract: bool
    is_late: bool

    @property
    def is_correction(self) -> bool:
        return self.settled is not None


@dataclass
class Draft:
    """Lines in order of their dates; what isn't paid stands apart, with the reason in its name.
    `open`: hours up to the last day that would stand in no statement, in sums."""

    lines: list[DraftLine] = field(default_factory=list)
    unconfirmed: list[Meeting] = field(default_factory=list)
    without_rate: list[DeliveryRecord] = field(default_factory=list)
    open: list[OpenHours] = field(default_factory=list)
    round_to: Decimal = Decimal("0.01")

    @property
    def hours(self) -> int:
        return sum(line.hours for line in self.lines)

    @property
    def exact(self) -> Decimal:
        return sum((line.amount for line in self.lines), NOTHING)

    @property
    def total(self) -> Decimal:
        return rounded(self.exact, self.round_to)

    @property
    def without_contract(self) -> int:
        return sum(not line.has_contract for line in self.lines)

    @property
    def fingerprint(self) -> str:
        """Differs when what would be settled does."""
        parts = [f"{one.meeting.pk}:{one.hours}:{one.amount}" for one in self.lines]
        return f"{self.total}|{';'.join(parts)}"


def draft_statement(
    staff: StaffMember, *, starts_on: datetime.date, ends_on: datetime.date
) -> Draft:
    """Everything that the person taught in [starts_on, ends_on] and wasn't paid for; what was
    confirmed since of periods settled before; and what turned out otherwise since it was settled.

    Reads only; ten queries, however many meetings. Give staff with the institution loaded.
    """
    settled = _settled(staff)
    covered = list(
        FeeStatement.objects.filter(staff=staff).values_list("starts_on", "ends_on").distinct()
    )
    records = _records(staff, starts_on, ends_on, covered, settled)
    rates = Rates(staff.institution)
    employment = employment_of(staff)
    contracts = list(StaffContract.objects.filter(staff=staff))
    draft = Draft(unconfirmed=_unconfirmed(staff, starts_on, ends_on))
    rule = rates.rule_on(ends_on)
    if rule is not None:
        draft.round_to = rule.round_to

    rate_of: dict[int, Rate] = {}
    due: dict[int, Paid] = {}
    for meeting_id, record in records.items():
        rate = rates.rate_on(employment, record.meeting.date)
        if rate is None and meeting_id not in settled:
            draft.without_rate.append(record)
        elif rate is not None:
            rate_of[meeting_id] = rate
            due[meeting_id] = Paid(record.hours, record.hours * rate.amount)
    meetings = {pk: record.meeting for pk, record in records.items()}
    found = differences(due, settled)
    meetings |= _meetings([pk for pk in found if pk not in meetings])
    for pk, difference in found.items():
        meeting = meetings[pk]
        draft.lines.append(
            DraftLine(
                meeting=meeting,
                hours=difference.hours,
                rate=rate_of.get(pk, NO_RATE),
                amount=difference.amount,
                settled=settled[pk].amount if difference.is_correction else None,
                has_contract=any(
                    one.starts_on <= meeting.date and (one.ends_on or meeting.date) >= meeting.date
                    for one in contracts
                ),
                is_late=not starts_on <= meeting.date <= ends_on,
            )
        )
    draft.lines.sort(
        key=lambda line: (line.meeting.date, line.meeting.first_period, line.meeting.pk)
    )
    paid = {line.meeting.pk for line in draft.lines}
    draft.open = open_hours_of(staff, until=ends_on, besides=paid, rates=rates)
    return draft


def _settled(staff: StaffMember) -> dict[int, Paid]:
    """What all statements of the person together say of each meeting."""
    rows = (
        FeeLine.objects.filter(staff=staff)
        .order_by()
        .values("meeting_id")
        .annotate(all_hours=Sum("hours"), all_amount=Sum("amount"))
    )
    return {row["meeting_id"]: Paid(row["all_hours"], row["all_amount"]) for row in rows}


def _records(
    staff: StaffMember,
    starts_on: datetime.date,
    ends_on: datetime.date,
    covered: list[tuple[datetime.date, datetime.date]],
    settled: dict[int, Paid],
) -> dict[int, DeliveryRecord]:
    wanted = Q(meeting__date__range=(starts_on, ends_on)) | Q(meeting__in=list(settled))
    for period in covered:
        wanted |= Q(meeting__date__range=period)
    records = DeliveryRecord.objects.filter(
        wanted, institution=staff.institution_id, meeting__instructor=staff
    ).exclude(meeting__status=MeetingStatus.CANCELLED)
    loaded = records.select_related("meeting__teaching_class__course")
    return {record.meeting_id: record for record in loaded.order_by("meeting__date", "pk")}


def _meetings(ids: list[int]) -> dict[int, Meeting]:
    rows = Meeting.objects.filter(pk__in=ids).select_related("teaching_class__course")
    return {row.pk: row for row in rows}


def _unconfirmed(staff: StaffMember, starts_on: datetime.date, ends_on: datetime.date) -> list[Any]:
    """On the calendar of the person, without a roll: nobody has said that it was taught."""
    rows = Meeting.objects.filter(
        instructor=staff,
        date__range=(starts_on, ends_on),
        status=MeetingStatus.SCHEDULED,
        delivery=None,
    )
    return list(rows.select_related("teaching_class__course").order_by("date", "first_period"))
