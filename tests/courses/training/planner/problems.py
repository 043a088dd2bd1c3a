"""Small provinces, by hand and at random, and all their plans."""

import datetime
from itertools import product

from hypothesis import strategies as st

from courses.training.planner.problem import (
    Budget,
    Candidate,
    Department,
    DepartmentQuota,
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
    Substitute,
)
from courses.training.planner.proposal import Nomination

MONDAY = datetime.date(2026, 12, 28)


def day(number):
    """Days from the first Monday on."""
    return MONDAY + datetime.timedelta(days=number)


def session(id="S1", first=0, days=3, **fields):
    given = {"programme": "G1", "hours": 8 * days, "seats": 10}
    given |= fields
    return Session(id, first_day=day(first), last_day=day(first + days - 1), **given)


def person(id="P1", **fields):
    given = {"institution": "I1", "department": "D1", "last_trained": datetime.date(2025, 3, 1)}
    return Person(id, **(given | fields))


def meeting(id="M1", on=0, of="P1", periods=(1, 2), candidates=(), make_ups=()):
    return Meeting(
        id, of, day(on), periods, tuple(Candidate(name) for name in candidates), tuple(make_ups)
    )


def slot(id="Q1", on=7, periods=(9, 10), takes=("C1",)):
    return MakeUpSlot(id, day(on), periods, takes)


def problem(**fields):
    given = {
        "starts_on": MONDAY,
        "programmes": (Programme("G1"), Programme("G2")),
        "sessions": (session(),),
        "institutions": (Institution("I1", "R1"),),
        "departments": (Department("D1", "I1"),),
        "people": (person(),),
    }
    return Problem(**(given | fields))


def goes(plan):
    return {(one.person, one.session) for one in plan.nominations}


BUDGETS = (
    (),
    (Budget(250, "I1"),),
    (Budget(100),),
    (Budget(250, "I1"), Budget(100)),
    (Budget(180, "I1", 2026, 2026), Budget(100, "I1", 2027, 2027)),
    (Budget(50, None, 2026, 2026), Budget(100, None, 2026, 2027), Budget(180, "I1", 2027, 2027)),
)


@st.composite
def problems(draw):
    """Up to five people of two departments, four sessions of two years, few seats, little money,
    meetings and substitutes."""
    sessions = tuple(
        session(
            f"S{n}",
            first=draw(st.integers(0, 12)),
            days=draw(st.integers(1, 3)),
            seats=draw(st.integers(0, 3)),
            programme=draw(st.sampled_from(("G1", "G2"))),
            region=draw(st.sampled_from(("", "R1", "R2"))),
            price=draw(st.sampled_from((0, 100))),
            grant=draw(st.sampled_from((0, 50))),
            least=draw(st.integers(0, 2)),
        )
        for n in range(1, draw(st.integers(1, 4)) + 1)
    )
    people = tuple(
        person(
            f"P{n}",
            department=draw(st.sampled_from(("D1", "D2", None))),
            kind=draw(st.sampled_from(("teacher", "manager"))),
            owed=draw(st.sampled_from((Owed(1), Owed(2, 48), Owed(0, 16), Owed(1, 24, True)))),
            attended=draw(st.sampled_from((frozenset(), frozenset({"G1"})))),
            fixed=draw(st.sampled_from(((), (), (), ("S1",)))),
            forbidden=draw(st.sampled_from((frozenset(), frozenset({"S2"})))),
        )
        for n in range(1, draw(st.integers(1, 5)) + 1)
    )
    names = [one.id for one in people]
    slots = (slot("Q1", on=20), slot("Q2", on=20, takes=("C2",)), slot("Q3", on=2))
    meetings = []
    for n in range(draw(st.integers(0, 6))):
        of = draw(st.sampled_from(names))
        others = [name for name in (*names, "X1") if name != of]
        meetings.append(
            meeting(
                f"M{n}",
                on=draw(st.integers(0, 12)),
                of=of,
                periods=draw(st.sampled_from(((1, 2), (2, 3)))),
                candidates=draw(st.lists(st.sampled_from(others), unique=True, max_size=2)),
                make_ups=draw(
                    st.lists(st.sampled_from(("Q1", "Q2", "Q3")), unique=True, max_size=2)
                ),
            )
        )
    return problem(
        programmes=(
            Programme("G1", repeatable=draw(st.booleans())),
            Programme("G2", draw(st.sampled_from((frozenset(), frozenset({"teacher"}))))),
        )
        if draw(st.booleans())
        else (Programme("G1"), Programme("G2", requires=frozenset({"G1"}))),
        sessions=sessions,
        departments=(Department("D1", "I1", 1), Department("D2", "I1")),
        people=people,
        quotas=(Quota("I1", "S1", draw(st.sampled_from((None, 1))), 1, draw(st.integers(0, 1))),),
        department_quotas=draw(
            st.sampled_from(
                (
                    (),
                    (DepartmentQuota("D2", "S1", 0),),
                    (DepartmentQuota("D1", "S1", 1), DepartmentQuota("D2", "S1", 1)),
                )
            )
        ),
        fares=(Fare("R1", "R2", 80),),
        meetings=tuple(meetings),
        substitutes=(Substitute("X1", draw(st.sampled_from((None, 2)))),),
        make_up_slots=slots,
        days_between=draw(st.sampled_from((0, 2))),
        budgets=draw(st.sampled_from(BUDGETS)),
    )


def patterns(problem, person):
    """Every set of at most two sessions beside the fixed ones."""
    names = [one.id for one in problem.sessions if one.id not in person.fixed]
    pairs = [(a, b) for a in names for b in names if a < b]
    return [(), *((name,) for name in names), *pairs]


def every_choice(problem):
    """Nominations of every plan, right and wrong."""
    for chosen in product(*(patterns(problem, one) for one in problem.people)):
        yield tuple(
            nomination
            for one, pattern in zip(problem.people, chosen, strict=True)
            for nomination in (
                *(Nomination(one.id, name, fixed=True) for name in one.fixed),
                *(Nomination(one.id, name) for name in pattern),
            )
        )
