"""What has changed since a plan was made, and the problem as it is then."""

from __future__ import annotations

from dataclasses import dataclass, replace

from courses.training.planner.problem import Owed, Problem, Quota, Session


@dataclass(frozen=True, slots=True)
class Changes:
    """``cancelled`` are ids of sessions, ``withdrawn`` of people who get no session any more (what
    was fixed for them falls too). ``sessions`` take the place of those with the same id: moved to
    other days, with fewer seats. ``quotas`` take the place of those for the same institution and
    session, or are new."""

    cancelled: frozenset[str] = frozenset()
    withdrawn: frozenset[str] = frozenset()
    sessions: tuple[Session, ...] = ()
    quotas: tuple[Quota, ...] = ()


def apply_changes(problem: Problem, changes: Changes) -> Problem:
    """Raises KeyError for a session or a person that the problem doesn't have."""
    for name in (*changes.cancelled, *(session.id for session in changes.sessions)):
        problem.session_by_id[name]
    for name in changes.withdrawn:
        problem.person_by_id[name]
    instead = {session.id: session for session in changes.sessions}
    quotas = {(quota.institution, quota.session): quota for quota in problem.quotas}
    quotas |= {(quota.institution, quota.session): quota for quota in changes.quotas}
    people = []
    for person in problem.people:
        if person.id in changes.withdrawn:
            person = replace(person, owed=Owed(sessions=0), fixed=())
        elif changes.cancelled.intersection(person.fixed):
            person = replace(
                person, fixed=tuple(s for s in person.fixed if s not in changes.cancelled)
            )
        people.append(person)
    return replace(
        problem,
        sessions=tuple(
            instead.get(session.id, session)
            for session in problem.sessions
            if session.id not in changes.cancelled
        ),
        quotas=tuple(q for q in quotas.values() if q.session not in changes.cancelled),
        department_quotas=tuple(
            quota for quota in problem.department_quotas if quota.session not in changes.cancelled
        ),
        people=tuple(people),
    )
