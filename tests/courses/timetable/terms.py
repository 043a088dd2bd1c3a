"""A small term that can be timetabled, in a few lines."""

import datetime

from courses.timetable.domain.bells import adopt_sample_bells
from courses.timetable.domain.calendar import propose_calendar
from courses.timetable.domain.make_up_days import answer_make_up_day
from courses.timetable.models import CalendarDay, Slot, TimetableVersion
from courses.timetable.weeks import every_week
from tests.factories.curriculum import OutlineFactory
from tests.factories.institutions import AdministrativeClassFactory, CampusFactory
from tests.factories.teaching import (
    TeachingAssignmentFactory,
    TeachingClassFactory,
    TermFactory,
)
from tests.factories.timetable import RoomFactory


def make_term(institution=None, *, classes=2, rooms=2, hours=32, answered=True, **term_fields):
    """A term of autumn 2026 with its holidays, bells, rooms, classes and instructors."""
    if institution is not None:
        term_fields["institution"] = institution
    term = TermFactory(**term_fields)
    propose_calendar(term, by=None)
    if answered:
        for made_up, follows in (((2026, 9, 20), (2026, 10, 5)), ((2026, 10, 10), (2026, 10, 7))):
            day = CalendarDay.objects.filter(term=term, date=datetime.date(*made_up)).first()
            if day:
                answer_make_up_day(day, follows=datetime.date(*follows), by=None)
    adopt_sample_bells(term, by=None)
    campus = CampusFactory(institution=term.institution)
    for _ in range(rooms):
        RoomFactory(campus=campus)
    for _ in range(classes):
        make_class(term, hours=hours, campus=campus)
    return term


def make_class(term, *, hours=32, campus=None, instructor=True, groups=2, **fields):
    """A joint class with `hours` classroom hours and an instructor."""
    outline = OutlineFactory(
        course__institution=term.institution,
        course__theory_hours=hours,
        course__practice_hours=0,
        course__online_hours=0,
    )
    joined = [
        AdministrativeClassFactory(major__department__institution=term.institution)
        for _ in range(groups)
    ]
    teaching_class = TeachingClassFactory(
        term=term, outline=outline, campus=campus, administrative_classes=joined, **fields
    )
    if instructor:
        TeachingAssignmentFactory(teaching_class=teaching_class)
    return teaching_class


def make_version(term, *, number=1):
    return TimetableVersion.objects.create(term=term, institution=term.institution, number=number)


def make_slot(
    version, teaching_class, *, weekday=1, first_period=1, weeks=None, room=None, **fields
):
    """A slot taught by the class's instructor in the term's first room."""
    return Slot.objects.create(
        version=version,
        institution=version.institution,
        teaching_class=teaching_class,
        weekday=weekday,
        first_period=first_period,
        weeks=every_week(1, 16) if weeks is None else weeks,
        room=room or version.institution.rooms.first(),
        instructor=fields.pop("instructor", None) or teaching_class.assignments.first().staff,
        **fields,
    )
