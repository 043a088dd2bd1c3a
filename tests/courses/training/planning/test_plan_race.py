"""A plan is carried out while others nominate and withdraw, and while its worker dies."""

import multiprocessing
import os
import signal
import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.db import connection

from courses.changes.enums import RequestState
from courses.changes.models import ChangeRequest
from courses.timetable.enums import ResourceKind
from courses.timetable.models import Booking, Meeting
from courses.training.domain import TrainingRefused, nominate, withdraw
from courses.training.domain.planning import carry_out_plan
from courses.training.enums import SEATED, NominationState, PartState, PlanState
from courses.training.models import Nomination, PlanPart, RotationPlan, SeatQuota, TrainingSession
from courses.training.signals import nomination_approved
from tests.factories.changes import DAY, Published, published_term
from tests.factories.institutions import DepartmentFactory, StaffMemberFactory
from tests.factories.rotation import (
    PlannedCoverFactory,
    PlannedSeatFactory,
    PlanPartFactory,
    RotationPlanFactory,
)
from tests.factories.training import (
    DepartmentLimitFactory,
    NominationFactory,
    SeatQuotaFactory,
    TrainingSessionFactory,
)

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.services,
    pytest.mark.usefixtures("on_postgresql"),
]
INSTITUTIONS, SESSIONS, QUOTA = 3, 4, 4


@dataclass
class Province:
    """Each institution sends two people to each session, of one department that may miss two a
    day; its instructor goes to the session in which a meeting of theirs lies."""

    plan: RotationPlan
    sessions: list[TrainingSession]
    worlds: list[Published] = field(default_factory=list)
    departments: list[Any] = field(default_factory=list)

    def person(self, number: int) -> Any:
        department = self.departments[number]
        return StaffMemberFactory(institution=department.institution, department=department)


@pytest.fixture
def province(transactional_db: None) -> Province:
    worlds = [published_term() for _n in range(INSTITUTIONS)]
    day = worlds[0].meeting.date
    sessions = [
        TrainingSessionFactory(
            starts_on=day + (7 * number - 1) * DAY,
            registration_closes_on=day - 2 * DAY,
            seats=INSTITUTIONS * QUOTA - 2,
        )
        for number in range(SESSIONS)
    ]
    plan = RotationPlanFactory(province="41", state=PlanState.APPROVED)
    found = Province(plan, sessions, worlds)
    for number, world in enumerate(worlds):
        department = DepartmentFactory(institution=world.institution)
        found.departments.append(department)
        world.instructor.department = department
        world.instructor.save()
        DepartmentLimitFactory(institution=world.institution, people=3)
        PlanPartFactory(plan=plan, institution=world.institution)
        for session in sessions:
            SeatQuotaFactory(session=session, institution=world.institution, seats=QUOTA)
        own = PlannedSeatFactory(plan=plan, staff=world.instructor, session=sessions[0])
        PlannedCoverFactory(seat=own, meeting=world.meeting, substitute=world.colleague)
        # Every institution in another order, as a plan has it.
        for place in range(SESSIONS):
            session = sessions[(place + number) % SESSIONS]
            PlannedSeatFactory(plan=plan, staff=found.person(number), session=session)
    return found


def at_once(acts: list[Callable[[], object]]) -> list[BaseException]:
    """Each on a connection of its own; what went wrong beyond a refusal."""
    wrong: list[BaseException] = []
    start = threading.Barrier(len(acts))

    def run(act: Callable[[], object]) -> None:
        try:
            start.wait(timeout=60)
            act()
        except TrainingRefused:
            pass
        except BaseException as error:
            wrong.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return wrong


def require_whole(province: Province) -> None:
    """No seat too many, nobody twice, each part as a whole or not at all."""
    seated = Nomination.objects.filter(state__in=SEATED)
    for session in TrainingSession.objects.all():
        taken = seated.filter(session=session).count()
        assert session.seats_taken == taken <= session.seats
    for quota in SeatQuota.objects.all():
        taken = seated.filter(session=quota.session_id, institution=quota.institution_id).count()
        assert quota.seats_taken == taken <= quota.seats
    twice = Counter(Nomination.objects.standing().values_list("session", "staff"))
    assert set(twice.values()) <= {1}
    for part in province.plan.parts.all():
        seats = province.plan.seats.filter(institution=part.institution_id)
        given = seats.exclude(nomination=None).count()
        assert given == (seats.count() if part.state == PartState.APPLIED else 0), part.problems
    for cover in province.plan.covers.select_related("seat__nomination", "request", "meeting"):
        nomination = cover.seat.nomination
        away = nomination is not None and nomination.state in SEATED
        assert cover.meeting.instructor_id == (cover.substitute_id if away else cover.staff_id)
        applied = cover.request is not None and cover.request.state == RequestState.APPLIED
        assert applied == away
    for meeting in Meeting.objects.all():
        booked = Booking.objects.filter(meeting=meeting, kind=ResourceKind.STAFF)
        assert set(booked.values_list("resource_id", flat=True)) == {meeting.instructor_id}


