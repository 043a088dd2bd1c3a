"""Who could teach the classes that have nobody: by qualification and load."""

import datetime
from collections import Counter
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef

from courses.institutions.enums import StaffKind
from courses.institutions.models import StaffMember
from courses.qualifications.domain.authorisation import judge, lapse_of
from courses.qualifications.domain.facts import TeachingFacts
from courses.teaching.models import TeachingAssignment, TeachingClass, Term

# Managers and outside experts are asked by name, not proposed.
TEACHERS = frozenset({StaffKind.FULL_TIME_TEACHER, StaffKind.PART_TIME_TEACHER})


@dataclass(frozen=True)
class InstructorProposal:
    """`load` is the number of classes the person would then teach this term; `lapses_on` the first
    day of the term on which the permission to teach would be gone."""

    teaching_class: TeachingClass
    staff: StaffMember
    reasons: tuple[str, ...]
    load: int
    lapses_on: datetime.date | None
    lapse_week: int | None


@dataclass
class _Candidate:
    staff: StaffMember
    reasons: tuple[str, ...]
    warning: bool
    lapses_on: datetime.date | None
    load: int


def propose_instructors(term: Term) -> list[InstructorProposal]:
    """One teacher for every class without an instructor; classes nobody may teach are left out.

    Only teachers who may teach on the first Monday without a waiver. The largest classes first,
    each to whoever has the fewest classes; among these to somebody whose permission lasts the whole
    term, whom no rule warns about, of the classes' own department, then by staff number. The same
    rows give the same proposals; a fixed number of queries.
    """
    candidates = _candidates(term)
    proposals = []
    for teaching_class in _without_instructor(term):
        own = {each.department_id for each in teaching_class.administrative_classes.all()}
        best = min(
            candidates,
            key=lambda each: (
                each.load,
                each.lapses_on is not None,
                each.warning,
                each.staff.department_id not in own,
                each.staff.staff_number,
            ),
            default=None,
        )
        if best is None:
            return []
        best.load += 1
        proposals.append(
            InstructorProposal(
                teaching_class,
                best.staff,
                best.reasons,
                best.load,
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
    load = Counter(
        TeachingAssignment.objects.filter(teaching_class__term=term, valid_to=None).values_list(
            "staff_id", flat=True
        )
    )
    candidates = []
    for person in facts.people:
        answer = judge(person, facts, on=term.first_monday)
        is_teacher = person.kinds_on(term.first_monday) & TEACHERS
        if is_teacher and answer.allowed and answer.waiver is None:
            lapses_on = lapse_of(
                person, facts, start=term.first_monday, end=term.last_day, by_waiver=False
            )
            candidates.append(
                _Candidate(
                    person.staff, answer.reasons, answer.warning, lapses_on, load[person.staff.pk]
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
