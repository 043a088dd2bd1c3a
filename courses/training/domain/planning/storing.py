"""A proposal becomes rows."""

import datetime
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from courses.institutions.models import Department
from courses.timetable.domain.booking import one_at_a_time
from courses.training.domain.planning.making_up import Time
from courses.training.domain.planning.options import PlanOptions
from courses.training.domain.planning.reading import Reading
from courses.training.domain.planning.scope import Cycle, Scope
from courses.training.domain.planning.standing import Standing
from courses.training.enums import NominationState, SeatChange
from courses.training.models import (
    Nomination,
    PlannedCover,
    PlannedSeat,
    PlanPart,
    RotationPlan,
    UnplacedStaff,
)
from courses.training.planner.proposal import Plan, Reason

BATCH = 2000
CURVE_POINTS = 200
SUBJECTS_SHOWN = 5


@transaction.atomic
def store_plan(
    scope: Scope,
    cycle: Cycle,
    options: PlanOptions,
    reading: Reading,
    found: Plan,
    *,
    based_on: RotationPlan | None,
    standing: Standing | None,
    figures: dict[str, Any],
    by: Any,
) -> RotationPlan:
    """A draft under the next number of its owner, with everything that was found."""
    plan = RotationPlan(
        province="" if scope.institution else scope.province,
        institution=scope.institution,
        number=_next_number(scope),
        first_day=cycle.first_day,
        last_day=cycle.last_day,
        based_on=based_on,
        options=options.stored(),
        made_by=by,
        made_at=timezone.now(),
    )
    seats = _seats(plan, reading, found, standing)
    covers = _covers(plan, reading, found, seats)
    unplaced = _unplaced(plan, reading, found)
    plan.figures = _figures(reading, found, seats) | figures
    plan.save()
    PlannedSeat.objects.bulk_create(seats, batch_size=BATCH)
    PlannedCover.objects.bulk_create(covers, batch_size=BATCH)
    UnplacedStaff.objects.bulk_create(unplaced, batch_size=BATCH)
    PlanPart.objects.bulk_create(_parts(plan, reading, seats, covers), batch_size=BATCH)
    return plan


def _next_number(scope: Scope) -> int:
    """Under a lock: two plans of one owner don't get the same number."""
    first = scope.institutions().order_by("pk").values_list("pk", flat=True)[:1]
    for pk in first:
        one_at_a_time(pk)
    rows = RotationPlan.objects.filter(
        institution=scope.institution, province="" if scope.institution else scope.province
    )
    return (rows.aggregate(Max("number"))["number__max"] or 0) + 1


def _seats(
    plan: RotationPlan, reading: Reading, found: Plan, standing: Standing | None
) -> list[PlannedSeat]:
    before: dict[int, set[int]] = defaultdict(set)
    if plan.based_on is not None:
        for staff, session in plan.based_on.seats.going().values_list("staff", "session"):
            before[staff].add(session)
    held = {
        (staff, session): pk
        for pk, staff, session in Nomination.objects.filter(
            session__in=reading.sessions, state=NominationState.APPROVED
        ).values_list("pk", "staff", "session")
    }
    seats = []
    given = {(int(one.person), int(one.session)) for one in found.nominations}
    for staff, session in standing.seats if standing else ():
        person = reading.people.staff.get(staff)
        if person is None or session not in reading.sessions or (staff, session) in given:
            continue
        seats.append(
            PlannedSeat(
                plan=plan,
                staff_id=staff,
                session_id=session,
                institution_id=person.institution_id,
                department_id=person.department_id,
                nomination_id=held.get((staff, session)),
                change=SeatChange.DROPPED,
            )
        )
    for one in found.nominations:
        staff, session = int(one.person), int(one.session)
        person = reading.people.staff[staff]
        seats.append(
            PlannedSeat(
                plan=plan,
                staff_id=staff,
                session_id=session,
                institution_id=person.institution_id,
                department_id=person.department_id,
                is_fixed=one.fixed,
                nomination_id=held.get((staff, session)),
                change=_change(session, before.get(staff), one.fixed) if standing else "",
            )
        )
    return seats


def _change(session: int, before: set[int] | None, fixed: bool) -> str:
    if fixed or (before and session in before):
        return SeatChange.KEPT
    return SeatChange.MOVED if before else SeatChange.NEW


