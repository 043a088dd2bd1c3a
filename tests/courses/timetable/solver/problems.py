"""Small problems, by hand and at random."""

from hypothesis import strategies as st

from courses.timetable.solver.placement import Placement
from courses.timetable.solver.problem import (
    BusyTime,
    DayWeeks,
    Demand,
    Grid,
    Group,
    Instructor,
    Problem,
    Room,
    Travel,
    Weights,
)
from courses.timetable.weeks import even_weeks, every_week, odd_weeks

PATTERNS = (every_week(1, 4), odd_weeks(1, 4), even_weeks(1, 4), every_week(1, 2))
OTHER_WEIGHTS = Weights(2, 3, 5, 7, 11, 13, 17, 19, 23)


def way(periods):
    """Too far to go from the end of a period to the beginning of the next."""
    gaps = frozenset((period, period + 1) for period in range(1, periods))
    return Travel(frozenset({"east", "west"}), gaps)


def demand(id="D1", **fields):
    given = {
        "teaching_class": "C1",
        "groups": (),
        "instructor": None,
        "periods": 1,
        "weeks": every_week(1, 4),
        "size": 30,
    }
    return Demand(id=id, **(given | fields))


def problem(*demands, grid=None, rooms=None, **fields):
    """A problem that knows every instructor and group its demands name, with no busy times."""
    given = {
        "instructors": tuple(
            Instructor(name) for name in sorted({d.instructor for d in demands if d.instructor})
        ),
        "groups": tuple(Group(name) for name in sorted({g for d in demands for g in d.groups})),
    }
    return Problem(
        grid=grid or Grid(days=2, periods_per_day=2, weeks=4),
        demands=demands,
        rooms=rooms if rooms is not None else (Room("R1", "east", 50),),
        **(given | fields),
    )


@st.composite
def small_problems(draw, *, most_demands=6):
    """Problems small enough to try every plan of, full enough that not all can always be placed."""
    days, periods = draw(st.integers(1, 2)), draw(st.integers(2, 4))
    moments = st.tuples(st.integers(1, days), st.integers(1, periods))
    busy = st.lists(
        st.builds(
            lambda moment, weeks: BusyTime(*moment, weeks), moments, st.sampled_from(PATTERNS)
        ),
        max_size=2,
    ).map(tuple)
    some_days = st.lists(
        st.builds(DayWeeks, st.integers(1, days), st.sampled_from(PATTERNS)), max_size=2
    ).map(tuple)
    rooms = tuple(
        Room(
            f"R{index}",
            draw(st.sampled_from(["east", "west"])),
            capacity,
            draw(busy),
            kind=draw(st.sampled_from(["", "lab"])),
            equipment=draw(st.sampled_from([frozenset(), frozenset({"projector"})])),
        )
        for index, capacity in enumerate(
            draw(st.lists(st.sampled_from([30, 60]), min_size=1, max_size=3))
        )
    )
    count = draw(st.integers(1, most_demands))
    ids = [f"D{index}" for index in range(count)]
    demands = tuple(
        Demand(
            id=own,
            teaching_class=draw(st.sampled_from([own, "C"])),
            groups=tuple(draw(st.sets(st.sampled_from(["G1", "G2", "G3"]), max_size=2))),
            instructor=draw(st.sampled_from([None, "T1", "T2"])),
            periods=draw(st.integers(1, 2)),
            weeks=draw(st.sampled_from(PATTERNS)),
            size=draw(st.sampled_from([20, 50])),
            campus=draw(st.sampled_from([None, "east", "west"])),
            allowed_starts=draw(st.sampled_from([frozenset(), frozenset({1, 3})])),
            apart_from=tuple(
                draw(st.sets(st.sampled_from(ids), max_size=1).map(lambda s, own=own: s - {own}))
            ),
            allowed_days=draw(st.sampled_from([frozenset(), frozenset({1})])),
            days_apart=draw(st.integers(1, max(1, days - 1))),
            room_kind=draw(st.sampled_from([None, None, "lab"])),
            equipment=draw(st.sampled_from([frozenset(), frozenset(), frozenset({"projector"})])),
            meetings=draw(st.sampled_from([0, 1, 2, 4])),
        )
        for own in ids
    )
    return Problem(
        grid=Grid(
            days,
            periods,
            4,
            closed=frozenset(draw(st.sets(moments, max_size=1))),
            evening=frozenset({periods}),
            untaught=draw(some_days),
        ),
        demands=demands,
        rooms=rooms,
        instructors=tuple(
            Instructor(
                name,
                draw(busy),
                unwanted=draw(busy),
                most_per_day=draw(st.sampled_from([None, None, 2])),
                most_per_week=draw(st.sampled_from([None, None, 3])),
                unauthorised=draw(some_days),
            )
            for name in ("T1", "T2")
        ),
        groups=tuple(Group(name, draw(busy)) for name in ("G1", "G2", "G3")),
        near=tuple(
            Placement(own, draw(st.integers(1, days)), draw(st.integers(1, periods)), "R0")
            for own in draw(st.sets(st.sampled_from([*ids, "gone"]), max_size=2))
        ),
        travel=draw(st.sampled_from([(), (way(periods),)])),
        weights=draw(st.sampled_from([Weights(), OTHER_WEIGHTS])),
        comfortable_periods=draw(st.integers(0, 2)),
    )
