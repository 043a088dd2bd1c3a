"""What is wrong with a problem before anything is planned."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from enum import StrEnum
from itertools import pairwise
from operator import attrgetter

from courses.training.planner.problem import Problem


class DefectKind(StrEnum):
    DUPLICATE_ID = "duplicate_id"
    UNKNOWN_PROGRAMME = "unknown_programme"
    UNKNOWN_INSTITUTION = "unknown_institution"
    UNKNOWN_DEPARTMENT = "unknown_department"
    UNKNOWN_SESSION = "unknown_session"
    UNKNOWN_PERSON = "unknown_person"
    UNKNOWN_MEETING = "unknown_meeting"
    UNKNOWN_SLOT = "unknown_slot"
    ENDS_BEFORE_IT_BEGINS = "ends_before_it_begins"
    NEGATIVE = "negative"
    NO_PERIODS = "no_periods"
    PERIOD_OUT_OF_RANGE = "period_out_of_range"
    """Periods are 1 to 60."""
    FIXED_TWICE = "fixed_twice"
    FIXED_OVERLAP = "fixed_overlap"
    """Two fixed nominations of one person on the same day."""
    SETTLED_BOTH_WAYS = "settled_both_ways"
    """A settled cover needs a substitute or a slot, not both."""
    SUBSTITUTES_OWN = "substitutes_own"
    """A candidate of a meeting is the person who would miss it."""


@dataclass(frozen=True, slots=True)
class Defect:
    """``subject`` is the id of what is wrong, ``detail`` the id or number at fault."""

    kind: DefectKind
    subject: str
    detail: str = ""


class InvalidProblem(ValueError):
    # What it is made of is what it keeps as `args`, or it can't be sent to another process.
    def __init__(self, defects: list[Defect]) -> None:
        super().__init__(defects)
        self.defects = defects

    def __str__(self) -> str:
        return "; ".join(f"{d.kind} {d.subject} {d.detail}".strip() for d in self.defects[:20])


def defects(problem: Problem) -> list[Defect]:
    """Everything wrong with the problem; empty when it can be planned."""
    return [
        *_duplicates(problem),
        *_sessions(problem),
        *_people(problem),
        *_limits(problem),
        *_meetings(problem),
    ]


def _duplicates(problem: Problem) -> Iterator[Defect]:
    for kind, different in (
        (problem.programmes, problem.programme_by_id),
        (problem.sessions, problem.session_by_id),
        (problem.institutions, {one.id for one in problem.institutions}),
        (problem.departments, {one.id for one in problem.departments}),
        (problem.people, problem.person_by_id),
        (problem.meetings, problem.meeting_by_id),
        (problem.substitutes, {one.id for one in problem.substitutes}),
        (problem.make_up_slots, problem.slot_by_id),
    ):
        if len(different) == len(kind):
            continue  # nearly always, and there are hundreds of thousands
        for name, times in Counter(map(attrgetter("id"), kind)).items():
            if times > 1:
                yield Defect(DefectKind.DUPLICATE_ID, name)
    quotas = Counter((quota.institution, quota.session) for quota in problem.quotas)
    of_departments = Counter(quota[:2] for quota in problem.department_quotas)
    for (owner, session), times in (*quotas.items(), *of_departments.items()):
        if times > 1:
            yield Defect(DefectKind.DUPLICATE_ID, owner, session)


def _sessions(problem: Problem) -> Iterator[Defect]:
    programmes = {programme.id for programme in problem.programmes}
    for programme in problem.programmes:
        for name in sorted(programme.requires - programmes):
            yield Defect(DefectKind.UNKNOWN_PROGRAMME, programme.id, name)
    for session in problem.sessions:
        if session.programme not in programmes:
            yield Defect(DefectKind.UNKNOWN_PROGRAMME, session.id, session.programme)
        if session.last_day < session.first_day:
            yield Defect(DefectKind.ENDS_BEFORE_IT_BEGINS, session.id)
        numbers = (session.seats, session.hours, session.price, session.grant, session.least)
        yield from _negative(session.id, numbers)


def _people(problem: Problem) -> Iterator[Defect]:
    institutions = {institution.id for institution in problem.institutions}
    departments = {department.id for department in problem.departments}
    for person in problem.people:
        if person.institution not in institutions:
            yield Defect(DefectKind.UNKNOWN_INSTITUTION, person.id, person.institution)
        if person.department is not None and person.department not in departments:
            yield Defect(DefectKind.UNKNOWN_DEPARTMENT, person.id, person.department)
        yield from _negative(person.id, (person.owed.sessions, person.owed.hours))
        for span in person.unavailable:
            if span.last < span.first:
                yield Defect(DefectKind.ENDS_BEFORE_IT_BEGINS, person.id, str(span.first))
        for name, times in Counter(person.fixed).items():
            if name not in problem.session_by_id:
                yield Defect(DefectKind.UNKNOWN_SESSION, person.id, name)
            if times > 1:
                yield Defect(DefectKind.FIXED_TWICE, person.id, name)
        held = sorted(
            (problem.session_by_id[name] for name in person.fixed if name in problem.session_by_id),
            key=lambda one: one.first_day,
        )
        for one, other in pairwise(held):
            if other.first_day <= one.last_day and one.id != other.id:
                yield Defect(DefectKind.FIXED_OVERLAP, person.id, other.id)


def _limits(problem: Problem) -> Iterator[Defect]:
    institutions = {institution.id for institution in problem.institutions}
    for budget in problem.budgets:
        name = budget.institution or "budget"
        if budget.institution is not None and budget.institution not in institutions:
            yield Defect(DefectKind.UNKNOWN_INSTITUTION, "budget", name)
        if budget.years[1] < budget.years[0]:
            yield Defect(DefectKind.ENDS_BEFORE_IT_BEGINS, name)
        yield from _negative(name, (budget.money,))
    for department in problem.departments:
        if department.institution not in institutions:
            yield Defect(DefectKind.UNKNOWN_INSTITUTION, department.id, department.institution)
        yield from _negative(department.id, (department.most_away or 0,))
    for quota in problem.quotas:
        if quota.institution not in institutions:
            yield Defect(DefectKind.UNKNOWN_INSTITUTION, quota.session, quota.institution)
        if quota.session not in problem.session_by_id:
            yield Defect(DefectKind.UNKNOWN_SESSION, quota.institution, quota.session)
        numbers = (quota.most or 0, quota.share or 0, quota.least)
        yield from _negative(f"{quota.institution} {quota.session}", numbers)
    departments = {department.id for department in problem.departments}
    for name, session, most in problem.department_quotas:
        if name not in departments:
            yield Defect(DefectKind.UNKNOWN_DEPARTMENT, session, name)
        if session not in problem.session_by_id:
            yield Defect(DefectKind.UNKNOWN_SESSION, name, session)
        yield from _negative(f"{name} {session}", (most,))
    for fare in problem.fares:
        yield from _negative(f"{fare.home} {fare.region}", (fare.money,))
    yield from _negative("days_between", (problem.days_between,))
    for name, weight in asdict(problem.weights).items():
        yield from _negative(name, (weight,))
    for substitute in problem.substitutes:
        yield from _negative(substitute.id, (substitute.most_periods or 0,))


def _meetings(problem: Problem) -> Iterator[Defect]:
    people, slots = problem.person_by_id, problem.slot_by_id
    right: set[tuple[int, ...]] = set()
    for meeting in problem.meetings:
        if meeting.person not in people:
            yield Defect(DefectKind.UNKNOWN_PERSON, meeting.id, meeting.person)
        if meeting.periods not in right:
            yield from _periods(meeting.id, meeting.periods, right)
        for name in meeting.make_ups:
            if name not in slots:
                yield Defect(DefectKind.UNKNOWN_SLOT, meeting.id, name)
        for substitute, cost in meeting.candidates:
            if substitute == meeting.person:
                yield Defect(DefectKind.SUBSTITUTES_OWN, meeting.id)
            if cost < 0:
                yield Defect(DefectKind.NEGATIVE, meeting.id, str(cost))
    for slot in problem.make_up_slots:
        if slot.periods not in right:
            yield from _periods(slot.id, slot.periods, right)
    for cover in problem.settled:
        if cover.meeting not in problem.meeting_by_id:
            yield Defect(DefectKind.UNKNOWN_MEETING, cover.meeting)
        if (cover.substitute is None) == (cover.slot is None):
            yield Defect(DefectKind.SETTLED_BOTH_WAYS, cover.meeting)
        if cover.slot is not None and cover.slot not in problem.slot_by_id:
            yield Defect(DefectKind.UNKNOWN_SLOT, cover.meeting, cover.slot)
    for name, times in Counter(cover.meeting for cover in problem.settled).items():
        if times > 1:
            yield Defect(DefectKind.DUPLICATE_ID, name)


def _periods(
    subject: str, periods: tuple[int, ...], right: set[tuple[int, ...]]
) -> Iterator[Defect]:
    """``right`` remembers those in which nothing is wrong."""
    if not periods:
        yield Defect(DefectKind.NO_PERIODS, subject)
    elif all(1 <= period <= 60 for period in periods):
        right.add(periods)
    for period in periods:
        if not 1 <= period <= 60:
            yield Defect(DefectKind.PERIOD_OUT_OF_RANGE, subject, str(period))


def _negative(subject: str, numbers: Iterable[int]) -> Iterator[Defect]:
    for number in numbers:
        if number < 0:
            yield Defect(DefectKind.NEGATIVE, subject, str(number))
