"""Made-up provinces in the size and shape of a real one, for tests and measurements."""

from __future__ import annotations

import datetime
import random
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from courses.training.planner.problem import (
    Budget,
    Candidate,
    Department,
    Fare,
    Institution,
    MakeUpSlot,
    Meeting,
    Owed,
    Person,
    Problem,
    Programme,
    Quota,
    Session,
    Span,
    Substitute,
)

STARTS_ON = datetime.date(2027, 3, 1)
TERMS = (datetime.date(2027, 3, 1), datetime.date(2027, 9, 6))
WEEKS = 16
REGIONS = 12
KINDS = ("teacher", "counsellor", "manager")
PERIODS = ((1, 2), (3, 4), (5, 6), (7, 8))
EVENING = (9, 10)
WEEK = datetime.timedelta(days=7)


@dataclass(frozen=True, slots=True)
class _Series:
    """A weekly class of one person in one term."""

    person: int
    term: int
    weekday: int
    periods: tuple[int, ...]
    course: int


def sample_problem(
    *,
    institutions: int = 160,
    staff: int = 6_000,
    sessions: int = 120,
    tightness: float = 0.88,
    seed: int = 1,
    scarce: bool = False,
) -> Problem:
    """A year of rotation training; the same arguments give the same problem.

    ``tightness`` is the number of seats that everybody needs together over those there are; above
    1 not everybody can be placed. Where substitutes are ``scarce``, two classes in five have none,
    the others one, who takes over six periods at most.
    """
    rng = random.Random(seed)  # noqa: S311 — data for tests, not a secret
    homes = [Institution(f"I{n}", f"R{rng.randrange(REGIONS)}") for n in range(1, institutions + 1)]
    people, departments = _staff(rng, homes, staff)
    programmes = _programmes()
    needed = sum(min(2, max(1, person.owed.sessions)) for person in people)
    runs = _sessions(rng, programmes, sessions, round(needed / tightness))
    fares = _fares(rng)
    meetings, slots, substitutes = _teaching(rng, people, scarce)
    quotas = tuple(
        Quota(home.id, run.id, most=max(4, size // 6), share=max(2, size // 12))
        for home, size in zip(homes, _sizes(homes, people), strict=True)
        for run in runs
    )
    dearest = max(run.price for run in runs) + 700
    owing: dict[str, int] = defaultdict(int)
    for person in people:
        owing[person.institution] += max(1, person.owed.sessions)
    return Problem(
        starts_on=STARTS_ON,
        programmes=programmes,
        sessions=runs,
        institutions=tuple(homes),
        people=tuple(people),
        departments=tuple(departments),
        quotas=quotas,
        fares=fares,
        meetings=tuple(meetings),
        substitutes=substitutes,
        make_up_slots=tuple(slots),
        days_between=14,
        budgets=(
            *(Budget(owing[home.id] * dearest, home.id) for home in homes),
            Budget(sum(run.grant * run.seats for run in runs) * 97 // 100),
        ),
    )


def _staff(
    rng: random.Random, homes: list[Institution], staff: int
) -> tuple[list[Person], list[Department]]:
    shares = [rng.lognormvariate(0, 0.6) for _ in homes]
    people: list[Person] = []
    departments: list[Department] = []
    left, weight = staff, sum(shares)
    for home, share in zip(homes, shares, strict=True):
        size = round(left * share / weight)
        left, weight = left - size, weight - share
        own: list[str] = []
        for n in range(size):
            if n % 12 in (0, 2, 5, 7, 10):  # five departments for twelve people
                own.append(f"{home.id}D{len(own) + 1}")
                members = 1
            people.append(_person(rng, home, own, len(people) + 1))
        for name in own:
            members = sum(1 for person in people[-size:] if person.department == name)
            departments.append(Department(name, home.id, most_away=1 + members // 5))
    return people, departments


def _person(rng: random.Random, home: Institution, departments: list[str], number: int) -> Person:
    drawn = rng.random()
    owed = Owed(sessions=1)
    if drawn < 0.12:
        owed = Owed(sessions=2, hours=48)
    elif drawn < 0.4:
        owed = Owed(hours=24)
    unavailable: tuple[Span, ...] = ()
    away = rng.random()
    if away < 0.0003:
        unavailable = (Span(datetime.date(2027, 1, 1), datetime.date(2028, 12, 31)),)
    elif away < 0.05:
        begins = STARTS_ON + datetime.timedelta(days=rng.randrange(200))
        unavailable = (Span(begins, begins + datetime.timedelta(days=rng.randrange(10, 100))),)
    waited = rng.randrange(200, 1_900)
    return Person(
        f"P{number}",
        home.id,
        rng.choice(departments),
        rng.choices(KINDS, (55, 30, 15))[0],
        owed,
        None if rng.random() < 0.1 else STARTS_ON - datetime.timedelta(days=waited),
        frozenset(f"G{n}" for n in range(1, 13) if rng.random() < 0.08),
        unavailable,
    )


def _programmes() -> tuple[Programme, ...]:
    """Twelve: two for teachers, one for counsellors, two that ask for a basic one before."""
    kinds = {3: frozenset({"teacher"}), 7: frozenset({"teacher"}), 9: frozenset({"counsellor"})}
    requires = {11: frozenset({"G1"}), 12: frozenset({"G2"})}
    return tuple(
        Programme(f"G{n}", kinds.get(n, frozenset()), requires.get(n, frozenset()))
        for n in range(1, 13)
    )


def _sessions(
    rng: random.Random, programmes: tuple[Programme, ...], count: int, seats: int
) -> tuple[Session, ...]:
    runs: list[Session] = []
    shares = [rng.uniform(0.7, 1.3) for _ in range(count)]
    left, weight = seats, sum(shares)
    # Advanced programmes have few sessions: few people may go there.
    popular = [*programmes[:10], *programmes[:10], *programmes[:10], *programmes[10:]]
    for n, share in enumerate(shares):
        size = round(left * share / weight)
        left, weight = left - size, weight - share
        week = rng.choice((*range(1, 16), *range(19, 26), *range(28, 43)))
        first = STARTS_ON + week * WEEK + datetime.timedelta(days=rng.choice((0, 0, 1, 2)))
        days = rng.choice((3, 4, 5))
        last = min(first + datetime.timedelta(days=days - 1), first + datetime.timedelta(days=4))
        runs.append(
            Session(
                f"S{n + 1}",
                popular[n % len(popular)].id,
                first,
                last,
                hours=8 * days,
                seats=size,
                region="" if rng.random() < 0.05 else f"R{rng.randrange(REGIONS)}",
                price=rng.choice((600, 800, 1_000, 1_200)),
                grant=rng.choice((300, 500)),
                least=size // 3,
            )
        )
    return tuple(runs)


def _fares(rng: random.Random) -> tuple[Fare, ...]:
    places = [(rng.uniform(0, 500), rng.uniform(0, 350)) for _ in range(REGIONS)]
    return tuple(
        Fare(f"R{a}", f"R{b}", round(((x - u) ** 2 + (y - v) ** 2) ** 0.5))
        for a, (x, y) in enumerate(places)
        for b, (u, v) in enumerate(places)
        if a != b
    )


def _sizes(homes: list[Institution], people: list[Person]) -> list[int]:
    sizes: dict[str, int] = defaultdict(int)
    for person in people:
        sizes[person.institution] += 1
    return [sizes[home.id] for home in homes]


def _series(rng: random.Random, people: list[Person]) -> Iterator[_Series]:
    """Teachers have one or two weekly classes a term, every third counsellor has one."""
    for index, person in enumerate(people):
        for term in range(len(TERMS)):
            if person.kind == "teacher":
                classes = rng.choice((1, 2))
            else:
                classes = int(person.kind == "counsellor" and rng.random() < 0.33)
            times = rng.sample(range(20), classes)
            for time in times:
                yield _Series(index, term, time // 4, PERIODS[time % 4], rng.randrange(3))


def _teaching(
    rng: random.Random, people: list[Person], scarce: bool
) -> tuple[list[Meeting], list[MakeUpSlot], tuple[Substitute, ...]]:
    """Each class could be made up on an evening of its week; a meeting takes one of the week before
    or of the two weeks after."""
    every = list(_series(rng, people))
    busy = {(one.person, one.term, one.weekday, one.periods) for one in every}
    qualified: dict[tuple[str, int], list[int]] = defaultdict(list)
    for index, person in enumerate(people):
        if person.kind == "teacher":
            for course in rng.sample(range(3), 2):
                qualified[person.institution, course].append(index)
    meetings: list[Meeting] = []
    slots: list[MakeUpSlot] = []
    for number, one in enumerate(every):
        person = people[one.person]
        free = [
            other
            for other in qualified[person.institution, one.course]
            if other != one.person and (other, one.term, one.weekday, one.periods) not in busy
        ]
        most = rng.choice((0, 0, 1, 1, 1)) if scarce else 4
        candidates = tuple(
            Candidate(people[other].id, 0 if people[other].department == person.department else 10)
            for other in rng.sample(free, min(most, len(free)))
        )
        evening = rng.randrange(5)
        makes_up = rng.random() < (0.9 if scarce else 0.8)
        for week in range(WEEKS):
            monday = TERMS[one.term] + week * WEEK
            if makes_up:
                slots.append(
                    MakeUpSlot(
                        f"Q{number}-{week}",
                        monday + datetime.timedelta(days=evening),
                        EVENING,
                        (f"C{number}",),
                    )
                )
            meetings.append(
                Meeting(
                    f"M{number}-{week}",
                    person.id,
                    monday + datetime.timedelta(days=one.weekday),
                    one.periods,
                    candidates,
                    tuple(
                        f"Q{number}-{other}"
                        for other in (week - 1, week + 1, week + 2)
                        if makes_up and 0 <= other < WEEKS
                    ),
                )
            )
    most_periods = 6 if scarce else 12
    substitutes = tuple(
        Substitute(person.id, most_periods) for person in people if person.kind == "teacher"
    )
    return meetings, slots, substitutes