@pytest.mark.parametrize("attempt", range(3))
def test_others_nominate_and_withdraw_while_a_plan_is_carried_out(
    province: Province, attempt: int
) -> None:
    acts: list[Callable[[], object]] = [lambda: carry_out_plan(province.plan, by=None)] * 2
    for number in range(INSTITUTIONS):
        for session in province.sessions[attempt:] + province.sessions[:attempt]:
            leaves = NominationFactory(session=session, staff=province.person(number))
            NominationFactory(
                session=session, staff=province.person(number), state=NominationState.WAITING
            )
            comes = province.person(number)
            acts.append(lambda one=leaves: withdraw(one, reason="有事", by=None))  # type: ignore[misc]
            acts.append(
                lambda one=comes, to=session: nominate(to, one, acting_for="province", by=None)  # type: ignore[misc]
            )
    assert at_once(acts) == []
    assert not province.plan.parts.filter(state=PartState.PROPOSED).exists()
    require_whole(province)


def test_those_whom_a_plan_sends_withdraw_while_its_next_part_is_carried_out(
    province: Province,
) -> None:
    first = province.plan.parts.order_by("pk")[0]
    others = province.plan.parts.exclude(pk=first.pk)
    others.update(state=PartState.APPLIED)
    carry_out_plan(province.plan, by=None)
    others.update(state=PartState.PROPOSED)
    going = Nomination.objects.filter(institution=first.institution_id)
    assert going.count() == SESSIONS + 1
    acts: list[Callable[[], object]] = [lambda: carry_out_plan(province.plan, by=None)]
    acts += [lambda one=one: withdraw(one, reason="有事", by=None) for one in going]  # type: ignore[misc]
    assert at_once(acts) == []
    assert set(province.plan.parts.values_list("state", flat=True)) == {PartState.APPLIED}
    require_whole(province)
    assert set(going.values_list("state", flat=True)) == {NominationState.WITHDRAWN}


def test_one_person_is_taken_by_the_plan_or_by_somebody_else(province: Province) -> None:
    """Nominated at the moment at which the plan gives them the same seat."""
    seats = list(province.plan.seats.select_related("staff", "session"))
    acts: list[Callable[[], object]] = [lambda: carry_out_plan(province.plan, by=None)]
    acts += [
        lambda one=seat: nominate(one.session, one.staff, acting_for="institution", by=None)  # type: ignore[misc]
        for seat in seats
    ]
    assert at_once(acts) == []
    twice = Counter(Nomination.objects.standing().values_list("session", "staff"))
    assert set(twice.values()) == {1}


def killed_after(plan: RotationPlan, nominations: int) -> int | None:
    """Carry the plan out in a process that is killed when so many have their seat: its exit."""
    connection.close()

    def work() -> None:
        left = nominations

        def count(**_kwargs: Any) -> None:
            nonlocal left
            left -= 1
            if not left:
                os.kill(os.getpid(), signal.SIGKILL)

        nomination_approved.connect(count, dispatch_uid="test.kill")
        carry_out_plan(plan, by=None)

    process = multiprocessing.get_context("fork").Process(target=work)
    process.start()
    process.join(timeout=60)
    return process.exitcode


@pytest.mark.parametrize("nominations", [2, SESSIONS + 3, 3 * (SESSIONS + 1)])
def test_killed_worker_leaves_whole_parts_and_the_next_one_finishes(
    province: Province, nominations: int
) -> None:
    assert killed_after(province.plan, nominations) == -signal.SIGKILL
    done = (nominations - 1) // (SESSIONS + 1)
    applied = PlanPart.objects.filter(plan=province.plan, state=PartState.APPLIED)
    assert applied.count() == done
    assert Nomination.objects.count() == done * (SESSIONS + 1)
    assert ChangeRequest.objects.count() == done
    require_whole(province)

    counts = carry_out_plan(province.plan, by=None)

    assert counts == {"applied": INSTITUTIONS, "refused": 0}
    assert Nomination.objects.count() == INSTITUTIONS * (SESSIONS + 1)
    assert ChangeRequest.objects.count() == INSTITUTIONS
    require_whole(province)


def test_error_in_the_middle_undoes_the_part_and_nothing_else(province: Province) -> None:
    left = SESSIONS + 3

    def fail(**_kwargs: Any) -> None:
        nonlocal left
        left -= 1
        if not left:
            raise RuntimeError

    nomination_approved.connect(fail, dispatch_uid="test.fail")
    try:
        with pytest.raises(RuntimeError):
            carry_out_plan(province.plan, by=None)
    finally:
        nomination_approved.disconnect(dispatch_uid="test.fail")
    assert Nomination.objects.count() == SESSIONS + 1
    require_whole(province)
    assert carry_out_plan(province.plan, by=None) == {"applied": INSTITUTIONS, "refused": 0}
    require_whole(province)
