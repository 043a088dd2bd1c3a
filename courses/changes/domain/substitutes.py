"""Who may teach these meetings and is free for all of them, those with the least to do first."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q, Sum
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.changes.domain.occupancy import Occupancy
from courses.changes.domain.teaching_days import Stint, TeachingDays
from courses.institutions.models import StaffMember
from courses.qualifications.domain.authorisation import judge
from courses.qualifications.domain.facts import TeachingFacts
from courses.teaching.models import TeachingAssignment
from courses.timetable.enums import MeetingStatus, ResourceKind
from courses.timetable.models import Meeting

SHOWN = 10


@dataclass(frozen=True)
class SubstituteChoice:
    """`week` and `term`: periods that the person teaches in the week of the first meeting, and in
    the whole term. `can_answer`: has an account to accept with."""

    staff: StaffMember
    week: int
    term: int
    same_department: bool
    teaches_course: bool

    @property
    def value(self) -> str:
        return str(self.staff.public_id)

    @property
    def can_answer(self) -> bool:
        return self.staff.user_id is not None

    @property
    def reasons(self) -> list[str]:
        said = [
            ngettext("%(count)d period that week", "%(count)d periods that week", self.week)
            % {"count": self.week},
            ngettext("%(count)d this term", "%(count)d this term", self.term)
            % {"count": self.term},
        ]
        if self.same_department:
            said.insert(0, _("same department"))
        if self.teaches_course:
            said.append(_("teaches this course"))
        if not self.can_answer:
            said.append(_("has no account: the department asks by phone"))
        return said


def substitutes_for(meetings: Sequence[Meeting], *, most: int = SHOWN) -> list[SubstituteChoice]:
    """Colleagues who may teach on every date, are neither booked nor away then, keep within their
    limits of a day and a week, and get there from other campuses; first those of the instructor's
    department, then those who teach the course, then by periods that week and in the term. The
    meetings are of one class, with names, term and institution. A fixed number of queries."""
    first = meetings[0]
    staff = StaffMember.objects.filter(institution=first.institution_id).exclude(
        pk=first.instructor_id
    )
    facts = TeachingFacts.of(staff)
    dates = {one.date for one in meetings}
    allowed = [
        person.staff
        for person in facts.people
        if all(judge(person, facts, on=on).allowed for on in dates)
    ]
    free = _bearing(_free(allowed, meetings), meetings)
    load = _load(first)
    teaching = set(
        TeachingAssignment.objects.filter(
            teaching_class__term=first.term_id,
            teaching_class__course=first.teaching_class.course_id,
            valid_to=None,
        ).values_list("staff_id", flat=True)
    )
    department = first.instructor.department_id
    choices = [
        SubstituteChoice(
            staff=person,
            week=load.get(person.pk, (0, 0))[0],
            term=load.get(person.pk, (0, 0))[1],
            same_department=department is not None and person.department_id == department,
            teaches_course=person.pk in teaching,
        )
        for person in free
    ]
    return sorted(choices, key=_order)[:most]


def _order(choice: SubstituteChoice) -> tuple[object, ...]:
    return (
        not choice.same_department,
        not choice.teaches_course,
        choice.week,
        choice.term,
        choice.staff.staff_number,
    )


def _free(people: Sequence[StaffMember], meetings: Sequence[Meeting]) -> list[StaffMember]:
    dates = [one.date for one in meetings]
    taken = Occupancy.read(
        {ResourceKind.STAFF: [person.pk for person in people]},
        institution=meetings[0].institution_id,
        first=min(dates),
        last=max(dates),
    )
    return [
        person
        for person in people
        if all(
            taken.is_free(
                ResourceKind.STAFF,
                person.pk,
                one.date,
                range(one.first_period, one.first_period + one.periods),
            )
            for one in meetings
        )
    ]


def _bearing(people: Sequence[StaffMember], meetings: Sequence[Meeting]) -> list[StaffMember]:
    """Those who can bear all of the meetings besides what they teach."""
    dates = [one.date for one in meetings]
    teaching = TeachingDays.read(
        meetings[0].term, [person.pk for person in people], first=min(dates), last=max(dates)
    )
    found = []
    for person in people:
        for one in meetings:
            stint = Stint.of_meeting(one, staff=person.pk)
            if teaching.too_much(person.pk, one.date, one.periods) or teaching.too_far(stint):
                break
            teaching.add(stint)
        else:
            found.append(person)
    return found


def _load(meeting: Meeting) -> dict[int, tuple[int, int]]:
    """Periods of the week and of the term by pk of the person; one query."""
    rows = (
        Meeting.objects.filter(term=meeting.term_id)
        .exclude(status=MeetingStatus.CANCELLED)
        .values("instructor_id")
        .order_by()
        .annotate(week=Sum("periods", filter=Q(week=meeting.week)), all=Sum("periods"))
    )
    return {row["instructor_id"]: (row["week"] or 0, row["all"]) for row in rows}


def why_not_fit(staff: StaffMember, dates: set[datetime.date]) -> tuple[str, ...]:
    """Why the person may not teach on one of the dates; empty: they may. Six queries."""
    facts = TeachingFacts.of([staff])
    person = facts.person(staff.pk)
    for on in sorted(dates):
        answer = judge(person, facts, on=on)
        if not answer.allowed:
            return answer.reasons
    return ()
