"""Who could teach the classes that have nobody: by qualification, load and target load."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial

from django.db.models import Count, Exists, OuterRef

from courses.institutions.models import StaffMember
from courses.qualifications.domain.authorisation import judge, lapse_of
from courses.qualifications.domain.facts import Person, TeachingFacts
from courses.teaching.domain.workload import TEACHERS, loads_of, relative_load, targets_of
from courses.teaching.models import WHOLE, TeachingAssignment, TeachingClass, Term


@dataclass(frozen=True)
class InstructorProposal:
    """`load` is the number of classes the person would then teach this term, a shared one counted
    by its share, `target` the percent of a full load that is wanted; `lapses_on` the first day of
    the class's weeks on which the permission to teach would be gone."""

    teaching_class: TeachingClass
    staff: StaffMember
    reasons: tuple[str, ...]
    load: float
    target: int
    lapses_on: datetime.date | None
    lapse_week: int | None


@dataclass
class _Candidate:
    staff: StaffMember
    reasons: tuple[str, ...]
    warning: bool
    lapse: Callable[[int | None], datetime.date | None]
    """The first day of these weeks (a bit mask; None: the term) on which the person may not teach
    by certificates alone."""
    percent: int
    target: int


def propose_instructors(term: Term) -> list[InstructorProposal]:
    """One teacher for every class without an instructor; classes nobody may teach are left out.

    Only teachers who may teach on the first Monday without a waiver. The largest classes first,
    each to somebody who may teach in all of its weeks, if there is anybody; among these to whoever
    would then have the least for the own target load, whom no rule warns about, of the classes' own
    department, then by staff number. The same rows give the same proposals; a fixed number of
    queries.
    """
    candidates = _candidates(term)
    proposals = []
    for teaching_class in _without_instructor(term):
        own = {each.department_id for each in teaching_class.administrative_classes.all()}
        weeks = teaching_class.weeks
        best = min(
            candidates,
            key=lambda each: (
                each.lapse(weeks) is not None,
                relative_load(each.percent + WHOLE, each.target),
                each.warning,
                each.staff.department_id not in own,
                each.staff.staff_number,
            ),
            default=None,
        )
        if best is None:
            return []
        best.percent += WHOLE
        lapses_on = best.lapse(weeks)
        proposals.append(
            InstructorProposal(
                teaching_class,
                best.staff,
                best.reasons,
                best.percent / WHOLE,
                best.target,
                lapses_on,
                term.week_of(lapses_on) if lapses_on else None,
            )
        )
    return sorted(proposals, key=lambda proposal: proposal.teaching_class.code)


def _candidates(term: Term) -> list[_Candidate]:
    teachers = StaffMember.objects.filter(
        institution_id=term.institution_id, periods__kind__in=TEACHERS
    )
    facts = TeachingFacts.of(teachers.distinct())
    loads, targets = loads_of(term), targets_of(term)
    candidates = []
    for person in facts.people:
        answer = judge(person, facts, on=term.first_monday)
        is_teacher = person.kinds_on(term.first_monday) & TEACHERS
        target = targets.get(person.staff.pk, WHOLE)
        if target and is_teacher and answer.allowed and answer.waiver is None:
            candidates.append(
                _Candidate(
                    person.staff,
                    answer.reasons,
                    answer.warning,
                    cache(partial(_lapse, person, facts, term)),
                    loads.get(person.staff.pk, 0),
                    target,
                )
            )
    return candidates


def _lapse(
    person: Person, facts: TeachingFacts, term: Term, weeks: int | None
) -> datetime.date | None:
    first, last = term.days_of(weeks)
    answer = judge(person, facts, on=first)
    if not answer.allowed or answer.waiver is not None:
        return first
    return lapse_of(person, facts, start=first, end=last, by_waiver=False)


def _without_instructor(term: Term) -> list[TeachingClass]:
    """The largest first."""
    assigned = TeachingAssignment.objects.filter(teaching_class=OuterRef("pk"), valid_to=None)
    return list(
        TeachingClass.objects.filter(term=term)
        .filter(~Exists(assigned))
        .select_related("term", "course")
        .prefetch_related("administrative_classes")
        .annotate(students=Count("enrolments"))
        .order_by("-students", "code")
    )
