"""Money for trainings: what seats cost, and what happens when it doesn't suffice."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from courses.institutions.enums import RoleKind as R
from courses.training.domain import (
    BudgetSaid,
    SessionPlan,
    TrainingRefused,
    add_budget,
    approve,
    change_budget,
    change_session,
    nominate,
    plan_session,
    remove_budget,
    short_of_money,
    spent_of,
    withdraw,
)
from courses.training.enums import NominationState as N
from courses.training.models import Nomination, TrainingBudget
from tests.factories.institutions import InstitutionFactory, StaffMemberFactory
from tests.factories.training import (
    DAY,
    NominationFactory,
    TrainingBudgetFactory,
    TrainingProgrammeFactory,
    TrainingSessionFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def place():
    return InstitutionFactory(city="洛阳市")


@pytest.fixture
def session():
    return TrainingSessionFactory(price=600, region="郑州市")


def spent(budget):
    return spent_of([budget])[budget.pk]


def nominated(session, place):
    return nominate(session, StaffMemberFactory(institution=place), acting_for="province", by=None)


def test_seat_costs_the_price_and_the_way(place, session):
    budget = TrainingBudgetFactory(institution=place, fare=200)
    NominationFactory(session=session, staff__institution=place)
    NominationFactory(session=session, staff__institution=place, state=N.NO_SHOW)
    NominationFactory(session=session, staff__institution=place, state=N.WAITING)
    NominationFactory(session=session)

    assert spent(budget) == 1600


@pytest.mark.parametrize("changes", [{"region": "洛阳市"}, {"region": ""}, {"is_online": True}])
def test_who_need_not_travel_costs_the_price_only(place, session, changes):
    for name, value in changes.items():
        setattr(session, name, value)
    session.save()
    budget = TrainingBudgetFactory(institution=place, fare=200, amount=700)
    NominationFactory(session=session, staff__institution=place)

    assert spent(budget) == 600
    assert "600" in short_of_money(session, place)


def test_seat_of_another_year_costs_nothing(place, session):
    later = TrainingBudgetFactory(institution=place, first_year=session.starts_on.year + 1)
    NominationFactory(session=session, staff__institution=place)

    assert spent(later) == 0
    assert short_of_money(session, place) == ""


def test_without_money_the_person_waits_with_the_reason(place, session):
    TrainingBudgetFactory(institution=place, fare=200, amount=1500)

    first, second = nominated(session, place), nominated(session, place)

    assert (first.state, second.state) == (N.APPROVED, N.WAITING)
    assert "700" in second.reason, "what is left"
    assert "800" in second.reason, "what the seat costs"


def test_approval_asks_for_money_too(place, session):
    one = NominationFactory(session=session, staff__institution=place, state=N.NOMINATED)
    TrainingBudgetFactory(institution=place, amount=500)

    assert approve(one, acting_for="province", by=None).state == N.WAITING


def test_each_of_several_budgets_must_suffice(place, session):
    year = session.starts_on.year
    TrainingBudgetFactory(institution=place, last_year=year + 2, amount=9000)
    TrainingBudgetFactory(institution=place, amount=599)

    assert nominated(session, place).state == N.WAITING


def test_province_pays_its_part_of_each_seat(place, session):
    session.grant = 400
    session.save()
    budget = TrainingBudgetFactory(amount=700)

    assert [nominated(session, InstitutionFactory()).state for _ in range(2)] == [
        N.APPROVED,
        N.WAITING,
    ]
    assert spent(budget) == 400


def test_free_seat_is_given_though_the_money_is_gone(place):
    TrainingBudgetFactory(institution=place, amount=0)

    assert nominated(TrainingSessionFactory(), place).state == N.APPROVED


def test_withdrawal_passes_over_who_cannot_be_paid_for(place):
    session = TrainingSessionFactory(price=600, seats=1)
    seated = NominationFactory(session=session)
    poor = NominationFactory(session=session, staff__institution=place, state=N.WAITING)
    next_one = NominationFactory(session=session, state=N.WAITING)
    TrainingBudgetFactory(institution=place, amount=100)

    withdraw(seated, by=None)

    states = dict(Nomination.objects.values_list("pk", "state"))
    assert (states[poor.pk], states[next_one.pk]) == (N.WAITING, N.APPROVED)


def test_more_money_moves_the_waiting_lists(place, session):
    budget = TrainingBudgetFactory(institution=place, fare=200, amount=100)
    one = nominated(session, place)
    assert one.state == N.WAITING

    change_budget(budget, said(budget, amount=Decimal(800), fare=200), by=None)

    one.refresh_from_db()
    assert one.state == N.APPROVED


@pytest.mark.parametrize(
    "changes", [{"price": Decimal(900)}, {"region": "开封市"}, {"grant": Decimal(50)}]
)
def test_session_gets_no_dearer_than_budgets_pay_for(place, session, changes):
    """`to_the_list` makes it possible."""
    session.region = "洛阳市"
    session.save()
    TrainingBudgetFactory(institution=place, fare=200, amount=1300)
    TrainingBudgetFactory(amount=60)
    person = NominationFactory(session=session, staff__institution=place)
    NominationFactory(session=session, staff__institution=place)
    names = SessionPlan.__dataclass_fields__
    said = SessionPlan(**({name: getattr(session, name) for name in names} | changes))

    with pytest.raises(TrainingRefused, match="元"):
        change_session(session, said, by=None)
    change_session(session, said, to_the_list=frozenset({person.pk}), by=None)

    assert Nomination.objects.get(pk=person.pk).state == N.WAITING


def test_session_gets_cheaper_without_a_question(place, session):
    TrainingBudgetFactory(institution=place, fare=0, amount=600)
    NominationFactory(session=session, staff__institution=place)
    names = SessionPlan.__dataclass_fields__
    said = SessionPlan(**({name: getattr(session, name) for name in names} | {"price": 500}))

    assert change_session(session, said, by=None).price == 500


def test_removed_budget_bounds_nothing(place, session):
    budget = TrainingBudgetFactory(institution=place, amount=100)
    one = nominated(session, place)

    remove_budget(budget, by=None)

    one.refresh_from_db()
    assert one.state == N.APPROVED


def said(budget, **changes):
    values = {"first_year": budget.first_year, "last_year": budget.last_year, "amount": 0}
    return BudgetSaid(**(values | changes))


def test_budget_below_what_seats_cost_is_refused(place, session):
    budget = TrainingBudgetFactory(institution=place, amount=1000)
    NominationFactory(session=session, staff__institution=place)

    with pytest.raises(TrainingRefused, match="600"):
        change_budget(budget, said(budget, amount=Decimal(599)), by=None)

    budget.refresh_from_db()
    assert budget.amount == 1000


def test_second_budget_of_the_same_years_is_refused(place):
    budget = TrainingBudgetFactory(institution=place)

    with pytest.raises(TrainingRefused):
        add_budget(said(budget), institution=place, province="", by=None)


def test_history_says_who_gave_how_much(place, sign_in):
    office = sign_in(R.TEACHING_OFFICE).user
    budget = TrainingBudgetFactory(institution=place)

    change_budget(budget, said(budget, amount=Decimal(5)), by=office)

    last = budget.history.first()
    assert (last.amount, last.history_user) == (5, office)


def test_institution_asks_the_province_for_no_grant(place):
    programme = TrainingProgrammeFactory(institution=place)
    day = TrainingSessionFactory().starts_on
    plan = SessionPlan("一", day, day + 2 * DAY, day - DAY, seats=3, place="本校", grant=Decimal(1))

    with pytest.raises(TrainingRefused):
        plan_session(programme, plan, institution=place, province="", by=None)


def test_office_enters_and_changes_its_budget(sign_in, institution):
    office = sign_in(R.TEACHING_OFFICE)

    response = office.post(
        reverse("training:budget_add"),
        {"first_year": "2026", "last_year": "2028", "amount": "50000", "fare": "200"},
    )

    assert response.status_code == 302
    budget = TrainingBudget.objects.get()
    assert (budget.institution, budget.years_said, budget.fare) == (institution, "2026-2028", 200)
    where = reverse("training:budget_edit", args=[budget.public_id])
    assert office.post(where, {"amount": "-1", "fare": "0"}).status_code == 422
    office.post(where, {"amount": "60000", "fare": "0", "source": "校财〔2026〕5号"})
    budget.refresh_from_db()
    assert (budget.amount, budget.source) == (60_000, "校财〔2026〕5号")
    assert "60000" in office.get(reverse("training:budgets")).content.decode()


def test_budget_is_removed_only_when_ticked(sign_in, institution):
    budget = TrainingBudgetFactory(institution=institution)
    client = sign_in(R.TEACHING_OFFICE)
    where = reverse("training:budget_remove", args=[budget.public_id])
    said = client.post(where, follow=True).content.decode()
    assert "请先勾选确认" in said
    assert TrainingBudget.objects.filter(pk=budget.pk).exists()
    client.post(where, {"confirmed": "yes"})
    assert not TrainingBudget.objects.filter(pk=budget.pk).exists()


def test_years_in_the_wrong_order_are_said_at_the_field(sign_in):
    response = sign_in(R.PROVINCE_OFFICER).post(
        reverse("training:budget_add"), {"first_year": "2028", "last_year": "2026", "amount": "1"}
    )

    assert response.status_code == 422
    assert not TrainingBudget.objects.exists()


def test_budget_of_the_province_is_not_shown_to_institutions(sign_in):
    budget = TrainingBudgetFactory(source="豫财教")

    assert "豫财教" in sign_in(R.PROVINCE_OFFICER).get(reverse("training:budgets")).content.decode()
    office = sign_in(R.TEACHING_OFFICE)
    assert "豫财教" not in office.get(reverse("training:budgets")).content.decode()
    where = reverse("training:budget_edit", args=[budget.public_id])
    assert office.get(where).status_code == 404


def test_list_asks_the_same_however_many_budgets(sign_in):
    officer = sign_in(R.PROVINCE_OFFICER)
    where = reverse("training:budgets")
    counts = []
    for number in (1, 3):
        for _ in range(number):
            TrainingBudgetFactory(institution=InstitutionFactory(province="41"))
        TrainingBudgetFactory(first_year=2030 + number)
        with CaptureQueriesContext(connection) as queries:
            officer.get(where)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_nomination_page_says_ahead_that_money_is_missing(sign_in, institution, session):
    TrainingBudgetFactory(institution=institution, amount=100)

    page = sign_in(R.TEACHING_OFFICE).get(reverse("training:nominate", args=[session.public_id]))

    assert "100" in page.content.decode()
