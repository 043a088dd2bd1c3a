"""The autumn term 2026: calendar, classes, instructors, rooms, published timetable."""

import datetime
from typing import Any

from django.utils import timezone

from cms.demo.sizes import DemoSize
from courses.changes.models import PublicationNotice
from courses.curriculum.models import Outline
from courses.institutions.models import Campus, Institution, StaffMember
from courses.qualifications.models import QualificationWaiver
from courses.teaching.domain import (
    assign_instructor,
    assign_proposed,
    class_sizes,
    create_teaching_classes,
    open_term,
    propose_instructors,
    propose_joint_classes,
)
from courses.teaching.enums import WeeklyPattern
from courses.teaching.models import TeachingClass, Term
from courses.timetable.domain.bells import adopt_sample_bells
from courses.timetable.domain.building import build_timetable
from courses.timetable.domain.calendar import propose_calendar
from courses.timetable.domain.make_up_days import answer_make_up_day
from courses.timetable.domain.publication import publish
from courses.timetable.domain.scheduling_rules import usual_keep_free
from courses.timetable.models import CalendarDay, Room

CODE = "2026-2027-1"
FIRST_MONDAY = datetime.date(2026, 8, 31)
# What the demonstration's office answered: which date each make-up workday follows.
FOLLOWS = {
    datetime.date(2026, 9, 20): datetime.date(2026, 10, 6),
    datetime.date(2026, 10, 10): datetime.date(2026, 10, 7),
}


def create_term(institution: Institution, *, by: Any) -> Term:
    """The term with holidays, answered make-up workdays and bell times."""
    term = open_term(institution, code=CODE, first_monday=FIRST_MONDAY, weeks=18, by=by)
    propose_calendar(term, by=by)
    for date, follows in FOLLOWS.items():
        day = CalendarDay.objects.get(term=term, date=date)
        answer_make_up_day(day, follows=follows, by=by)
    adopt_sample_bells(term, by=by)
    return term


def create_rooms(institution: Institution, size: DemoSize) -> None:
    """Rooms of several sizes; two thirds on the first campus, as the classes are."""
    campuses = list(Campus.objects.filter(institution=institution).order_by("pk"))
    rooms = []
    for n in range(size.rooms):
        building, number = divmod(n, 15)
        rooms.append(
            Room(
                institution=institution,
                campus=campuses[1 if n % 3 == 2 else 0],
                name=f"{'ABC'[building % 3]}教{100 * (1 + number // 5) + 1 + number % 5}",
                capacity=size.seats[n % len(size.seats)],
            )
        )
    Room.objects.bulk_create(rooms)


def create_classes(
    term: Term, size: DemoSize, *, outline: Outline, entry_year: int, by: Any
) -> list[TeachingClass]:
    """Joint classes; every fourth meets in two slots, one in odd and one in even weeks."""
    proposals = propose_joint_classes(
        class_sizes(term, course=outline.course, entry_year=entry_year),
        max_size=size.largest_joint_class,
        max_classes=size.classes_per_joint,
    )
    every_fourth = proposals[3::4]
    weekly = [one for one in proposals if one not in every_fourth]
    classes = create_teaching_classes(term, outline=outline, proposals=weekly, by=by)
    if every_fourth:
        classes += create_teaching_classes(
            term,
            outline=outline,
            proposals=every_fourth,
            weekly_pattern=WeeklyPattern.ODD_AND_EVEN,
            by=by,
        )
    return classes


def assign_everybody(
    term: Term, classes: list[TeachingClass], *, instructor: StaffMember, by: Any
) -> None:
    """The demo instructor gets the first class, whoever has a waiver the second, the rest as
    proposed by qualification and load."""
    assign_instructor(classes[0], staff=instructor, by=by)
    waiver = QualificationWaiver.objects.filter(institution=term.institution_id).first()
    if waiver is not None and len(classes) > 2:
        assign_instructor(classes[1], staff=waiver.staff, waiver=waiver, by=by)
    assign_proposed(propose_instructors(term), by=by)


def publish_timetable(term: Term, *, seed: int, by: Any) -> None:
    """Solve with one worker, so that the same seed gives the same timetable, and publish. What the
    scheduling rule keeps free stays free, as the office's form proposes."""
    keep_free = usual_keep_free(term)
    version = build_timetable(term, seconds=30, seed=seed, workers=1, keep_free=keep_free, by=by)
    publication = publish(version, by=by)
    # The term has been running for weeks: nobody's home still says that its timetable is new.
    before = timezone.make_aware(datetime.datetime.combine(term.first_monday, datetime.time(9)))
    told = PublicationNotice.objects.filter(publication=publication)
    told.update(told_at=before - datetime.timedelta(days=14))
