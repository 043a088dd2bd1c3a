"""Plans on screen: who sees what, and that long lists cost no more queries than short ones."""

from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from courses.teaching.models import Term
from courses.training.domain.planning import PlanOptions, Scope
from courses.training.domain.planning.reading import read_problem
from courses.training.domain.planning.wording import bound_sentence, reason_sentence
from courses.training.enums import NominationState, PlanState
from courses.training.jobs import start_carrying_out, start_planning
from courses.training.models import PlannedSeat, RotationPlan
from courses.training.planner.proposal import Reason
from media.jobs.domain import run
from tests.courses.training.planning.conftest import Planned
from tests.factories.institutions import (
    DepartmentFactory,
    InstitutionFactory,
    RoleFactory,
    StaffMemberFactory,
)
from tests.factories.rotation import (
    PlannedCoverFactory,
    PlannedSeatFactory,
    PlanPartFactory,
    RotationPlanFactory,
    UnplacedStaffFactory,
)
from tests.factories.teaching import TermFactory
from tests.factories.training import NominationFactory, TrainingSessionFactory

pytestmark = pytest.mark.django_db


def signed_in(role: Any) -> Client:
    client = Client()
    client.force_login(role.user, backend="cms.users.backends.AccountBackend")
    return client


def page(client: Client, name: str, plan: RotationPlan, query: str = "") -> str:
    response = client.get(reverse(f"rotation:{name}", args=[plan.public_id]) + query)
    assert response.status_code == 200
    return response.content.decode()


def officer() -> Client:
    return signed_in(RoleFactory(kind="province", institution=None, province="41"))


def add_rows(plan: RotationPlan, institution: Any) -> PlannedSeat:
    department = DepartmentFactory(institution=institution)
    staff = StaffMemberFactory(institution=institution, department=department)
    seat: PlannedSeat = PlannedSeatFactory(plan=plan, staff=staff)
    term = Term.objects.filter(institution=institution).first() or TermFactory(
        institution=institution
    )
    PlannedCoverFactory(seat=seat, meeting__teaching_class__term=term)
    UnplacedStaffFactory(
        plan=plan, staff=StaffMemberFactory(institution=institution, department=department)
    )
    return seat


@pytest.mark.parametrize("name", ["plan", "people", "covers", "unplaced"])
def test_page_asks_as_much_for_three_as_for_one(name: str) -> None:
    plan = RotationPlanFactory()
    client = officer()
    counts = []
    for more in (1, 2):
        for _n in range(more):
            institution = InstitutionFactory(province="41")
            PlanPartFactory(plan=plan, institution=institution)
            add_rows(plan, institution)
        with CaptureQueriesContext(connection) as found:
            page(client, name, plan)
        counts.append(len(found))
    assert counts[0] == counts[1]


def test_who_has_no_place_and_waits_for_a_seat_is_listed_with_the_session() -> None:
    """“No session has as many hours” alone would hide that one has, for which they wait."""
    plan = RotationPlanFactory()
    missing = UnplacedStaffFactory(plan=plan, reason=Reason.NOT_ENOUGH)
    session = TrainingSessionFactory(code="LX7")
    NominationFactory(session=session, staff=missing.staff, state=NominationState.WAITING)
    NominationFactory(staff=missing.staff, state=NominationState.REFUSED)
    assert "LX7 候补</span></td>" in page(officer(), "unplaced", plan)


def test_list_asks_as_much_for_three_as_for_one() -> None:
    client = officer()
    counts = []
    for more in (1, 2):
        RotationPlanFactory.create_batch(more)
        with CaptureQueriesContext(connection) as found:
            assert client.get(reverse("rotation:plans")).status_code == 200
        counts.append(len(found))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("is_fixed", [True, False])
def test_seat_that_was_given_back_does_not_read_as_held(is_fixed: bool) -> None:
    plan = RotationPlanFactory(state=PlanState.APPROVED)
    gone = NominationFactory(state=NominationState.WITHDRAWN)
    values = {"plan": plan, "staff": gone.staff, "session": gone.session, "nomination": gone}
    PlannedSeatFactory(**values, is_fixed=is_fixed)
    text = page(officer(), "people", plan)
    assert "已退出" in text
    assert "已有名额" not in text
    assert "已列入方案" not in text


def test_office_sees_its_own_people_in_the_province_plan() -> None:
    own, other = InstitutionFactory(province="41"), InstitutionFactory(province="41")
    plan = RotationPlanFactory()
    PlanPartFactory(plan=plan, institution=own)
    mine, theirs = add_rows(plan, own), add_rows(plan, other)
    client = signed_in(RoleFactory(kind="office", institution=own))
    text = page(client, "people", plan)
    assert mine.staff.name in text
    assert theirs.staff.name not in text
    answer = client.post(reverse("rotation:decline", args=[theirs.public_id]), {"reason": "不去"})
    assert answer.status_code == 404


def test_department_sees_who_of_theirs_goes_and_who_covers() -> None:
    institution = InstitutionFactory(province="41")
    plan = RotationPlanFactory()
    PlanPartFactory(plan=plan, institution=institution)
    mine, theirs = add_rows(plan, institution), add_rows(plan, institution)
    client = signed_in(
        RoleFactory(kind="department", institution=institution, department=mine.department)
    )
    text = page(client, "people", plan)
    assert (mine.staff.name in text, theirs.staff.name in text) == (True, False)
    covers = page(client, "covers", plan)
    assert mine.covers.get().substitute.name in covers
    assert theirs.covers.get().substitute.name not in covers


