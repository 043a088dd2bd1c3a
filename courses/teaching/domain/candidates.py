"""Everybody who could be asked to teach a class, with the reason for or against."""

import datetime
from collections import Counter
from dataclasses import dataclass

from courses.institutions.models import StaffMember
from courses.qualifications.domain.facts import TeachingFacts
from courses.qualifications.models import QualificationWaiver
from courses.teaching.domain.assignments import Fitness, fitness
from courses.teaching.models import TeachingAssignment, Term


@dataclass(frozen=True)
class Candidate:
    """`load`: classes of the term the person already has. `waivers`: those that hold then."""

    staff: StaffMember
    fitness: Fitness
    load: int
    waivers: tuple[QualificationWaiver, ...]


def candidates(term: Term, *, start: datetime.date | None = None) -> list[Candidate]:
    """All staff employed on the date: those who may teach first, then by load. Eight queries."""
    start = max(start or term.first_monday, term.first_monday)
    staff = StaffMember.objects.filter(institution_id=term.institution_id)
    facts = TeachingFacts.of(staff)
    load = Counter(
        TeachingAssignment.objects.filter(teaching_class__term=term, valid_to=None).values_list(
            "staff_id", flat=True
        )
    )
    found = []
    for person in facts.people:
        fit = fitness(person.staff, term=term, facts=facts, start=start)
        if not fit.authorisation.employed:
            continue
        waivers = tuple(
            waiver for waiver in person.waivers if waiver.valid_from <= start < waiver.valid_to
        )
        found.append(Candidate(person.staff, fit, load[person.staff.pk], waivers))
    return sorted(found, key=_order)


def _order(candidate: Candidate) -> tuple[bool, bool, bool, int, str]:
    answer = candidate.fitness.authorisation
    return (
        not answer.allowed,
        answer.waiver is not None,
        candidate.fitness.lapses is not None,
        candidate.load,
        candidate.staff.staff_number,
    )
