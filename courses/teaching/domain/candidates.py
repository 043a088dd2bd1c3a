"""Everybody who could be asked to teach a class, with the reason for or against."""

import datetime
from dataclasses import dataclass

from courses.institutions.models import StaffMember
from courses.qualifications.domain.facts import TeachingFacts
from courses.qualifications.models import QualificationWaiver
from courses.teaching.domain.assignments import Fitness, fitness
from courses.teaching.domain.workload import loads_of
from courses.teaching.models import WHOLE, Term


@dataclass(frozen=True)
class Candidate:
    """`load`: classes of the term the person already has, a shared one by its share. `waivers`:
    those that hold then."""

    staff: StaffMember
    fitness: Fitness
    load: float
    waivers: tuple[QualificationWaiver, ...]


def candidates(term: Term, *, start: datetime.date | None = None) -> list[Candidate]:
    """All staff employed on the date: those who may teach first, then by load. Eight queries."""
    start = max(start or term.first_monday, term.first_monday)
    staff = StaffMember.objects.filter(institution_id=term.institution_id)
    facts = TeachingFacts.of(staff)
    load = loads_of(term)
    found = []
    for person in facts.people:
        fit = fitness(person.staff, term=term, facts=facts, start=start)
        if not fit.authorisation.employed:
            continue
        waivers = tuple(
            waiver for waiver in person.waivers if waiver.valid_from <= start < waiver.valid_to
        )
        found.append(Candidate(person.staff, fit, load.get(person.staff.pk, 0) / WHOLE, waivers))
    return sorted(found, key=_order)


def _order(candidate: Candidate) -> tuple[bool, bool, bool, float, str]:
    answer = candidate.fitness.authorisation
    return (
        not answer.allowed,
        answer.waiver is not None,
        candidate.fitness.lapses is not None,
        candidate.load,
        candidate.staff.staff_number,
    )
