"""The judge of every plan. Shares no code with the search, and expands every day and period."""

from __future__ import annotations

import datetime
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from courses.training.planner.measuring import days_of, measure, misses
from courses.training.planner.problem import Cover, Person, Problem, Session
from courses.training.planner.proposal import Plan


class ViolationKind(StrEnum):
    UNKNOWN = "unknown"
    """A person, session, meeting, substitute or slot that the problem doesn't have."""
    NOMINATED_TWICE = "nominated_twice"
    FIXED_LOST = "fixed_lost"
    NOT_ADMITTED = "not_admitted"
    ATTENDED_BEFORE = "attended_before"
    PREREQUISITE_MISSING = "prerequisite_missing"
    FORBIDDEN = "forbidden"
    UNAVAILABLE = "unavailable"
    TOO_NEAR = "too_near"
    TOO_LITTLE = "too_little"
    """Sessions beyond the fixed ones, and yet the cycle isn't met."""
    TOO_MUCH = "too_much"
    """A session that could be left out, or more than two beyond the fixed ones."""
    OVER_SEATS = "over_seats"
    OVER_QUOTA = "over_quota"
    OVER_DEPARTMENT_LIMIT = "over_department_limit"
    OVER_BUDGET = "over_budget"
    NOT_COVERED = "not_covered"
    COVERED_TWICE = "covered_twice"
    NOTHING_TO_COVER = "nothing_to_cover"
    NOT_A_CANDIDATE = "not_a_candidate"
    SUBSTITUTE_AWAY = "substitute_away"
    AT_TWO_PLACES = "at_two_places"
    """Somebody substitutes or makes up two meetings at the same time."""
    OVER_EXTRA_PERIODS = "over_extra_periods"
    NOT_A_SLOT = "not_a_slot"
    SLOT_USED_TWICE = "slot_used_twice"
    SLOTS_CLASH = "slots_clash"
    MADE_UP_WHILE_AWAY = "made_up_while_away"
    SETTLED_CHANGED = "settled_changed"
    UNACCOUNTED = "unaccounted"
    """Neither meets the cycle nor is given as unplaced, or both."""
    WRONG_COST = "wrong_cost"
    BELOW_BOUND = "below_bound"


@dataclass(frozen=True, slots=True, order=True)
class Violation:
    kind: ViolationKind
    subject: str
    detail: str = ""


def check(problem: Problem, plan: Plan) -> list[Violation]:
    """Every rule the plan breaks, every person it forgets, every figure that isn't right."""
    found = [*_unknown(problem, plan)]
    if found:
        return found
    goes: dict[str, list[Session]] = defaultdict(list)
    for nomination in plan.nominations:
        goes[nomination.person].append(problem.session_by_id[nomination.session])
    for person in problem.people:
        found += _person(problem, person, goes[person.id])
    found += _crowds(problem, goes)
    found += _money(problem, goes)
    found += _teaching(problem, plan, goes)
    unplaced = Counter(entry.person for entry in plan.unplaced)
    for person in problem.people:
        if unplaced[person.id] != (not _enough(person, goes[person.id])):
            found.append(Violation(ViolationKind.UNACCOUNTED, person.id))
    cost = measure(problem, plan.nominations, plan.covers)
    if cost != plan.cost:
        found.append(Violation(ViolationKind.WRONG_COST, "cost", f"{plan.cost} != {cost}"))
    parts = cost.__slots__
    if plan.total != sum(getattr(cost, part) * getattr(problem.weights, part) for part in parts):
        found.append(Violation(ViolationKind.WRONG_COST, "total"))
    if plan.total < plan.bound:
        found.append(Violation(ViolationKind.BELOW_BOUND, "total"))
    if len(problem.people) - len(plan.unplaced) > plan.most_placed:
        found.append(Violation(ViolationKind.BELOW_BOUND, "most_placed"))
    return found


def _unknown(problem: Problem, plan: Plan) -> Iterator[Violation]:
    def names() -> Iterator[tuple[str, bool]]:
        for one in plan.nominations:
            yield one.person, one.person in problem.person_by_id
            yield one.session, one.session in problem.session_by_id
        for cover in plan.covers:
            yield cover.meeting, cover.meeting in problem.meeting_by_id
            yield cover.slot or "", cover.slot is None or cover.slot in problem.slot_by_id
        for meeting in plan.uncovered:
            yield meeting, meeting in problem.meeting_by_id
        for entry in plan.unplaced:
            yield entry.person, entry.person in problem.person_by_id

    return (Violation(ViolationKind.UNKNOWN, name) for name, known in names() if not known)


