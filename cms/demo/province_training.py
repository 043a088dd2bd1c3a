"""Trainings of the province: programmes, a year of sessions, who was trained before."""

import datetime
import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from cms.demo.province_people import BATCH, School
from cms.demo.structure import HENAN
from courses.institutions.enums import StaffKind
from courses.institutions.models import StaffMember
from courses.training.enums import (
    CompletionResult,
    NominationState,
    ProgrammeKind,
    SessionState,
)
from courses.training.models import (
    Completion,
    DepartmentLimit,
    Nomination,
    SeatQuota,
    TrainingProgramme,
    TrainingSession,
)

TEACHERS = (StaffKind.FULL_TIME_TEACHER, StaffKind.PART_TIME_TEACHER)
WORKERS = (StaffKind.FULL_TIME_MANAGER, StaffKind.PART_TIME_WORKER)
CITATION = "演示数据：省级轮训方案（非真实文件）"
ADVANCED = "GJ"


@dataclass(frozen=True)
class Course:
    """`share`: of the sessions in percent; `days` of a session, with eight hours each."""

    code: str
    name: str
    kind: ProgrammeKind
    days: int
    kinds: tuple[StaffKind, ...]
    share: int
    seats: tuple[int, int]
    is_online: bool = False


COURSES = (
    Course("JS", "就业指导课程教师轮训", ProgrammeKind.ROTATION, 3, TEACHERS, 47, (52, 76)),
    Course("GL", "就业工作人员轮训", ProgrammeKind.ROTATION, 3, WORKERS, 29, (52, 76)),
    Course("KC", "生涯规划课程教学研修", ProgrammeKind.TOPICAL, 5, TEACHERS, 10, (48, 72)),
    Course("BF", "就业统计与精准帮扶研修", ProgrammeKind.TOPICAL, 2, (), 8, (80, 80), True),
    Course(ADVANCED, "就业指导骨干教师高级研修", ProgrammeKind.TOPICAL, 3, TEACHERS, 6, (40, 48)),
)
# A place is drawn from these; most trainings are in the capital.
PLACES = (
    *(("郑州市", "河南省高校就业指导培训基地（郑州）"),) * 6,
    ("洛阳市", "洛阳培训基地"),
    ("开封市", "开封培训基地"),
    ("新乡市", "新乡培训基地"),
    ("南阳市", "南阳培训基地"),
)
# First and last Mondays between which sessions begin, and how many of a hundred lie there. The
# first is in the term that runs, whose timetable is published.
SEASONS = (
    (datetime.date(2026, 12, 7), datetime.date(2026, 12, 21), 34),
    (datetime.date(2027, 3, 8), datetime.date(2027, 6, 14), 30),
    (datetime.date(2027, 7, 12), datetime.date(2027, 8, 16), 16),
    (datetime.date(2027, 9, 13), datetime.date(2027, 11, 22), 20),
)
PAST_SESSIONS = 40
PAST = (datetime.date(2023, 3, 6), datetime.date(2026, 6, 1))
# Mostly three to five years ago, so that most owe a training by the end of 2028.
TRAINED = 0.42


def create_trainings(schools: list[School], *, sessions: int, seed: int, by: Any) -> None:
    """Programmes, `sessions` that are open, and completions of earlier ones. Written in bulk."""
    chance = random.Random(seed + 31)  # noqa: S311 — a demonstration, no secret
    programmes = _programmes()
    DepartmentLimit.objects.create(
        province=HENAN, percent=34, citation=CITATION, valid_from=datetime.date(2023, 1, 1)
    )
    held = _held(programmes, chance)
    _train(schools, held, chance, by=by)
    planned = TrainingSession.objects.bulk_create(_planned(programmes, sessions, chance))
    _give_quotas([one for one in planned if one.programme.code == ADVANCED], schools, chance)


def _programmes() -> dict[str, TrainingProgramme]:
    rows = TrainingProgramme.objects.bulk_create(
        TrainingProgramme(
            province=HENAN,
            code=one.code,
            name=one.name,
            kind=one.kind,
            hours=one.days * 8,
            staff_kinds=[str(kind) for kind in one.kinds],
        )
        for one in COURSES
    )
    found = {one.code: one for one in rows}
    found[ADVANCED].prerequisite = found["JS"]
    found[ADVANCED].save(update_fields=["prerequisite"])
    return found


