"""What other slices and homes ask of the timetable. Conditions are methods of
`Meeting.objects` (see models/querysets.py)."""

import datetime

from django.db.models import Q
from django.utils import timezone

from cms.users.models import User
from courses.institutions.models import StaffMember, Student
from courses.teaching.models import Term
from courses.timetable.models import Meeting
from courses.timetable.models.querysets import MeetingQuerySet


def own_meetings(user: User) -> MeetingQuerySet:
    """All published meetings of a person: those they teach, those of classes they sit in."""
    student = Student.objects.filter(user=user).first()
    staff = StaffMember.objects.filter(user=user).first()
    meetings: MeetingQuerySet = Meeting.objects.all()
    if student and staff:
        own = Q(pk__in=meetings.of_student(student).values("pk"))
        return meetings.filter(own | Q(instructor=staff))
    if student:
        return meetings.of_student(student)
    if staff:
        return meetings.taught_by(staff)
    return meetings.none()


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
    """The term whose weeks hold the date, else the next one, else the last."""
    terms = list(Term.objects.filter(institution=institution_id).order_by("first_monday"))
    for term in terms:
        if on < term.first_monday + datetime.timedelta(weeks=term.weeks):
            return term
    return terms[-1] if terms else None
