"""What stands against quotas that somebody wants to set."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from courses.training.domain.seats import Seats

# An institution, or a department of it: primary keys.
Unit = tuple[int, int | None]


@dataclass(frozen=True)
class QuotaSaid:
    """What an institution, or a department of it, is given; None: no quota of its own."""

    seats: int | None
    minimum: int = 0


@dataclass(frozen=True)
class QuotaProblem:
    """`unit` None: of the session as a whole. `is_below_seats`: more people have a seat, so that
    some would have to go back to the waiting list."""

    unit: Unit | None
    sentence: str
    is_below_seats: bool = False


def quota_problems(
    seats: Seats, wanted: Mapping[Unit, QuotaSaid], names: Mapping[Unit, str]
) -> Iterable[QuotaProblem]:
    """Of the session whose seats these are."""
    session = seats.session
    for unit, said in wanted.items():
        institution, department = unit
        name, taken = names[unit], seats.taken_by(institution, department)
        if said.seats is None:
            # Without a quota a department shares; an institution has no seats where others have.
            if taken and department is None and _others_have(seats, institution, wanted):
                sentence = _("%(name)s: %(taken)s people have a seat already.")
                yield QuotaProblem(unit, sentence % {"name": name, "taken": taken}, True)
            continue
        if said.seats < taken:
            sentence = _("%(name)s: %(taken)s people have a seat already, %(seats)s is too few.")
            values = {"name": name, "taken": taken, "seats": said.seats}
            yield QuotaProblem(unit, sentence % values, True)
        if said.seats > session.seats:
            sentence = _("%(name)s: the session has only %(seats)s seats.")
            yield QuotaProblem(unit, sentence % {"name": name, "seats": session.seats})
        if said.minimum > said.seats:
            sentence = _("%(name)s: at least %(minimum)s, but at most %(seats)s.")
            values = {"name": name, "minimum": said.minimum, "seats": said.seats}
            yield QuotaProblem(unit, sentence % values)
    yield from _unnamed(seats, wanted)


def _others_have(seats: Seats, institution: int, wanted: Mapping[Unit, QuotaSaid]) -> bool:
    return any(one != institution for one in _institutions_with_quota(seats, wanted))


def _institutions_with_quota(seats: Seats, wanted: Mapping[Unit, QuotaSaid]) -> set[int]:
    having = {quota.institution_id for quota in seats.quotas if quota.department_id is None}
    for (institution, department), said in wanted.items():
        if department is None:
            (having.discard if said.seats is None else having.add)(institution)
    return having


def _unnamed(seats: Seats, wanted: Mapping[Unit, QuotaSaid]) -> Iterable[QuotaProblem]:
    """The first quota of a session takes the seats of everybody without one."""
    having = _institutions_with_quota(seats, wanted)
    if not having:
        return
    without = (
        seats.session.nominations.seated()
        .exclude(institution__in=having)
        .exclude(institution__in=[one for one, unit in wanted if unit is None])
        .order_by("institution__name")
        .values_list("institution__name", flat=True)
    )
    for name in dict.fromkeys(without):
        sentence = _("%(name)s has people with a seat and needs a quota too.")
        yield QuotaProblem(None, sentence % {"name": name})