def test_office_asks_for_another_session() -> None:
    institution = InstitutionFactory(province="41")
    plan = RotationPlanFactory()
    part = PlanPartFactory(plan=plan, institution=institution)
    seat = add_rows(plan, institution)
    client = signed_in(RoleFactory(kind="office", institution=institution))
    client.post(reverse("rotation:decline", args=[seat.public_id]), {"reason": "带毕业设计"})
    client.post(reverse("rotation:comment", args=[plan.public_id]), {"comment": "请避开十二月"})
    seat.refresh_from_db()
    part.refresh_from_db()
    assert (seat.declined_reason, part.comment) == ("带毕业设计", "请避开十二月")
    assert "请避开十二月" in page(officer(), "plan", plan)


def test_office_decides_nothing_about_the_province_plan() -> None:
    institution = InstitutionFactory(province="41")
    plan = RotationPlanFactory()
    PlanPartFactory(plan=plan, institution=institution)
    client = signed_in(RoleFactory(kind="office", institution=institution))
    for name in ("approve", "discard", "again"):
        assert client.post(reverse(f"rotation:{name}", args=[plan.public_id])).status_code == 404
    plan.refresh_from_db()
    assert plan.is_draft


@pytest.mark.parametrize("cycle", ["2026-2025", "26-28", "2026-2050", "", "二〇二六"])
def test_cycle_that_is_none_is_refused_with_a_sentence(cycle: str) -> None:
    answer = officer().post(
        reverse("rotation:start"),
        {"cycle": cycle, "seconds": 5, "days_between": 14, "fare": 0},
    )
    assert answer.status_code == 422


def test_unknown_filter_shows_everybody() -> None:
    plan = RotationPlanFactory()
    for _n in range(2):
        institution = InstitutionFactory(province="41")
        PlanPartFactory(plan=plan, institution=institution)
        seat = add_rows(plan, institution)
    assert seat.staff.name in page(officer(), "people", plan, "?institution=nonsense&session=x")


@pytest.mark.parametrize("reason", list(Reason))
def test_every_reason_is_said_in_chinese(reason: Reason) -> None:
    with translation.override("zh-hans"):
        text = reason_sentence(reason, ["甲"], alone=True)
    assert not any("a" <= letter.lower() <= "z" for letter in text)


def test_bound_is_said_in_words() -> None:
    assert "0.20" in bound_sentence(1, 1, 0.002)
    assert "5" in bound_sentence(3, 5, 0)


def test_long_work_that_runs_twice_leaves_one_plan(planned: Planned) -> None:
    job = start_planning(planned.scope, planned.cycle, PlanOptions(seconds=5), by=planned.officer)
    run(job.pk)
    job.refresh_from_db()
    assert job.state == "succeeded", job.error
    assert job.result["placed"] == 1
    # The worker died after its commit and before it said so.
    type(job).objects.filter(pk=job.pk).update(state="queued")
    run(job.pk)
    assert RotationPlan.objects.count() == 1


def test_long_work_leads_to_the_plan_it_made_and_says_what_it_is(planned: Planned) -> None:
    institution = planned.world.institution
    scope = Scope(institution=institution)
    with translation.override("zh-hans"):
        job = start_planning(scope, planned.cycle, PlanOptions(seconds=5), by=planned.officer)
    run(job.pk)
    job.refresh_from_db()
    plan = RotationPlan.objects.get()
    assert job.next_url == reverse("rotation:plan", args=[plan.public_id])
    with translation.override("zh-hans"):
        carrying_out = start_carrying_out(plan, by=planned.officer)
    year = planned.cycle.first_day.year
    assert job.title == f"安排 {year}-{year + 2} 年轮训：{institution.name}"
    assert carrying_out.title == f"落实 {year}-{year + 2} 年轮训第 1 号方案：{institution.name}"


def test_cancelled_search_leaves_nothing(planned: Planned) -> None:
    class Stop(Exception):
        pass

    def stop(percent: int, message: object) -> None:
        if percent >= 5:
            raise Stop

    with pytest.raises(Stop):
        planned.plan(progress=stop)
    assert not RotationPlan.objects.exists()


def test_command_plans_an_institution(planned: Planned, capsys: Any) -> None:
    call_command(
        "plan_rotation",
        cycle=f"{planned.cycle.first_day.year}-{planned.cycle.last_day.year}",
        scope=planned.world.institution.code,
        seconds=5,
    )
    assert "1 placed, 0 not" in capsys.readouterr().out


def test_command_ends_otherwise_when_somebody_who_could_go_has_no_place(planned: Planned) -> None:
    planned.session.seats = 1
    planned.session.save()
    StaffMemberFactory(institution=planned.world.institution)
    with pytest.raises(CommandError) as refused:
        call_command(
            "plan_rotation",
            cycle=f"{planned.cycle.first_day.year}-{planned.cycle.last_day.year}",
            scope="province",
            seconds=5,
        )
    assert refused.value.returncode == 2
    assert RotationPlan.objects.get().figures["placed"] == 1


def test_command_refuses_an_unknown_scope() -> None:
    with pytest.raises(CommandError):
        call_command("plan_rotation", cycle="2026-2028", scope="4100000000")


def test_problem_is_read_by_as_many_queries_for_three_people_as_for_one(
    planned: Planned,
) -> None:
    counts = []
    for more in (0, 2):
        for _n in range(more):
            StaffMemberFactory(institution=planned.world.institution)
        with CaptureQueriesContext(connection) as found:
            reading = read_problem(planned.scope, planned.cycle, PlanOptions(), now=timezone.now())
        counts.append(len(found))
    assert len(reading.problem.people) == 3
    assert counts[0] == counts[1]
