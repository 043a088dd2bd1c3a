"""Programmes, sessions, quotas and limits as the planner knows them."""

import datetime
import math
from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Count, Q

from courses.institutions.models import Department, Institution, StaffMember, StaffPeriod
from courses.training.domain.away import DepartmentLimits
from courses.training.domain.planning.due import People
from courses.training.domain.planning.money import Home
from courses.training.models import DepartmentLimit, SeatQuota, TrainingSession
from courses.training.planner import problem as planner


def programmes_of(sessions: Iterable[TrainingSession]) -> tuple[planner.Programme, ...]:
    """Of the sessions, and those that have to be completed before, held in this cycle or not."""
    found = {one.programme.pk: one.programme for one in sessions}
    before = {one.prerequisite_id for one in found.values() if one.prerequisite_id} - set(found)
    return tuple(planner.Programme(id=str(pk)) for pk in sorted(before)) + tuple(
        planner.Programme(
            id=str(pk),
            kinds=frozenset(one.staff_kinds),
            requires=frozenset({str(one.prerequisite_id)} if one.prerequisite_id else ()),
        )
        for pk, one in sorted(found.items())
    )


def offers_of(sessions: Iterable[TrainingSession], people: People) -> tuple[planner.Session, ...]:
    """With the seats that people outside of the plan leave."""
    return tuple(
        planner.Session(
            id=str(one.pk),
            programme=str(one.programme_id),
            first_day=one.starts_on,
            last_day=one.ends_on,
            hours=one.programme.hours,
            seats=max(0, one.seats - people.outside.get(one.pk, 0)),
            region=planner.ONLINE if one.is_online else one.region,
            # The planner counts whole yuan: never less than what it costs.
            price=math.ceil(one.price),
            grant=math.ceil(one.grant),
            least=max(0, one.minimum - people.outside.get(one.pk, 0)),
        )
        for one in sessions
    )


def quotas_of(
    sessions: list[TrainingSession], institutions: Iterable[Institution], people: People
) -> tuple[planner.Quota, ...]:
    """Where a session has quotas, an institution without one sends nobody. One query."""
    said: dict[int, dict[int, SeatQuota]] = defaultdict(dict)
    rows = SeatQuota.objects.of_institutions().filter(session__in=[one.pk for one in sessions])
    for quota in rows:
        said[quota.session_id][quota.institution_id] = quota
    found = []
    for session, quotas in said.items():
        for institution in institutions:
            own = quotas.get(institution.pk)
            outside = people.outside_of.get((institution.pk, session), 0)
            found.append(
                planner.Quota(
                    institution=str(institution.pk),
                    session=str(session),
                    most=max(0, own.seats - outside) if own else 0,
                    least=max(0, own.minimum - outside) if own else 0,
                )
            )
    return tuple(found)


def department_quotas_of(
    sessions: list[TrainingSession], institutions: Iterable[Institution], people: People
) -> tuple[planner.DepartmentQuota, ...]:
    """What others of the department leave. One query."""
    rows = SeatQuota.objects.filter(
        session__in=[one.pk for one in sessions],
        institution__in=[one.pk for one in institutions],
        department__isnull=False,
    )
    return tuple(
        planner.DepartmentQuota(
            department=str(department),
            session=str(session),
            most=max(0, seats - people.outside_of_department[department, session]),
        )
        for department, session, seats in rows.order_by("pk").values_list(
            "department", "session", "seats"
        )
    )


def departments_of(
    institutions: list[Institution], *, on: datetime.date
) -> tuple[planner.Department, ...]:
    """Every department with the number of its people who may be away on one day, by the rule and
    the staff of the day `on`. Three queries."""
    provinces = {one.province for one in institutions}
    limits = DepartmentLimits(
        DepartmentLimit.objects.filter(
            Q(institution__in=institutions)
            | Q(institution=None, province__in=["", *sorted(provinces)])
        )
    )
    employed = StaffPeriod.objects.valid_on(on).values("staff")
    counted = (
        StaffMember.objects.filter(institution__in=institutions, pk__in=employed)
        .exclude(department=None)
        .order_by()
        .values_list("department")
        .annotate(Count("pk"))
    )
    sizes = dict(counted)
    rows = Department.objects.filter(institution__in=institutions).select_related("institution")
    found = []
    for department in rows.order_by("pk"):
        limit = limits.of(department, on=on)
        found.append(
            planner.Department(
                id=str(department.pk),
                institution=str(department.institution_id),
                most_away=limit.allows(sizes.get(department.pk, 0)) if limit else None,
            )
        )
    return tuple(found)


def fares_between(regions: Iterable[str], homes: Iterable[Home]) -> tuple[planner.Fare, ...]:
    """The same for any two cities: nobody has told the distances."""
    return tuple(
        planner.Fare(home.name, region, home.fare)
        for home in sorted(set(homes))
        for region in sorted(set(regions))
        if home.city and region and home.city != region and home.fare
    )
