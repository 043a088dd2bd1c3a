"""What seats cost, and what of a budget is used."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, F, Q, QuerySet, Sum
from django.utils.translation import gettext as _

from courses.institutions.models import Institution
from courses.training.models import Nomination, TrainingBudget, TrainingSession

NOTHING = Decimal(0)


def cost_of_seat(
    budget: TrainingBudget, session: TrainingSession, institution: Institution
) -> Decimal:
    """What a seat takes from the budget that pays for it; 0 in a year that isn't the budget's."""
    if not budget.first_year <= session.starts_on.year <= budget.last_year:
        return NOTHING
    if budget.is_of_province:
        return Decimal(session.grant)
    return Decimal(session.price) + (budget.fare if is_elsewhere(session, institution) else 0)


def is_elsewhere(session: TrainingSession, institution: Institution) -> bool:
    """Whether one has to travel; where a city isn't known nobody does."""
    cities = session.region, institution.city
    return not session.is_online and all(cities) and cities[0] != cities[1]


def short_of_money(session: TrainingSession, institution: Institution) -> str:
    """Why there is no money for one more seat of the institution; "" where there is. At most four
    queries, one where nobody has entered a budget."""
    budgets = TrainingBudget.objects.reaching(institution).of_year(session.starts_on.year)
    costs = [(one, cost_of_seat(one, session, institution)) for one in budgets]
    costs = [(one, cost) for one, cost in costs if cost]
    spent = spent_of([one for one, _cost in costs])
    for budget, cost in costs:
        left = budget.amount - spent[budget.pk]
        if cost <= left:
            continue
        said = {"years": budget.years_said, "left": yuan(max(left, NOTHING)), "cost": yuan(cost)}
        if budget.is_of_province:
            return (
                _(
                    "The province's budget %(years)s has %(left)s yuan left; the seat costs it "
                    "%(cost)s yuan."
                )
                % said
            )
        return (
            _(
                "The institution's budget %(years)s has %(left)s yuan left; the seat costs "
                "%(cost)s yuan."
            )
            % said
        )
    return ""


def yuan(money: Decimal) -> str:
    """Without a fraction that isn't there."""
    return f"{money:.0f}" if money == money.to_integral_value() else f"{money:.2f}"


@dataclass
class Paid:
    """What seats cost in one year: prices and grants summed up, ways counted."""

    prices: Decimal = NOTHING
    ways: int = 0
    grants: Decimal = NOTHING


def spent_of(budgets: Iterable[TrainingBudget]) -> dict[int, Decimal]:
    """By the budget's primary key what the seats cost that people have or had. At most two queries,
    however many budgets."""
    return charged(budgets, Nomination.objects.seated())


def charged(budgets: Iterable[TrainingBudget], seats: QuerySet) -> dict[int, Decimal]:
    """What these seats (rows with session and institution) take from each of the budgets, by its
    primary key."""
    budgets = list(budgets)
    institutions = {one.institution_id for one in budgets if one.institution_id is not None}
    provinces = {one.province for one in budgets if one.institution_id is None}
    by_institution = _by_institution(seats, institutions) if institutions else {}
    by_province = _by_province(seats, provinces) if provinces else {}
    found = {}
    for one in budgets:
        if one.institution_id is None:
            years = by_province.get(one.province, {})
        else:
            years = by_institution.get(one.institution_id, {})
        found[one.pk] = sum(
            (
                paid.prices + paid.ways * one.fare + paid.grants
                for year, paid in years.items()
                if one.first_year <= year <= one.last_year
            ),
            NOTHING,
        )
    return found


def _by_institution(seats: QuerySet, institutions: set[int]) -> dict[int, dict[int, Paid]]:
    elsewhere = (
        Q(session__is_online=False)
        & ~Q(session__region="")
        & ~Q(institution__city="")
        & ~Q(session__region=F("institution__city"))
    )
    rows = (
        seats.filter(institution__in=institutions)
        .order_by()
        .values_list("institution", "session__starts_on__year")
        .annotate(prices=Sum("session__price"), ways=Count("pk", filter=elsewhere))
    )
    found: dict[int, dict[int, Paid]] = defaultdict(dict)
    for institution, year, prices, ways in rows:
        found[institution][year] = Paid(prices=prices, ways=ways)
    return found


def _by_province(seats: QuerySet, provinces: set[str]) -> dict[str, dict[int, Paid]]:
    rows = (
        seats.filter(session__institution=None, session__province__in=provinces)
        .order_by()
        .values_list("session__province", "session__starts_on__year")
        .annotate(grants=Sum("session__grant"))
    )
    found: dict[str, dict[int, Paid]] = defaultdict(dict)
    for province, year, grants in rows:
        found[province][year] = Paid(grants=grants)
    return found
