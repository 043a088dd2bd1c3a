"""The judge of every plan. Shares no code with the search, and expands every day and period."""

from __future__ import annotations

import datetime
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from courses.training.planner.checking_limits import crowds, money
from courses.training.planner.measuring import days_of, measure, misses
from courses.training.planner.problem import Cover, Person, Problem, Session
from courses.training.planner.proposal import Plan
from courses.training.planner.violations import Violation, ViolationKind


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
    found += crowds(problem, goes)
    found += money(problem, goes)
    missed = misses(problem, plan.nominations)
    found += _teaching(problem, plan, goes, missed)
    unplaced = Counter(entry.person for entry in plan.unplaced)
    for person in problem.people:
        if unplaced[person.id] != (not _enough(person, goes[person.id])):
            found.append(Violation(ViolationKind.UNACCOUNTED, person.id))
    cost = measure(problem, plan.nominations, plan.covers, missed)
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
    programmes = problem.programme_by_id
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


def _teaching(
    problem: Problem, plan: Plan, goes: dict[str, list[Session]], missed: set[str]
) -> Iterator[Violation]:
    absent = {
        person: {day for session in sessions for day in days_of(session)}
        for person, sessions in goes.items()
    }
    covers: dict[str, list[Cover]] = defaultdict(list)
    for cover in plan.covers:
        covers[cover.meeting].append(cover)
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
