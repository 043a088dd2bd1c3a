"""A plan keeps to budgets, and says before it is approved where they don't suffice."""

import datetime

from django.urls import reverse

from courses.training.domain.planning import expected_spending
from courses.training.domain.planning.wording import reason_sentence
from courses.training.enums import NominationState, PartState
from courses.training.models import Nomination, TrainingBudget, TrainingSession
from tests.courses.training.planning.conftest import Planned
from tests.factories.institutions import StaffMemberFactory
from tests.factories.training import (
    NominationFactory,
    TrainingBudgetFactory,
    TrainingSessionFactory,
)


def dear(planned: Planned, **values: object) -> TrainingBudget:
    """The session costs 600, the way there 200; the budget is the institution's."""
    planned.session.price = 600
    planned.session.save()
    planned.world.institution.city = "洛阳市"
    planned.world.institution.save()
    given = {
        "institution": planned.world.institution,
        "first_year": planned.session.starts_on.year,
        "fare": 200,
    } | values
    return TrainingBudgetFactory(**given)


def test_plan_leaves_who_cannot_be_paid_for_and_says_so(planned: Planned) -> None:
    dear(planned, amount=799)
    plan = planned.plan()
    assert not plan.seats.exists()
    assert plan.unplaced.get().reason == "budget"


def test_plan_spends_what_there_is(planned: Planned) -> None:
    budget = dear(planned, amount=800)
    plan = planned.plan()
    assert plan.seats.get().staff == planned.world.instructor
    (line,) = expected_spending(plan, [budget])
    assert (line.planned, line.left, line.missing) == (800, 800, 0)
    assert planned.carry_out(plan) == {"applied": 1, "refused": 0}
    assert expected_spending(plan, [budget]) == []


def test_fare_of_the_budget_counts_not_that_of_the_plan(planned: Planned) -> None:
    dear(planned, amount=600, fare=0)
    assert planned.plan().seats.exists()


def test_what_was_approved_before_is_taken_off(planned: Planned) -> None:
    """The seat of a colleague who owes nothing."""
    dear(planned, amount=1599)
    NominationFactory(session=planned.session, staff=planned.world.colleague)
    assert not planned.plan().seats.filter(is_fixed=False).exists()


def test_province_keeps_to_what_it_pays(planned: Planned) -> None:
    planned.session.grant = 300
    planned.session.save()
    TrainingBudgetFactory(first_year=planned.session.starts_on.year, amount=299)
    plan = planned.plan()
    assert plan.unplaced.get().reason == "province_budget"


def test_plan_that_keeps_its_seats_needs_no_money_twice(planned: Planned) -> None:
    dear(planned, amount=800)
    first = planned.plan()
    planned.carry_out(first)
    again = planned.plan(based_on=first)
    assert again.seats.get().change == "kept"


def test_part_is_refused_when_the_money_is_gone_by_then(planned: Planned, client) -> None:
    budget = dear(planned, amount=800)
    plan = planned.plan()
    budget.amount = 100
    budget.save()
    client.force_login(planned.officer)
    page = client.get(reverse("rotation:plan", args=[plan.public_id])).content.decode()
    assert "700" in page, "said before"
    assert planned.carry_out(plan) == {"applied": 0, "refused": 1}
    part = plan.parts.get()
    assert part.state == PartState.REFUSED
    assert "800" in part.problems[0]
    assert (
        not Nomination.objects.filter(state=NominationState.APPROVED)
        .exclude(staff=planned.world.colleague)
        .exists()
    )


def test_office_sees_what_the_plan_costs_it(planned: Planned, client) -> None:
    dear(planned, amount=1000)
    StaffMemberFactory(institution=planned.world.institution)
    plan = planned.plan()
    client.force_login(planned.world.office)
    page = client.get(reverse("rotation:plan", args=[plan.public_id])).content.decode()
    assert "800" in page
    assert "1000" in page


def next_years(planned: Planned) -> TrainingSession:
    """A session of the same programme and price, a year later."""
    first = planned.session
    year = datetime.timedelta(weeks=52)
    return TrainingSessionFactory(
        programme=first.programme,
        starts_on=first.starts_on + year,
        registration_closes_on=first.registration_closes_on + year,
        region=first.region,
        price=600,
    )


def test_plan_of_several_years_keeps_to_the_money_of_each(planned: Planned) -> None:
    """For one seat in each year: somebody waits for the next year, though there is a seat now."""
    budget = dear(planned, amount=800)
    year = budget.first_year
    following = dear(planned, amount=1599, first_year=year + 1)
    later = next_years(planned)
    for _ in range(2):
        StaffMemberFactory(institution=planned.world.institution)
    plan = planned.plan()
    assert sorted(plan.seats.values_list("session", flat=True)) == [planned.session.pk, later.pk]
    lines = expected_spending(plan, [budget, following])
    assert [(line.planned, line.missing) for line in lines] == [(800, 0), (800, 0)]
    left = plan.unplaced.get()
    assert (left.reason, left.subjects) == ("budget", [str(year), str(year + 1)])
    assert str(year + 1) in reason_sentence(left.reason, left.subjects, alone=left.alone)


def test_what_was_approved_in_a_year_is_taken_off_in_that_year(planned: Planned) -> None:
    """The colleague, who owes nothing, has a seat of the next year."""
    budget = dear(planned, amount=800)
    dear(planned, amount=800, first_year=budget.first_year + 1)
    later = next_years(planned)
    NominationFactory(session=later, staff=planned.world.colleague)
    StaffMemberFactory(institution=planned.world.institution)
    plan = planned.plan()
    assert [seat.session for seat in plan.seats.filter(is_fixed=False)] == [planned.session]


def test_budget_of_the_cycle_holds_beside_those_of_years(planned: Planned) -> None:
    budget = dear(planned, amount=800)
    year = budget.first_year
    dear(planned, amount=1000, first_year=year, last_year=year + 2)
    next_years(planned)
    StaffMemberFactory(institution=planned.world.institution)
    plan = planned.plan()
    assert plan.seats.count() == 1
    assert plan.unplaced.get().subjects[0] in (f"{year}", f"{year}-{year + 2}")
