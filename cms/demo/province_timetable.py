"""A light teaching load everywhere: one course, its classes, and a published timetable."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from cms.demo.catalogue import DEPARTMENTS, short_name
from cms.demo.province_people import BATCH, School
from cms.demo.term import CODE, FIRST_MONDAY, FOLLOWS
from courses.curriculum.domain.release import Hours, UnitDraft, release_outline
from courses.curriculum.models import Course, Outline
from courses.institutions.enums import StaffKind
from courses.institutions.models import AdministrativeClass, Major, StaffMember
from courses.teaching.models import TeachingAssignment, TeachingClass, Term
from courses.timetable.domain.bells import adopt_sample_bells
from courses.timetable.domain.calendar import propose_calendar, resolve
from courses.timetable.domain.publication import publish
from courses.timetable.domain.versions import copied, new_draft
from courses.timetable.domain.weeks_needed import Pattern, choose_weeks
from courses.timetable.enums import VersionState
from courses.timetable.models import CalendarDay, Room, Slot
from courses.timetable.weeks import every_week

COURSE = {
    "code": "C2092021",
    "name": "大学生职业发展与就业指导Ⅰ",
    "name_en": "Career Development and Employment Guidance I",
    "credits": 1,
    "theory_hours": 16,
}
UNITS = (
    "建立生涯意识",
    "认识自我",
    "了解职业",
    "了解环境",
    "职业决策",
    "提高就业能力",
    "求职过程",
    "复习与考查",
)
MEETINGS = 8
# The first and the second half of the term; more classes meet in the second.
HALVES = (every_week(1, 9), every_week(10, 18))
SECOND_HALF = 0.7
STARTS = (1, 3, 5, 7, 9)
CELLS = tuple((weekday, start) for weekday in range(1, 6) for start in STARTS)
# How many classes somebody of a kind teaches.
LOADS = {StaffKind.FULL_TIME_TEACHER: (1, 2), StaffKind.PART_TIME_TEACHER: (1,)}
CLASSES_TOGETHER = 1


@dataclass(frozen=True)
class Place:
    """Where a class meets: index of the half, weekday, first period, number of the room."""

    half: int
    weekday: int
    start: int
    room: int


def timetable_of(school: School, *, page_id: int, seed: int, by: Any) -> int:
    """Classes for the teachers of an institution, placed without a clash, and published; how many.
    `page_id`: the syllabus whose outline is taught."""
    chance = random.Random(f"{seed}-{school.institution.code}")  # noqa: S311 — a demonstration
    loads = [
        (person, count)
        for person in school.of_kind(*LOADS)
        if (count := chance.choice(LOADS[school.kinds[person.pk]]))
    ]
    teachers = [person for person, count in loads for _n in range(count)]
    term = _term(school, by=by)
    outline = _outline(school, page_id=page_id, by=by)
    classes = _classes(school, term, outline, teachers)
    places = list(_places(len(teachers), chance))
    rooms = Room.objects.bulk_create(
        Room(
            institution=school.institution,
            campus=school.campus,
            name=f"综合楼{number // 10 + 1}{number % 10 + 1:02d}",
            capacity=150,
            kind="多媒体教室",
        )
        for number in range(max((place.room for place in places), default=0) + 1)
    )
    _publish(term, list(zip(classes, teachers, places, strict=True)), rooms, by=by)
    return len(classes)


def _term(school: School, *, by: Any) -> Term:
    """Written here: `open_term` asks what can't be the case for an institution of a moment ago."""
    term, made = Term.objects.get_or_create(
        institution=school.institution,
        code=CODE,
        defaults={"first_monday": FIRST_MONDAY, "weeks": 18},
    )
    if made:
        propose_calendar(term, by=by)
        days = list(CalendarDay.objects.filter(term=term, date__in=FOLLOWS))
        for day in days:
            day.follows = FOLLOWS[day.date]
        CalendarDay.objects.bulk_update(days, ["follows"])
        adopt_sample_bells(term, by=by)
    return term


