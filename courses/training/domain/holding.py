"""Locks of whoever gives or takes seats, in one order everywhere: sessions, people, departments,
budgets, timetables of institutions; of each kind by primary key. Who takes them so never waits in a
circle.

None of them keeps a row from being referred to (`no_key`): others may add what names it meanwhile.
"""

from collections.abc import Iterable

from django.db.models import Q

from courses.institutions.models import Department, Institution, StaffMember
from courses.timetable.domain.booking import one_at_a_time
from courses.training.enums import NominationState
from courses.training.models import Nomination, PlannedCover, TrainingBudget, TrainingSession


def locked_session(session: TrainingSession) -> TrainingSession:
    """The row as it is now; others who want to change it wait until the transaction ends."""
    locked: TrainingSession = (
        TrainingSession.objects.select_for_update(of=("self",), no_key=True)
        .select_related("programme", "institution")
        .get(pk=session.pk)
    )
    return locked


def hold_sessions(sessions: Iterable[int]) -> None:
    """Several, before anything else is held (primary keys)."""
    rows = TrainingSession.objects.select_for_update(no_key=True).order_by("pk")
    list(rows.filter(pk__in=set(sessions)).values_list("pk"))


def hold_people(people: Iterable[int]) -> None:
    """Two sessions of the same days can't both take a person (primary key) at one moment."""
    rows = StaffMember.objects.select_for_update(no_key=True).order_by("pk")
    list(rows.filter(pk__in=set(people)).values_list("pk"))


def hold_departments(departments: Iterable[int | None]) -> None:
    """Two sessions can't send one department's people at the same moment, each unaware of the
    other."""
    rows = Department.objects.select_for_update(no_key=True).order_by("pk")
    list(rows.filter(pk__in={one for one in departments if one}).values_list("pk"))


def hold_budgets(institutions: Iterable[int]) -> None:
    """What pays for their seats (primary keys): their own budgets and their provinces'. Two
    sessions can't both spend the last of it."""
    places = Institution.objects.filter(pk__in=set(institutions))
    rows = TrainingBudget.objects.select_for_update(no_key=True).order_by("pk")
    paying = Q(institution__in=places.values("pk")) | Q(
        institution=None, province__in=places.values("province")
    )
    list(rows.filter(paying).values_list("pk"))


def hold_timetables(institutions: Iterable[int]) -> None:
    """Meetings will be covered or given back there."""
    for institution in sorted(set(institutions)):
        one_at_a_time(institution)


def hold_for_moves(
    sessions: Iterable[int],
    leaving: Iterable[int] = (),
    *,
    people: Iterable[int] = (),
    departments: Iterable[int | None] = (),
    timetables: Iterable[int] = (),
) -> None:
    """Everything that is touched when the nominations `leaving` (primary keys) lose their seat and
    the waiting lists of the sessions move: these people and those who wait, what pays for them, and
    the timetables in which a plan covers their meetings. The sessions are held already, so neither
    changes any more. What is given beside is held with them, with what pays for `timetables`."""
    moving = Nomination.objects.filter(
        Q(session__in=set(sessions), state=NominationState.WAITING) | Q(pk__in=set(leaving))
    ).order_by()
    rows = list(moving.values_list("pk", "staff_id", "staff__department_id", "institution_id"))
    timetables = list(timetables)
    hold_people([*people, *(staff for _pk, staff, _unit, _where in rows)])
    hold_departments([*departments, *(unit for _pk, _staff, unit, _where in rows)])
    hold_budgets([*timetables, *(where for _pk, _staff, _unit, where in rows)])
    covered = (
        PlannedCover.objects.filter(seat__nomination__in=[row[0] for row in rows])
        .order_by()
        .values_list("institution_id", flat=True)
        .distinct()
    )
    hold_timetables([*timetables, *covered])
