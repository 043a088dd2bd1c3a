"""The rest of a term as the solver's repair sees it."""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from django.utils import timezone

from courses.changes.domain.absences import Absences
from courses.changes.domain.audience import administrative_classes_of
from courses.changes.domain.repair.burdens import limits_of, taught_besides, ways_too_far
from courses.changes.domain.repair.clocks import clock_of
from courses.changes.domain.repair.openings import kept_free_by, starts_of
from courses.changes.domain.repair.singles import singles_between, singles_taken
from courses.changes.domain.repair.trouble import Trouble, still_open
from courses.institutions.models import StaffMember
from courses.qualifications.domain.authorisation import qualified_days
from courses.qualifications.domain.facts import TeachingFacts
from courses.teaching.domain.single_students import SingleStudents
from courses.teaching.models import TeachingAssignment, Term
from courses.timetable.domain.bells import MOST_PERIODS, Bells
from courses.timetable.domain.busy_times import BusyPeriod, busy_between
from courses.timetable.domain.calendar import resolve
from courses.timetable.enums import ResourceKind
from courses.timetable.models import Booking, Room
from courses.timetable.solver.repair import problem as repair_problem

# How far after the trouble ends other times are looked for first.
NEAR = datetime.timedelta(days=14)
KINDS = {
    ResourceKind.ROOM: repair_problem.ROOM,
    ResourceKind.STAFF: repair_problem.PERSON,
    ResourceKind.ADMINISTRATIVE_CLASS: repair_problem.GROUP,
}


class _Row(NamedTuple):
    """A meeting that can still be changed."""

    pk: int
    teaching_class_id: int
    course_id: int
    instructor_id: int
    room_id: int
    date: datetime.date
    first_period: int
    periods: int
    room_kind: str
    equipment: list[str]


def read_problem(
    term: Term, trouble: Trouble, *, now: datetime.datetime
) -> repair_problem.RepairProblem:
    """Ids are primary keys as text. Meetings move to days from tomorrow on. A fixed number of
    queries, whatever the sizes."""
    today = timezone.localtime(now).date()
    rows = _meetings(term, now)
    classes = {row.teaching_class_id for row in rows}
    groups = administrative_classes_of(classes)
    rooms = list(Room.objects.filter(institution=term.institution_id).order_by("pk"))
    taught = resolve(term)
    dates = [on for on in taught if on > today]
    days = {today, *dates, *(row.date for row in rows)}
    absences = Absences.read(term.institution_id, first=min(days), last=max(days))
    people = _people(term, days, absences)
    coming = {on: day for on, day in taught.items() if on > today}
    bells = Bells(term.institution_id)
    starts, unwelcome = starts_of(term, coming, rooms, {row.periods for row in rows}, bells)
    most_per_day, most_per_week = limits_of(term, [int(person.id) for person in people])
    singles = SingleStudents.read({pk: groups[pk] for pk in classes}, terms=[term], with_seats=True)
    busy = _busy(days, groups, singles, rooms, people)
    return repair_problem.RepairProblem(
        today=today,
        meetings=tuple(
            repair_problem.Meeting(
                id=str(row.pk),
                teaching_class=str(row.teaching_class_id),
                course=str(row.course_id),
                groups=tuple(str(pk) for pk in groups[row.teaching_class_id]),
                person=str(row.instructor_id),
                room=str(row.room_id),
                date=row.date,
                start=row.first_period,
                periods=row.periods,
                size=singles.seats[row.teaching_class_id],
                needs=_offer(row.room_kind, row.equipment),
            )
            for row in rows
        ),
        rooms=tuple(
            repair_problem.Room(
                str(room.pk),
                str(room.campus_id),
                room.capacity,
                _offer(room.kind, room.equipment),
            )
            for room in rooms
        ),
        people=people,
        dates=tuple(dates),
        near_until=max(trouble.last, today) + NEAR,
        starts=starts,
        taken=_taken(term, now, days, busy)
        | {
            (repair_problem.ROOM, str(room), on, period)
            for room, on in absences.rooms
            for period in range(1, MOST_PERIODS + 1)
        },
        away=_dated(trouble.staff, trouble),
        lost=_dated(trouble.room, trouble),
        unwelcome=unwelcome,
        kept_free=kept_free_by(term, coming, groups),
        besides=taught_besides(term, now=now),
        most_per_day=most_per_day,
        most_per_week=most_per_week,
        too_far=ways_too_far(term, bells, days),
        singles=singles_between(singles),
        singles_taken=singles_taken(singles, busy),
        clock=clock_of(bells, days, rooms),
    )


