"""Whether the people of a session can go on other days, or at another price."""

import datetime
from collections import defaultdict
from decimal import Decimal

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.institutions.models import Department
from courses.training.domain.away import DepartmentLimits, most_away, staff_of
from courses.training.domain.refusal import TrainingRefused
from courses.training.domain.spending import cost_of_seat, spent_of, yuan
from courses.training.models import Nomination, TrainingBudget, TrainingSession

NAMES_SAID = 10


class NotEverybodyCanGo(TrainingRefused):
    """Fewer people would do: whoever moves the session says who goes to the waiting list."""


def require_possible_days(session: TrainingSession, *, before: datetime.date) -> None:
    """The session has its new days by now, its first one was `before`; everything its people need
    is held. Whom it fails for can be sent to the waiting list in the same act. Raises
    NotEverybodyCanGo."""
    _refuse_double_days(session)
    _refuse_too_many_away(session)
    if session.starts_on.year != before.year:
        require_money(session, field="starts_on")


def _refuse_double_days(session: TrainingSession) -> None:
    """Somebody with a seat here is at another training on these days."""
    people = Nomination.objects.seated().filter(session=session).order_by().values("staff")
    clashing = (
        Nomination.objects.seated()
        .filter(
            staff__in=people,
            session__starts_on__lte=session.ends_on,
            session__ends_on__gte=session.starts_on,
        )
        .exclude(session=session)
        .order_by("staff__name")
        .values_list("staff__name", flat=True)
    )
    if names := list(dict.fromkeys(clashing)):
        raise NotEverybodyCanGo(
            ngettext(
                "On these days %(names)s is at another training.",
                "On these days %(names)s are at another training.",
                len(names),
            )
            % {"names": _(", ").join(names[:NAMES_SAID])},
            field="starts_on",
        )


def _refuse_too_many_away(session: TrainingSession) -> None:
    """A department has more people away on one of the days than it may. A query for each
    institution, two for each department that somebody limits."""
    here = Nomination.objects.seated().filter(session=session).order_by()
    departments = (
        Department.objects.filter(pk__in=here.values("staff__department"))
        .select_related("institution")
        .order_by("institution__name", "name", "pk")
    )
    by_institution: dict[int, list[Department]] = defaultdict(list)
    for department in departments:
        by_institution[department.institution_id].append(department)
    said = []
    for units in by_institution.values():
        limits = DepartmentLimits.reaching(units[0].institution)
        said += [sentence for one in units if (sentence := _too_many(one, session, limits))]
    if said:
        raise NotEverybodyCanGo(" ".join(said[:NAMES_SAID]), field="starts_on")


def _too_many(department: Department, session: TrainingSession, limits: DepartmentLimits) -> str:
    limit = limits.of(department, on=session.starts_on)
    if limit is None:
        return ""
    allowed = limit.allows(staff_of(department, on=session.starts_on))
    away = most_away(department, session.days)
    if away <= allowed:
        return ""
    return _("%(department)s would have %(away)s away on one of the days; %(allowed)s may be.") % {
        "department": department.name,
        "away": away,
        "allowed": allowed,
    }


def require_money(session: TrainingSession, *, field: str) -> None:
    """Budgets, which are held, suffice for the seats that people have as the session is by now. At
    most three queries. Raises NotEverybodyCanGo."""
    institutions = Nomination.objects.seated().filter(session=session).values("institution")
    paying = Q(institution__in=institutions)
    if session.is_of_province:
        paying |= Q(institution=None, province=session.province)
    budgets = TrainingBudget.objects.of_year(session.starts_on.year).select_related("institution")
    charged = [
        one for one in budgets.filter(paying).order_by("institution__name") if _pays(one, session)
    ]
    spent = spent_of(charged)
    for budget in charged:
        if spent[budget.pk] > budget.amount:
            raise NotEverybodyCanGo(_short(budget, spent[budget.pk]), field=field)


def _pays(budget: TrainingBudget, session: TrainingSession) -> bool:
    if budget.institution is None:
        return session.grant > 0
    return cost_of_seat(budget, session, budget.institution) > 0


def _short(budget: TrainingBudget, spent: Decimal) -> str:
    said = {"years": budget.years_said, "spent": yuan(spent), "amount": yuan(budget.amount)}
    if budget.institution is None:
        return (
            _(
                "The seats would cost the province's budget %(years)s %(spent)s yuan; it has "
                "%(amount)s."
            )
            % said
        )
    return _(
        "The seats would cost the budget %(years)s of %(institution)s %(spent)s yuan; it has "
        "%(amount)s."
    ) % (said | {"institution": budget.institution.name})
