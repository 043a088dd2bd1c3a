"""What other slices and homes ask of the timetable. Conditions are methods of
`Meeting.objects` (see models/querysets.py)."""

import datetime
from dataclasses import dataclass
from typing import TypeVar

from django.db.models import Q
from django.utils import timezone

from cms.users.models import User
from courses.institutions.models import StaffMember, Student
from courses.institutions.prepared_query import Parameter, PreparedQuery, Question, a_date
from courses.teaching.models import Term
from courses.timetable.models import Meeting, Slot
from courses.timetable.models.querysets import MeetingQuerySet, SlotQuerySet


@dataclass(frozen=True)
class Person:
    """A user as student, as staff, as both or as neither."""

    student: Student | None
    staff: StaffMember | None

    @property
    def institution_id(self) -> int | None:
        found = self.staff or self.student
        return found.institution_id if found else None

    def meetings(self) -> MeetingQuerySet:
        """All published meetings: those taught, those of the classes the student sits in."""
        return _own(Meeting.objects.all(), self)

    def slots(self, term: Term) -> SlotQuerySet:
        """Slots of the published timetable of a term."""
        return _own(Slot.objects.published(term), self)


def person_of(user: User) -> Person:
    return Person(
        student=Student.objects.filter(user=user).first(),
        staff=StaffMember.objects.filter(user=user).first(),
    )


def own_meetings(user: User) -> MeetingQuerySet:
    """All published meetings of a person: those they teach, those of classes they sit in."""
    return person_of(user).meetings()


def next_meeting(user: User, *, now: datetime.datetime | None = None) -> Meeting | None:
    """The person's meeting that is on now or comes next, with room, unit and course loaded."""
    return (
        own_meetings(user)
        .taking_place()
        .not_over(now or timezone.now())
        .with_names()
        .calendar_order()
        .first()
    )


def term_on(institution_id: int, on: datetime.date) -> Term | None:
    """The term whose weeks, those for exams among them, hold the date, else the next one, else the
    last."""
    terms = _TERMS.all(institution=institution_id)
    for term in terms:
        if on <= term.last_exam_day:
            return term
    return terms[-1] if terms else None


def term_asking_wishes(institution_id: int, on: datetime.date) -> Term | None:
    """The latest term that isn't over and for which the office asks, or has asked, for wishes."""
    terms = Term.objects.filter(institution=institution_id, wishes_until__isnull=False)
    term = terms.order_by("-first_monday").first()
    return term if term is not None and on <= term.last_day else None


def terms_with_open_wishes(institution_id: int, on: datetime.date) -> Question[Term]:
    """Those for which instructors may say their wishes on that day, not asked yet."""
    return _OPEN_WISHES.asking(institution=institution_id, on=on)


_OPEN_WISHES: PreparedQuery[Term] = PreparedQuery(
    lambda: Term.objects.filter(
        institution=Parameter("institution"), wishes_until__gte=a_date("on")
    ).order_by("first_monday")
)
_TERMS = PreparedQuery(
    lambda: Term.objects.filter(institution=Parameter("institution")).order_by("first_monday")
)

_Rows = TypeVar("_Rows", MeetingQuerySet, SlotQuerySet)


def _own(rows: _Rows, person: Person) -> _Rows:
    if person.student and person.staff:
        sits_in = rows.of_student(person.student).values("pk")
        return rows.filter(Q(pk__in=sits_in) | Q(instructor=person.staff))
    if person.student:
        return rows.of_student(person.student)
    if person.staff:
        return rows.taught_by(person.staff)
    return rows.none()
