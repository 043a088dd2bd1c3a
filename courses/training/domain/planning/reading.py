"""From rows to the planner's problem. Ids are primary keys as text."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils import timezone
from django.utils.translation import gettext as _

from courses.institutions.models import Institution
from courses.timetable.enums import ResourceKind
from courses.training.domain.planning.due import People, read_people
from courses.training.domain.planning.making_up import MakeUps, Time
from courses.training.domain.planning.money import Money
from courses.training.domain.planning.occupied import Occupied, bits
from courses.training.domain.planning.offered import (
    department_quotas_of,
    departments_of,
    fares_between,
    offers_of,
    programmes_of,
    quotas_of,
)
from courses.training.domain.planning.options import PlanOptions
from courses.training.domain.planning.scope import Cycle, Scope
from courses.training.domain.planning.standing import Standing
from courses.training.domain.planning.standing_in import Colleagues
from courses.training.domain.planning.taught import Taught, meetings_ahead
from courses.training.domain.refusal import TrainingRefused
from courses.training.models import TrainingSession
from courses.training.planner import problem as planner


@dataclass
class Reading:
    """The problem, and the rows behind it by primary key."""

    problem: planner.Problem
    people: People
    sessions: dict[int, TrainingSession]
    institutions: dict[int, Institution]
    meetings: dict[int, Taught] = field(default_factory=dict)


def read_problem(
    scope: Scope,
    cycle: Cycle,
    options: PlanOptions,
    *,
    standing: Standing | None = None,
    now: datetime.datetime,
) -> Reading:
    """A fixed number of queries, and one more where times are taken by something else.
    `standing`: a plan that is to change as little as may be. Raises TrainingRefused where there is
    nobody or nothing to plan."""
    standing = standing or Standing()
    today = timezone.localtime(now).date()
    sessions = list(
        scope.sessions(cycle, today=today)
        .select_related("programme__prerequisite")
        .order_by("starts_on", "pk")
    )
    if not sessions:
        raise TrainingRefused(
            _("There is no session to plan: none of this cycle is open and still ahead.")
        )
    institutions = {one.pk: one for one in scope.institutions().order_by("pk")}
    planned = {one.pk for one in sessions}
    # A seat in a session that can't be planned any more stays as it is.
    loose = frozenset(pk for pk, session in standing.loose.items() if session in planned)
    people = read_people(scope, cycle, sessions, loose=loose)
    if not people.people:
        raise TrainingRefused(_("Nobody owes any training in this cycle."))
    found = _Teaching(scope, sessions, people, standing, now=now)
    rows = list(institutions.values())
    money = Money.read(sessions, rows, people)
    homes = {one.pk: money.home_of(one, options.fare) for one in rows}
    near, near_covers = standing.near(people.staff, planned)
    return Reading(
        planner.Problem(
            starts_on=today,
            programmes=programmes_of(sessions),
            sessions=offers_of(sessions, people),
            institutions=tuple(
                planner.Institution(str(one.pk), homes[one.pk].name) for one in rows
            ),
            people=tuple(_with_declined(people.people, standing)),
            departments=departments_of(rows, on=today),
            quotas=quotas_of(sessions, rows, people),
            department_quotas=department_quotas_of(sessions, rows, people),
            fares=fares_between((one.region for one in sessions), homes.values()),
            meetings=tuple(found.meetings),
            substitutes=found.substitutes(options.most_periods),
            make_up_slots=tuple(found.slots),
            near=near,
            near_covers=tuple(one for one in near_covers if one.meeting in found.known),
            near_unplaced=frozenset(str(pk) for pk in standing.unplaced),
            days_between=options.days_between,
            budgets=money.budgets,
            weights=options.weights(replanning=bool(near)),
        ),
        people,
        {one.pk: one for one in sessions},
        institutions,
        found.rows,
    )


def _with_declined(
    people: Iterable[planner.Person], standing: Standing
) -> Iterable[planner.Person]:
    for person in people:
        declined = standing.declined.get(int(person.id))
        yield standing.without(person, declined) if declined else person


class _Teaching:
    """What people of the plan would miss, with everybody who could stand in."""

    def __init__(
        self,
        scope: Scope,
        sessions: list[TrainingSession],
        people: People,
        standing: Standing,
        *,
        now: datetime.datetime,
    ) -> None:
        today = timezone.localtime(now).date()
        first = min(one.starts_on for one in sessions)
        last = max(one.ends_on for one in sessions)
        every = [
            standing.before.get(one.pk, one)
            for one in meetings_ahead(scope, first=first, last=last, now=now)
        ]
        days = _days(sessions)
        missed = [one for one in every if one.instructor in people.staff and one.date in days]
        self.rows = {one.pk: one for one in missed}
        self.meetings: list[planner.Meeting] = []
        self.slots: list[planner.MakeUpSlot] = []
        self.known: set[str] = set()
        self._names: set[str] = set()
        if not missed:
            return
        until = max(one.date for one in missed) + datetime.timedelta(days=28)
        occupied = Occupied.read(
            scope.institutions(),
            first=today,
            last=until,
            resources={ResourceKind.STAFF: scope.staff().values_list("pk", flat=True)},
            instead=standing.before,
        )
        dates = {today + datetime.timedelta(days=n) for n in range((until - today).days + 1)}
        colleagues = Colleagues(scope, dates)
        make_ups = MakeUps(
            scope,
            missed,
            occupied,
            colleagues,
            today=today,
            until=until,
            instead=standing.before,
        )
        for one in standing.before.values():
            _take(occupied, one, make_ups)
        for one in missed:
            self._add(one, occupied, colleagues, make_ups, standing)

    def _add(
        self,
        meeting: Taught,
        occupied: Occupied,
        colleagues: Colleagues,
        make_ups: MakeUps,
        standing: Standing,
    ) -> None:
        cover = standing.covers.get(meeting.pk)
        kept = cover if isinstance(cover, Time) else None
        times = make_ups.times(meeting, always=kept)
        candidates = colleagues.candidates(
            meeting, occupied, always=cover if isinstance(cover, int) else None
        )
        self.slots += [make_ups.slot(meeting, time) for time in times]
        self.known.add(str(meeting.pk))
        self._names |= {one.substitute for one in candidates}
        self.meetings.append(
            planner.Meeting(
                id=str(meeting.pk),
                person=str(meeting.instructor),
                date=meeting.date,
                periods=tuple(range(meeting.first_period, meeting.first_period + meeting.periods)),
                candidates=candidates,
                make_ups=tuple(time.key(meeting.pk) for time in times),
            )
        )

    def substitutes(self, most_periods: int | None) -> tuple[planner.Substitute, ...]:
        return tuple(planner.Substitute(name, most_periods) for name in sorted(self._names))


def _days(sessions: Iterable[TrainingSession]) -> set[datetime.date]:
    return {day for one in sessions for day in one.days}


def _take(occupied: Occupied, meeting: Taught, make_ups: MakeUps) -> None:
    """What a meeting takes that is back in the hands of its own instructor."""
    periods = bits(meeting.first_period, meeting.periods)
    occupied.take(ResourceKind.ROOM, meeting.room, meeting.date, periods)
    occupied.take(ResourceKind.STAFF, meeting.instructor, meeting.date, periods)
    for pk, _year in make_ups.groups.get(meeting.teaching_class, ()):
        occupied.take(ResourceKind.ADMINISTRATIVE_CLASS, pk, meeting.date, periods)
