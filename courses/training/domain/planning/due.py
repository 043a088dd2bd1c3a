"""People of a plan: what each owes until the end of the cycle, and what is settled already."""

import datetime
import math
from collections import Counter, defaultdict
from dataclasses import dataclass, field

from django.db.models import Max

from courses.changes.models import Repair
from courses.institutions.models import StaffMember
from courses.training.domain.obligations import Obligation, obligations
from courses.training.domain.planning.scope import Cycle, Scope
from courses.training.enums import STAFF_PROGRAMMES, NominationState
from courses.training.models import Completion, CycleRule, Nomination, TrainingSession
from courses.training.planner.problem import Owed, Person, Span

NOTHING = Owed()


@dataclass
class Settled:
    """What is known of a person besides what they owe; sessions and programmes are primary keys."""

    last_trained: datetime.date | None = None
    completed: set[int] = field(default_factory=set)
    fixed: list[int] = field(default_factory=list)
    unavailable: list[Span] = field(default_factory=list)
    forbidden: set[int] = field(default_factory=set)


@dataclass
class People:
    """`staff` by primary key, those of the problem; `outside` is how many seats of each session
    others hold, by session, (institution, session) and (department, session), `inside_of` how many
    they hold."""

    people: list[Person]
    staff: dict[int, StaffMember]
    outside: Counter[int] = field(default_factory=Counter)
    outside_of: Counter[tuple[int, int]] = field(default_factory=Counter)
    outside_of_department: Counter[tuple[int, int]] = field(default_factory=Counter)
    inside_of: Counter[tuple[int, int]] = field(default_factory=Counter)


def read_people(
    scope: Scope,
    cycle: Cycle,
    sessions: list[TrainingSession],
    *,
    loose: frozenset[int] = frozenset(),
) -> People:
    """Whoever owes something by the last day of the cycle, or has a seat in one of the sessions.
    `loose`: primary keys of nominations that the plan may take back. A fixed number of queries."""
    owing = [
        one
        for one in obligations(scope.staff(), on=cycle.last_day)
        if not one.standing.is_fulfilled and one.due_on <= cycle.last_day
    ]
    known = {one.staff.pk: one for one in owing}
    settled = _settled(scope, sessions, loose)
    seated = [pk for pk, one in settled.items() if one.fixed and pk not in known]
    staff = {one.staff.pk: one.staff for one in owing}
    staff |= StaffMember.objects.select_related("institution", "department").in_bulk(seated)
    counting = _Counting(sessions)
    people = [
        _person(person, known.get(pk), settled.get(pk, Settled()), counting)
        for pk, person in sorted(staff.items())
    ]
    return _with_seats_held(People(people, staff), sessions)


def _person(
    staff: StaffMember, owing: Obligation | None, settled: Settled, counting: "_Counting"
) -> Person:
    forbidden = settled.forbidden
    if owing is not None:
        forbidden = forbidden | counting.not_by(owing.standing.rule)
    return Person(
        id=str(staff.pk),
        institution=str(staff.institution_id),
        department=str(staff.department_id) if staff.department_id else None,
        kind=owing.kind if owing else "",
        owed=_owed(owing) if owing else NOTHING,
        last_trained=settled.last_trained,
        attended=frozenset(str(pk) for pk in settled.completed),
        unavailable=tuple(settled.unavailable),
        fixed=tuple(str(pk) for pk in settled.fixed),
        forbidden=frozenset(str(pk) for pk in forbidden),
    )


def _owed(one: Obligation) -> Owed:
    rule = one.standing.rule
    sessions = max(0, (rule.required_sessions or 0) - one.standing.sessions)
    return Owed(sessions, math.ceil(one.standing.hours_missing), both=rule.needs_both)


class _Counting:
    """Which sessions are of a kind that a rule doesn't count."""

    def __init__(self, sessions: list[TrainingSession]) -> None:
        self._sessions = sessions
        self._known: dict[frozenset[str], frozenset[int]] = {}

    def not_by(self, rule: CycleRule) -> frozenset[int]:
        kinds = frozenset(rule.counting_kinds)
        if kinds not in self._known:
            self._known[kinds] = frozenset(
                one.pk for one in self._sessions if one.programme.kind not in kinds
            )
        return self._known[kinds]


def _settled(
    scope: Scope, sessions: list[TrainingSession], loose: frozenset[int]
) -> dict[int, Settled]:
    found: dict[int, Settled] = defaultdict(Settled)
    staff = scope.staff()
    rows = Completion.objects.filter(
        staff__in=staff, session__programme__kind__in=STAFF_PROGRAMMES
    ).order_by()
    for pk, day in rows.values_list("staff").annotate(Max("completed_on")):
        found[pk].last_trained = day
    # Nobody is sent again to what others build on; other programmes come round each cycle.
    basic = {one.programme.prerequisite_id for one in sessions if one.programme.prerequisite_id}
    done = rows.filter(session__programme__in=basic)
    for pk, programme in done.values_list("staff", "session__programme").distinct():
        found[pk].completed.add(programme)
    planned = {one.pk: one for one in sessions}
    _add_nominations(found, staff, planned, loose)
    _add_absences(found, staff)
    return found


def _add_nominations(
    found: dict[int, Settled],
    staff: object,
    planned: dict[int, TrainingSession],
    loose: frozenset[int],
) -> None:
    rows = Nomination.objects.filter(staff__in=staff).still_open().exclude(pk__in=loose)
    for one in rows.select_related("session").order_by("session__starts_on", "pk"):
        settled = found[one.staff_id]
        if one.state == NominationState.APPROVED and one.session_id in planned:
            settled.fixed.append(one.session_id)
        elif one.state == NominationState.NOMINATED and one.session_id in planned:
            # The plan may agree to it, or leave it to those who decide; not go over it.
            settled.forbidden |= {
                pk
                for pk, other in planned.items()
                if pk != one.session_id and other.overlaps(one.session)
            }
        else:
            settled.unavailable.append(Span(one.session.starts_on, one.session.ends_on))


def _add_absences(found: dict[int, Settled], staff: object) -> None:
    """Whoever is known to be away, by a repair of the timetable, isn't sent anywhere then."""
    rows = Repair.objects.filter(staff__in=staff, applied_at__isnull=False)
    for pk, first, last in rows.values_list("staff", "first_date", "last_date"):
        found[pk].unavailable.append(Span(first, last))


def _with_seats_held(people: People, sessions: list[TrainingSession]) -> People:
    rows = Nomination.objects.seated().filter(session__in=[one.pk for one in sessions])
    for staff, institution, department, session in rows.order_by().values_list(
        "staff", "institution", "department", "session"
    ):
        if staff in people.staff:
            people.inside_of[institution, session] += 1
            continue
        people.outside[session] += 1
        people.outside_of[institution, session] += 1
        if department is not None:
            people.outside_of_department[department, session] += 1
    return people