def _enough(person: Person, sessions: Iterable[Session]) -> bool:
    sessions = list(sessions)
    owed = person.owed
    asked = []
    if owed.sessions:
        asked.append(len(sessions) >= owed.sessions)
    if owed.hours:
        asked.append(sum(session.hours for session in sessions) >= owed.hours)
    return all(asked) if owed.both or not asked else any(asked)


def _person(problem: Problem, person: Person, goes: list[Session]) -> Iterator[Violation]:
    ids = [session.id for session in goes]
    if len(set(ids)) < len(ids):
        yield Violation(ViolationKind.NOMINATED_TWICE, person.id)
    for fixed in person.fixed:
        if fixed not in ids:
            yield Violation(ViolationKind.FIXED_LOST, person.id, fixed)
    programmes = {programme.id: programme for programme in problem.programmes}
    added = [session for session in goes if session.id not in person.fixed]
    for session in added:
        programme = programmes[session.programme]
        others = [other for other in goes if other is not session]
        if programme.kinds and person.kind not in programme.kinds:
            yield Violation(ViolationKind.NOT_ADMITTED, person.id, session.id)
        if not programme.repeatable and (
            programme.id in person.attended or any(o.programme == programme.id for o in others)
        ):
            yield Violation(ViolationKind.ATTENDED_BEFORE, person.id, session.id)
        done = set(person.attended)
        done |= {other.programme for other in others if other.last_day < session.first_day}
        if not programme.requires <= done:
            yield Violation(ViolationKind.PREREQUISITE_MISSING, person.id, session.id)
        if session.id in person.forbidden:
            yield Violation(ViolationKind.FORBIDDEN, person.id, session.id)
        for day in days_of(session):
            if any(span.first <= day <= span.last for span in person.unavailable):
                yield Violation(ViolationKind.UNAVAILABLE, person.id, session.id)
                break
        for other in others:
            first, second = sorted((session, other), key=lambda one: one.first_day)
            if (second.first_day - first.last_day).days - 1 < problem.days_between:
                yield Violation(ViolationKind.TOO_NEAR, person.id, session.id)
    if added and not _enough(person, goes):
        yield Violation(ViolationKind.TOO_LITTLE, person.id)
    if len(added) > 2:
        yield Violation(ViolationKind.TOO_MUCH, person.id)
    for session in added:
        rest = [other for other in goes if other is not session]
        needed = any(
            session.programme in programmes[other.programme].requires
            and session.programme not in person.attended
            for other in added
            if other is not session
        )
        if _enough(person, rest) and not needed:
            yield Violation(ViolationKind.TOO_MUCH, person.id, session.id)


def _crowds(problem: Problem, goes: dict[str, list[Session]]) -> Iterator[Violation]:
    # What is fixed may be beyond a limit; then nobody comes in addition.
    kept_seats: Counter[str] = Counter()
    kept_sent: Counter[tuple[str, str]] = Counter()
    kept_away: Counter[tuple[str, datetime.date]] = Counter()
    seats: Counter[str] = Counter()
    sent: Counter[tuple[str, str]] = Counter()
    away: Counter[tuple[str, datetime.date]] = Counter()
    for person in problem.people:
        absent: set[datetime.date] = set()
        held: set[datetime.date] = set()
        for session in goes[person.id]:
            seats[session.id] += 1
            sent[person.institution, session.id] += 1
            absent.update(days_of(session))
            if session.id in person.fixed:
                kept_seats[session.id] += 1
                kept_sent[person.institution, session.id] += 1
                held.update(days_of(session))
        if person.department is not None:
            away.update((person.department, day) for day in absent)
            kept_away.update((person.department, day) for day in held)
    for session in problem.sessions:
        if seats[session.id] > max(session.seats, kept_seats[session.id]):
            yield Violation(ViolationKind.OVER_SEATS, session.id, str(seats[session.id]))
    for quota in problem.quotas:
        at = quota.institution, quota.session
        if quota.most is not None and sent[at] > max(quota.most, kept_sent[at]):
            yield Violation(ViolationKind.OVER_QUOTA, quota.institution, quota.session)
    limits = {department.id: department.most_away for department in problem.departments}
    for (department, day), people in sorted(away.items()):
        limit = limits[department]
        if limit is not None and people > max(limit, kept_away[department, day]):
            yield Violation(ViolationKind.OVER_DEPARTMENT_LIMIT, department, day.isoformat())