def _meetings(term: Term, now: datetime.datetime) -> list[_Row]:
    rows = still_open(term, now=now).order_by("starts_at", "pk")
    return [
        _Row(*row)
        for row in rows.values_list(
            "pk",
            "teaching_class_id",
            "teaching_class__course_id",
            "instructor_id",
            "room_id",
            "date",
            "first_period",
            "periods",
            "teaching_class__room_kind",
            "teaching_class__equipment",
        )
    ]


def _offer(kind: str, equipment: Iterable[str]) -> frozenset[str]:
    """The kind of a room and what stands in it, told apart."""
    return frozenset({f"kind:{kind}"} if kind else ()) | {f"has:{one}" for one in equipment}


def _people(
    term: Term, days: set[datetime.date], absences: Absences
) -> tuple[repair_problem.Person, ...]:
    facts = TeachingFacts.of(StaffMember.objects.filter(institution=term.institution_id))
    courses: dict[int, set[str]] = defaultdict(set)
    assignments = TeachingAssignment.objects.filter(teaching_class__term=term, valid_to=None)
    for staff, course in assignments.values_list("staff_id", "teaching_class__course_id"):
        courses[staff].add(str(course))
    ordered = sorted(days)
    # Nobody who is ill substitutes for somebody else.
    away = set(absences.people)
    return tuple(
        repair_problem.Person(
            id=str(person.staff.pk),
            department=str(person.staff.department_id or ""),
            courses=frozenset(courses.get(person.staff.pk, ())),
            qualified=frozenset(
                on
                for on in qualified_days(person, facts, ordered)
                if (person.staff.pk, on) not in away
            ),
        )
        for person in facts.people
    )


def _busy(
    days: set[datetime.date],
    groups: dict[int, list[int]],
    singles: SingleStudents,
    rooms: list[Room],
    people: tuple[repair_problem.Person, ...],
) -> list[BusyPeriod]:
    """What something else takes, of single students' own administrative classes too."""
    return busy_between(
        {
            ResourceKind.ROOM: [room.pk for room in rooms],
            ResourceKind.STAFF: [int(person.id) for person in people],
            ResourceKind.ADMINISTRATIVE_CLASS: singles.other_homes.union(*groups.values()),
        },
        first=min(days),
        last=max(days),
    )


def _taken(
    term: Term, now: datetime.datetime, days: set[datetime.date], busy: list[BusyPeriod]
) -> frozenset[repair_problem.Cell]:
    """What other meetings hold, and what something else takes."""
    held = (
        Booking.objects.filter(
            date__range=(min(days), max(days)), meeting__institution=term.institution_id
        )
        .exclude(meeting__in=still_open(term, now=now))
        .values_list("kind", "resource_id", "date", "period")
    )
    cells = [*held, *((one.kind, one.resource_id, one.date, one.period) for one in busy)]
    return frozenset((KINDS[ResourceKind(kind)], str(pk), on, n) for kind, pk, on, n in cells)


def _dated(
    subject: StaffMember | Room | None, trouble: Trouble
) -> frozenset[tuple[str, datetime.date]]:
    if subject is None:
        return frozenset()
    length = (trouble.last - trouble.first).days + 1
    return frozenset(
        (str(subject.pk), trouble.first + datetime.timedelta(days=number))
        for number in range(length)
    )