def _covers(
    plan: RotationPlan, reading: Reading, found: Plan, seats: Iterable[PlannedSeat]
) -> list[PlannedCover]:
    by_person: dict[int, list[PlannedSeat]] = defaultdict(list)
    for seat in seats:
        if seat.change != SeatChange.DROPPED:
            by_person[seat.staff_id].append(seat)
    rows = []
    for cover in found.covers:
        meeting = reading.meetings[int(cover.meeting)]
        person = reading.people.staff[meeting.instructor]
        own = _seat_on(by_person[meeting.instructor], meeting.date, reading)
        time = Time.read(cover.slot) if cover.slot else None
        rows.append(
            PlannedCover(
                plan=plan,
                seat=own,
                staff=person,
                institution_id=person.institution_id,
                department_id=person.department_id,
                meeting_id=meeting.pk,
                substitute_id=int(cover.substitute) if cover.substitute else None,
                date=time.date if time else None,
                first_period=time.first_period if time else None,
                room_id=time.room if time else None,
            )
        )
    return rows


def _seat_on(
    seats: Iterable[PlannedSeat], date: datetime.date, reading: Reading
) -> PlannedSeat | None:
    for seat in seats:
        session = reading.sessions[seat.session_id]
        if session.starts_on <= date <= session.ends_on:
            return seat
    return None


def _unplaced(plan: RotationPlan, reading: Reading, found: Plan) -> list[UnplacedStaff]:
    names = _Names(reading, found)
    rows = []
    for one in found.unplaced:
        person = reading.people.staff[int(one.person)]
        subjects = {
            subject
            for obstacle in one.obstacles
            if obstacle.reason == one.reason
            for subject in obstacle.subjects
        }
        rows.append(
            UnplacedStaff(
                plan=plan,
                staff=person,
                institution_id=person.institution_id,
                department_id=person.department_id,
                reason=one.reason,
                subjects=names.of(one.reason, subjects),
                alone=one.alone,
            )
        )
    return rows


class _Names:
    """Names of what stands in the way, as they are on this day."""

    def __init__(self, reading: Reading, found: Plan) -> None:
        self._reading = reading
        wanted = {
            int(subject)
            for one in found.unplaced
            for obstacle in one.obstacles
            if obstacle.reason in (Reason.DEPARTMENT_LIMIT, Reason.DEPARTMENT_QUOTA)
            for subject in obstacle.subjects
        }
        self._departments = {
            str(one.pk): one.name for one in Department.objects.filter(pk__in=wanted)
        }
        self._programmes = {
            str(one.programme.prerequisite.pk): one.programme.prerequisite.name
            for one in reading.sessions.values()
            if one.programme.prerequisite is not None
        }

    def of(self, reason: Reason, subjects: set[str]) -> list[str]:
        if reason == Reason.NO_COVER:
            meetings = self._reading.meetings
            dates = {meetings[int(one)].date.isoformat() for one in subjects}
            return sorted(dates)[:SUBJECTS_SHOWN]
        if reason in (Reason.BUDGET, Reason.PROVINCE_BUDGET):
            return sorted(subjects)[:SUBJECTS_SHOWN]
        table = {
            Reason.DEPARTMENT_LIMIT: self._departments,
            Reason.DEPARTMENT_QUOTA: self._departments,
            Reason.PREREQUISITE: self._programmes,
        }.get(reason, {})
        return sorted(table[one] for one in subjects if one in table)[:SUBJECTS_SHOWN]


def _parts(
    plan: RotationPlan,
    reading: Reading,
    seats: Iterable[PlannedSeat],
    covers: Iterable[PlannedCover],
) -> list[PlanPart]:
    people = Counter(person.institution_id for person in reading.people.staff.values())
    placed: dict[int, set[int]] = defaultdict(set)
    for seat in seats:
        if seat.change != SeatChange.DROPPED:
            placed[seat.institution_id].add(seat.staff_id)
    covered = Counter(cover.institution_id for cover in covers)
    return [
        PlanPart(
            plan=plan,
            institution=institution,
            people=people[pk],
            placed=len(placed[pk]),
            covers=covered[pk],
        )
        for pk, institution in sorted(reading.institutions.items())
        if people[pk]
    ]


def _figures(reading: Reading, found: Plan, seats: list[PlannedSeat]) -> dict[str, Any]:
    people = len(reading.people.people)
    curve = [[step.seconds, step.cost, step.bound, step.placed] for step in found.curve]
    return {
        "people": people,
        "placed": people - len(found.unplaced),
        "unplaced": len(found.unplaced),
        "most_placed": found.most_placed,
        "total": found.total,
        "bound": found.bound,
        "gap": round(found.gap, 6),
        "cost": asdict(found.cost),
        "weights": asdict(reading.problem.weights),
        "curve": curve[:: max(1, len(curve) // CURVE_POINTS)],
        "seconds": round(found.wall_seconds, 1),
        "cpu_seconds": round(found.cpu_seconds, 1),
        "megabytes": found.megabytes,
        "sessions": len(reading.sessions),
        "meetings": len(reading.meetings),
        "covers": len(found.covers),
        "uncovered": len(found.uncovered),
        "moved": sum(seat.change == SeatChange.MOVED for seat in seats),
    }
