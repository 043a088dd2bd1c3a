"""A plan that stands: what a new one is to keep of it."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field, replace

from courses.changes.enums import RequestState
from courses.training.domain.planning.making_up import Time
from courses.training.domain.planning.taught import Taught, before_covers
from courses.training.enums import NominationState, PlanState, SeatChange
from courses.training.models import PlannedCover, PlannedSeat, RotationPlan
from courses.training.planner.problem import Cover, Person


@dataclass
class Standing:
    """Primary keys throughout. `seats` are (person, session); `loose` nominations that the new plan
    may take back, with their session; `covers` the substitute or time of each meeting, `before`
    those meetings that are covered by now as they would be without; `declined` sessions that an
    institution doesn't want for a person; `unplaced` people for whom the plan found no place."""

    seats: list[tuple[int, int]] = field(default_factory=list)
    loose: dict[int, int] = field(default_factory=dict)
    covers: dict[int, int | Time] = field(default_factory=dict)
    before: dict[int, Taught] = field(default_factory=dict)
    declined: dict[int, set[int]] = field(default_factory=dict)
    unplaced: set[int] = field(default_factory=set)

    @classmethod
    def of(cls, plan: RotationPlan) -> "Standing":
        """Of a draft its proposals; of an approved plan the nominations that came of it and still
        hold. Six queries, and one for each plan before that one."""
        seats = [seat for seat in plan.seats.select_related("nomination") if not seat.is_fixed]
        declined = _declined(plan)
        kept = [
            seat
            for seat in seats
            if seat.change != SeatChange.DROPPED
            and not seat.declined_reason
            and (plan.state == PlanState.DRAFT or _holds(seat))
        ]
        pks = {seat.pk for seat in kept}
        loose = {
            seat.nomination_id: seat.session_id
            for seat in seats
            if seat.nomination_id is not None and _holds(seat)
        }
        covers = list(plan.covers.select_related("request"))
        rows = [one for one in covers if one.seat_id in pks]
        applied = [one for one in covers if _is_applied(one)]
        return cls(
            seats=[(seat.staff_id, seat.session_id) for seat in kept],
            loose=loose,
            covers={one.meeting_id: _how(one) for one in rows},
            before=before_covers(applied),
            declined=declined,
            unplaced=set(plan.unplaced.values_list("staff", flat=True)),
        )

    def near(
        self, people: Collection[int], sessions: Collection[int]
    ) -> tuple[tuple[tuple[str, str], ...], tuple[Cover, ...]]:
        """As the planner wants it: without people and sessions that are gone."""
        seats = tuple(
            (str(staff), str(session))
            for staff, session in self.seats
            if staff in people and session in sessions
        )
        covers = tuple(
            Cover(str(meeting), slot=how.key(meeting))
            if isinstance(how, Time)
            else Cover(str(meeting), substitute=str(how))
            for meeting, how in self.covers.items()
        )
        return seats, covers

    @staticmethod
    def without(person: Person, declined: set[int]) -> Person:
        return replace(person, forbidden=person.forbidden | {str(pk) for pk in declined})


def _declined(plan: RotationPlan) -> dict[int, set[int]]:
    """What was declined in this plan and in those that it was made from."""
    chain, one = [plan.pk], plan.based_on
    while one is not None:
        chain.append(one.pk)
        one = one.based_on
    found: dict[int, set[int]] = defaultdict(set)
    rows = PlannedSeat.objects.filter(plan__in=chain).exclude(declined_reason="")
    for staff, session in rows.values_list("staff", "session"):
        found[staff].add(session)
    return dict(found)


def _holds(seat: PlannedSeat) -> bool:
    return seat.nomination is not None and seat.nomination.state == NominationState.APPROVED


def _is_applied(cover: PlannedCover) -> bool:
    return cover.request is not None and cover.request.state == RequestState.APPLIED


def _how(cover: PlannedCover) -> int | Time:
    if cover.substitute_id is not None:
        return cover.substitute_id
    assert cover.date is not None
    assert cover.first_period is not None
    assert cover.room_id is not None
    return Time(cover.date, cover.first_period, cover.room_id)