def _money(problem: Problem, goes: dict[str, list[Session]]) -> Iterator[Violation]:
    fares = {(fare.home, fare.region): fare.money for fare in problem.fares}
    homes = {institution.id: institution.region for institution in problem.institutions}
    spent: Counter[str] = Counter()
    kept: Counter[str] = Counter()
    granted = kept_grants = 0
    for person in problem.people:
        for session in goes[person.id]:
            fare = fares.get((homes[person.institution], session.region), 0)
            money = session.price + (fare if session.region else 0)
            spent[person.institution] += money
            granted += session.grant
            if session.id in person.fixed:
                kept[person.institution] += money
                kept_grants += session.grant
    for institution in problem.institutions:
        limit, name = institution.budget, institution.id
        if limit is not None and spent[name] > max(limit, kept[name]):
            yield Violation(ViolationKind.OVER_BUDGET, name, str(spent[name]))
    if problem.budget is not None and granted > max(problem.budget, kept_grants):
        yield Violation(ViolationKind.OVER_BUDGET, "", str(granted))


def _teaching(problem: Problem, plan: Plan, goes: dict[str, list[Session]]) -> Iterator[Violation]:
    absent = {
        person: {day for session in sessions for day in days_of(session)}
        for person, sessions in goes.items()
    }
    covers: dict[str, list[Cover]] = defaultdict(list)
    for cover in plan.covers:
        covers[cover.meeting].append(cover)
    missed = misses(problem, plan.nominations)
    for name in missed - set(covers):
        person = problem.person_by_id[problem.meeting_by_id[name].person]
        held = {day for f in person.fixed for day in days_of(problem.session_by_id[f])}
        if name not in plan.uncovered or problem.meeting_by_id[name].date not in held:
            yield Violation(ViolationKind.NOT_COVERED, name)
    for name in (set(covers) | set(plan.uncovered)) - missed:
        yield Violation(ViolationKind.NOTHING_TO_COVER, name)
    settled = {cover.meeting: cover for cover in problem.settled}
    for name, given in covers.items():
        if len(given) > 1 or name in plan.uncovered:
            yield Violation(ViolationKind.COVERED_TWICE, name)
        if name in settled and given[0] != settled[name]:
            yield Violation(ViolationKind.SETTLED_CHANGED, name)
    busy: Counter[tuple[str, datetime.date, int]] = Counter()
    taken: Counter[tuple[str, datetime.date, int]] = Counter()
    extra: Counter[str] = Counter()
    slots: Counter[str] = Counter()
    for cover in plan.covers:
        meeting = problem.meeting_by_id[cover.meeting]
        given_twice = (cover.substitute is None) == (cover.slot is None)
        if given_twice:
            yield Violation(ViolationKind.NOT_COVERED, meeting.id)
        elif cover.substitute is not None:
            if cover not in problem.settled and cover.substitute not in {
                candidate.substitute for candidate in meeting.candidates
            }:
                yield Violation(ViolationKind.NOT_A_CANDIDATE, meeting.id, cover.substitute)
            if meeting.date in absent.get(cover.substitute, ()):
                yield Violation(ViolationKind.SUBSTITUTE_AWAY, meeting.id, cover.substitute)
            busy.update((cover.substitute, meeting.date, period) for period in meeting.periods)
            extra[cover.substitute] += len(meeting.periods)
        elif cover.slot is not None:
            slot = problem.slot_by_id[cover.slot]
            slots[slot.id] += 1
            if cover not in problem.settled and slot.id not in meeting.make_ups:
                yield Violation(ViolationKind.NOT_A_SLOT, meeting.id, slot.id)
            if slot.date in absent.get(meeting.person, ()):
                yield Violation(ViolationKind.MADE_UP_WHILE_AWAY, meeting.id, slot.id)
            busy.update((meeting.person, slot.date, period) for period in slot.periods)
            taken.update(
                (name, slot.date, period) for name in slot.takes for period in slot.periods
            )
    for (who, day, period), times in sorted(busy.items()):
        if times > 1:
            yield Violation(ViolationKind.AT_TWO_PLACES, who, f"{day} {period}")
    for (what, day, period), times in sorted(taken.items()):
        if times > 1:
            yield Violation(ViolationKind.SLOTS_CLASH, what, f"{day} {period}")
    for name, times in slots.items():
        if times > 1:
            yield Violation(ViolationKind.SLOT_USED_TWICE, name)
    limits = {substitute.id: substitute.most_periods for substitute in problem.substitutes}
    for who, periods in extra.items():
        limit = limits.get(who)
        if limit is not None and periods > limit:
            yield Violation(ViolationKind.OVER_EXTRA_PERIODS, who, str(periods))
