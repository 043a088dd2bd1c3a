"""Whom an office may nominate for a session: who is due first, and what they would miss."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import F, QuerySet

from courses.institutions.models import StaffMember, StaffPeriod
from courses.timetable.models import Meeting
from courses.training.domain.last_trained import last_trained
from courses.training.domain.missed import missed_meetings
from courses.training.domain.obligations import Obligation, obligations
from courses.training.models import Nomination, TrainingSession


@dataclass
class Candidate:
    """`obligation` is None for who owes no training; `elsewhere` is what they are nominated for on
    the same days already."""

    staff: StaffMember
    obligation: Obligation | None
    last_trained: datetime.date | None = None
    missed: list[Meeting] = field(default_factory=list)
    elsewhere: Nomination | None = None


def candidates(session: TrainingSession, people: QuerySet[StaffMember]) -> list[Candidate]:
    """Those of the people who are employed on the session's first day as a kind that its programme
    is for, and aren't nominated for it. Eight queries, however many people."""
    programme = session.programme
    if not programme.is_for_staff:
        return []
    periods = StaffPeriod.objects.valid_on(session.starts_on)
    if programme.staff_kinds:
        periods = periods.filter(kind__in=programme.staff_kinds)
    here = Nomination.objects.filter(session=session).standing()
    staff = (
        people.filter(pk__in=periods.values("staff"))
        .exclude(pk__in=here.values("staff"))
        .select_related("institution", "department")
    )
    owed = obligations(staff, on=session.starts_on)
    known = {one.staff.pk for one in owed}
    others = staff.exclude(pk__in=known).annotate(last_trained=last_trained("pk"))
    found = [Candidate(one.staff, one, one.last_trained) for one in owed]
    found += [
        Candidate(one, None, one.last_trained)
        for one in others.order_by(F("last_trained").asc(nulls_first=True), "name", "pk")
    ]
    return _with_conflicts(session, found)


def _with_conflicts(session: TrainingSession, found: Sequence[Candidate]) -> list[Candidate]:
    people = [one.staff for one in found]
    missed = missed_meetings(people, session.starts_on, session.ends_on)
    elsewhere = {
        one.staff_id: one
        for one in Nomination.objects.filter(
            staff__in=people,
            session__starts_on__lte=session.ends_on,
            session__ends_on__gte=session.starts_on,
        )
        .standing()
        .select_related("session__programme")
    }
    for one in found:
        one.missed = missed.get(one.staff.pk, [])
        one.elsewhere = elsewhere.get(one.staff.pk)
    return list(found)