def _planned(
    programmes: dict[str, TrainingProgramme], count: int, chance: random.Random
) -> Iterator[TrainingSession]:
    # After those of the past, whose codes may be of the same year.
    numbers = dict.fromkeys(programmes, PAST_SESSIONS)
    for course in _courses(count):
        first, last, _share = chance.choices(SEASONS, [one[2] for one in SEASONS])[0]
        monday = first + datetime.timedelta(weeks=chance.randint(0, (last - first).days // 7))
        starts = monday + datetime.timedelta(days=chance.randint(0, 5 - course.days))
        numbers[course.code] += 1
        yield _session(programmes, course, numbers[course.code], starts, chance)


def _courses(count: int) -> list[Course]:
    """In the proportion of the shares, the first course filling up."""
    found = [one for one in COURSES for _n in range(count * one.share // 100)]
    return [COURSES[0]] * (count - len(found)) + found


def _session(
    programmes: dict[str, TrainingProgramme],
    course: Course,
    number: int,
    starts: datetime.date,
    chance: random.Random,
    state: str = SessionState.OPEN,
) -> TrainingSession:
    region, base = chance.choice(PLACES)
    return TrainingSession(
        province=HENAN,
        programme=programmes[course.code],
        code=f"{starts.year}-{course.code}-{number:02d}",
        starts_on=starts,
        ends_on=starts + datetime.timedelta(days=course.days - 1),
        is_online=course.is_online,
        place="线上" if course.is_online else region,
        host_base="" if course.is_online else base,
        region="" if course.is_online else region,
        seats=chance.randint(*course.seats),
        minimum=20,
        registration_closes_on=starts - datetime.timedelta(days=4),
        state=state,
    )


def _held(programmes: dict[str, TrainingProgramme], chance: random.Random) -> list[TrainingSession]:
    weeks = (PAST[1] - PAST[0]).days // 7
    rows = []
    for number in range(PAST_SESSIONS):
        course = COURSES[number % 2]
        starts = PAST[0] + datetime.timedelta(weeks=weeks * number // PAST_SESSIONS)
        rows.append(
            _session(programmes, course, number // 2 + 1, starts, chance, SessionState.HELD)
        )
    return TrainingSession.objects.bulk_create(rows)


def _train(
    schools: list[School], held: list[TrainingSession], chance: random.Random, *, by: Any
) -> None:
    """Who was there, as long as seats last; everybody completed what they began."""
    going: list[tuple[StaffMember, TrainingSession]] = []
    people = [(person, school.kinds[person.pk]) for school in schools for person in school.staff]
    chance.shuffle(people)
    for person, kind in people:
        if chance.random() >= TRAINED:
            continue
        fitting = [
            one
            for one in held
            if one.programme.is_for(kind) and one.seats_taken < min(one.seats, 66)
        ]
        if fitting:
            session = chance.choice(fitting)
            session.seats_taken += 1
            going.append((person, session))
    TrainingSession.objects.bulk_update(held, ["seats_taken"])
    nominations = Nomination.objects.bulk_create(
        (
            Nomination(
                session=session,
                staff=person,
                institution_id=person.institution_id,
                department_id=person.department_id,
                state=NominationState.COMPLETED,
                nominated_by=by,
                nominated_at=_at(session.registration_closes_on),
                decided_at=_at(session.ends_on),
            )
            for person, session in going
        ),
        batch_size=BATCH,
    )
    Completion.objects.bulk_create(
        (
            Completion(
                nomination=nomination,
                staff_id=nomination.staff_id,
                institution_id=nomination.institution_id,
                session=session,
                hours=session.programme.hours,
                completed_on=session.ends_on,
                result=CompletionResult.PASSED,
                recorded_at=_at(session.ends_on),
            )
            for nomination, (_person, session) in zip(nominations, going, strict=True)
        ),
        batch_size=BATCH,
    )


def _give_quotas(
    sessions: list[TrainingSession], schools: list[School], chance: random.Random
) -> None:
    """One seat each for as many institutions as there are seats."""
    SeatQuota.objects.bulk_create(
        SeatQuota(session=session, institution=school.institution, seats=1)
        for session in sessions
        for school in chance.sample(schools, min(session.seats, len(schools)))
    )


def _at(day: datetime.date) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time(16)))
