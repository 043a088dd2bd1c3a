"""Who could teach the classes that have nobody: by qualification, load and target load."""

import datetime
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef

from courses.institutions.models import StaffMember
from courses.qualifications.domain.authorisation import judge, lapse_of
from courses.qualifications.domain.facts import TeachingFacts
from courses.teaching.domain.workload import TEACHERS, loads_of, relative_load, targets_of
from courses.teaching.models import WHOLE, TeachingAssignment, TeachingClass, Term


@dataclass(frozen=True)
class InstructorProposal:
    """`load` is the number of classes the person would then teach this term, a shared one counted
    by its share, `target` the percent of a full load that is wanted; `lapses_on` the first day of
    the term on which the permission to teach would be gone."""

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
    lapses_on: datetime.date | None
    percent: int
    target: int


def propose_instructors(term: Term) -> list[InstructorProposal]:
    """One teacher for every class without an instructor; classes nobody may teach are left out.

    Only teachers who may teach on the first Monday without a waiver. The largest classes first,
    each to whoever would then have the least for the own target load; among these to somebody whose
    permission lasts the whole term, whom no rule warns about, of the classes' own department, then
    by staff number. The same rows give the same proposals; a fixed number of queries.
    """
    candidates = _candidates(term)
    proposals = []
    for teaching_class in _without_instructor(term):
        own = {each.department_id for each in teaching_class.administrative_classes.all()}
        best = min(
            candidates,
            key=lambda each: (
                relative_load(each.percent + WHOLE, each.target),
                each.lapses_on is not None,
                each.warning,
                each.staff.department_id not in own,
                each.staff.staff_number,
            ),
            default=None,
        )
        if best is None:
            return []
        best.percent += WHOLE
        proposals.append(
            InstructorProposal(
                teaching_class,
                best.staff,
                best.reasons,
                best.percent / WHOLE,
                best.target,
                best.lapses_on,
                term.week_of(best.lapses_on) if best.lapses_on else None,
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
            lapses_on = lapse_of(
                person, facts, start=term.first_monday, end=term.last_day, by_waiver=False
            )
            candidates.append(
                _Candidate(
                    person.staff,
                    answer.reasons,
                    answer.warning,
                    lapses_on,
                    loads.get(person.staff.pk, 0),
                    target,
                )
            )
    return candidates


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