def _outline(school: School, *, page_id: int, by: Any) -> Outline:
    course = Course.objects.create(institution=school.institution, **COURSE)
    return release_outline(
        course,
        title=course.name,
        objectives=[],
        units=[UnitDraft(title, theory=2) for title in UNITS],
        hours=Hours(theory=16),
        page_id=page_id,
        revision_id=page_id,
        by=by,
    )


def _classes(
    school: School, term: Term, outline: Outline, teachers: list[StaffMember]
) -> list[TeachingClass]:
    majors = Major.objects.bulk_create(
        Major(
            institution=school.institution,
            department=department,
            name=DEPARTMENTS.get(department.name, (f"{department.name[:-2]}技术",))[0],
        )
        for department in school.departments
        if not department.majors.exists()
    ) or list(Major.objects.filter(institution=school.institution))
    groups = AdministrativeClass.objects.bulk_create(
        (
            AdministrativeClass(
                institution=school.institution,
                major=(major := majors[number // CLASSES_TOGETHER % len(majors)]),
                department_id=major.department_id,
                campus=school.campus,
                name=f"{short_name(major.name)}26{number + 21:03d}",
                entry_year=2026,
            )
            for number in range(len(teachers) * CLASSES_TOGETHER)
        ),
        batch_size=BATCH,
    )
    classes = TeachingClass.objects.bulk_create(
        TeachingClass(
            institution=school.institution,
            term=term,
            course=outline.course,
            outline=outline,
            code=f"({CODE})-{COURSE['code']}-{number:03d}",
            campus=school.campus,
        )
        for number in range(1, len(teachers) + 1)
    )
    sits_in = TeachingClass.administrative_classes.through
    sits_in.objects.bulk_create(
        (
            sits_in(
                teachingclass_id=classes[number // CLASSES_TOGETHER].pk,
                administrativeclass_id=group.pk,
            )
            for number, group in enumerate(groups)
        ),
        batch_size=BATCH,
    )
    TeachingAssignment.objects.bulk_create(
        TeachingAssignment(
            teaching_class=one,
            institution=school.institution,
            staff=person,
            valid_from=FIRST_MONDAY,
        )
        for one, person in zip(classes, teachers, strict=True)
    )
    return classes


def _places(count: int, chance: random.Random) -> Iterator[Place]:
    """Neighbours in the list never meet at the same time, so whoever teaches up to three classes in
    a row has no clash; a room is filled with all cells of a week before the next one."""
    cells = list(CELLS)
    chance.shuffle(cells)
    used = [0, 0]
    for _number in range(count):
        half = int(chance.random() < SECOND_HALF)
        room, cell = divmod(used[half], len(cells))
        used[half] += 1
        yield Place(half, *cells[cell], room)


def _publish(
    term: Term,
    placed: list[tuple[TeachingClass, StaffMember, Place]],
    rooms: list[Room],
    *,
    by: Any,
) -> None:
    """What is published already, at the first institution, stays where it is."""
    taught = set(resolve(term).values())
    before = Slot.objects.filter(version__term=term, version__state=VersionState.PUBLISHED)
    version = new_draft(term, report={"placed": len(placed), "unplaced": []}, by=by)
    slots = [copied(slot, version) for slot in before]
    for teaching_class, person, place in placed:
        pattern = Pattern(place.weekday, HALVES[place.half])
        weeks = choose_weeks([pattern], needed=MEETINGS, taught=taught).weeks[0]
        slots.append(
            Slot(
                version=version,
                institution_id=term.institution_id,
                teaching_class=teaching_class,
                weekday=place.weekday,
                first_period=place.start,
                periods=2,
                weeks=weeks,
                room=rooms[place.room],
                instructor=person,
            )
        )
    Slot.objects.bulk_create(slots, batch_size=BATCH)
    publish(version, valid_from=term.first_monday, by=by)
