"""What limits the demonstration's timetable: wishes, kinds of rooms, travel, weeks kept free, and a
block at weekends for whoever repeats the course."""

import datetime
from typing import Any

from cms.demo.sizes import DemoSize
from courses.curriculum.models import Outline
from courses.institutions.models import Campus, StaffMember, Student
from courses.teaching.enums import EnrolmentKind, WeeklyPattern
from courses.teaching.models import Enrolment, TeachingClass, Term
from courses.timetable.domain.free_weeks import keep_weeks_free
from courses.timetable.domain.travel import set_travel
from courses.timetable.domain.wishing import close_wishes_after, set_limit, set_unwanted
from courses.timetable.models import Room
from courses.timetable.weeks import every_week

WISHES_UNTIL = datetime.date(2026, 8, 20)
MINUTES_BETWEEN = 40
JOB_SEEKING = (9, 12)
# Every so many rooms one of another kind; the others are plain lecture rooms with a projector.
SPECIAL_ROOMS = (
    (9, "智慧教室", ["投影", "音响", "录播"]),
    (7, "研讨室", ["投影", "白板", "活动桌椅"]),
)


def equip_rooms(term: Term) -> None:
    """A kind and equipment for every room, and the way between the campuses."""
    rooms = list(Room.objects.filter(institution=term.institution_id).order_by("pk"))
    for number, room in enumerate(rooms, start=1):
        room.kind, room.equipment = "多媒体教室", ["投影", "音响"]
        for every, kind, equipment in SPECIAL_ROOMS:
            if number % every == 0:
                room.kind, room.equipment = kind, equipment
    Room.objects.bulk_update(rooms, ["kind", "equipment"])
    one, other = Campus.objects.filter(institution=term.institution_id).order_by("pk")[:2]
    set_travel(term.institution, minutes={(one.pk, other.pk): MINUTES_BETWEEN}, by=None)


def keep_graduates_free(term: Term, size: DemoSize, *, by: Any) -> None:
    """The oldest cohort looks for work in the middle of the term."""
    keep_weeks_free(
        term,
        weeks=every_week(*JOB_SEEKING),
        reason="毕业班求职周",
        entry_year=size.cohorts[-1].entry_year,
        by=by,
    )


def enter_wishes(term: Term, *, instructor: StaffMember, by: Any) -> None:
    """The demo instructor and every sixth other would rather not teach at some times; every ninth
    teaches less than the rule allows. Closed before the term began."""
    close_wishes_after(term, day=WISHES_UNTIL, by=by)
    set_unwanted(term, instructor, times=[(1, 1, 2), (5, 7, 2)], weeks=None, by=instructor.user)
    teaching = StaffMember.objects.filter(
        assignments__teaching_class__term=term, assignments__valid_to=None
    )
    others = list(teaching.exclude(pk=instructor.pk).distinct().order_by("staff_number"))
    for number, staff in enumerate(others):
        if number % 6 == 0:
            set_unwanted(term, staff, times=[(number % 5 + 1, 1, 2)], weeks=None, by=by)
        if number % 9 == 0:
            set_limit(term, staff, most_per_day=4, most_per_week=8, by=by)


def create_retake_block(
    term: Term, size: DemoSize, *, outline: Outline, by: Any
) -> TeachingClass | None:
    """Students of the year before who repeat the course, four periods at a time at weekends in a
    room with a projector; None where the size has none."""
    if not size.retakes:
        return None
    block: TeachingClass = TeachingClass.objects.create(
        institution_id=term.institution_id,
        term=term,
        course=outline.course,
        outline=outline,
        code=f"({term.code})-{outline.course.code}-R1",
        campus=Campus.objects.filter(institution=term.institution_id).earliest("pk"),
        weekly_pattern=WeeklyPattern.WEEKEND,
        periods_per_meeting=4,
        room_kind="多媒体教室",
        equipment=["投影"],
    )
    students = Student.objects.filter(
        institution=term.institution_id, entry_year=size.cohorts[1].entry_year
    ).order_by("pk")[: size.retakes]
    Enrolment.objects.bulk_create(
        Enrolment(
            student=student,
            teaching_class=block,
            institution_id=term.institution_id,
            course=outline.course,
            term=term,
            entry_year=student.entry_year,
            kind=EnrolmentKind.RETAKE,
            valid_from=term.first_monday,
        )
        for student in students
    )
    return block
