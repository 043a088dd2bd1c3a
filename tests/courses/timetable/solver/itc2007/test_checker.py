"""The checker counts by the competition's rules; each figure here was counted by hand."""

from dataclasses import replace

import pytest

from courses.timetable.solver.itc2007.checker import check
from courses.timetable.solver.itc2007.model import Lecture
from courses.timetable.solver.itc2007.reader import parse_instance

from .instances import RIGHT, TOY

INSTANCE = parse_instance(TOY)


def changed(old, new):
    return [new if lecture == old else lecture for lecture in RIGHT]


def test_a_right_plan_costs_nothing():
    assert str(check(INSTANCE, RIGHT)) == (
        "hard=0 cost=0 room_capacity=0 min_days=0 compactness=0 stability=0"
    )


def test_students_without_a_seat_and_a_second_room_cost_one_each():
    score = check(
        INSTANCE, changed(Lecture("Optics", "Barn", 0, 2), Lecture("Optics", "Attic", 0, 2))
    )
    assert (score.hard, score.room_capacity, score.stability, score.cost) == (0, 10, 1, 11)


def test_a_missing_day_costs_five():
    score = check(
        INSTANCE, changed(Lecture("Drawing", "Attic", 2, 0), Lecture("Drawing", "Attic", 1, 3))
    )
    assert (score.hard, score.min_days, score.cost) == (0, 5, 5)


def test_a_period_with_none_beside_it_costs_two():
    # Second then attends only Optics on day 1, and only Weaving on day 2.
    score = check(
        INSTANCE, changed(Lecture("Weaving", "Barn", 1, 0), Lecture("Weaving", "Barn", 2, 3))
    )
    assert (score.hard, score.compactness, score.cost) == (0, 4, 4)


def test_periods_on_either_side_of_midnight_are_not_neighbours():
    lectures = [Lecture("Weaving", "Barn", 0, 2), Lecture("Weaving", "Barn", 1, 0)]
    only = replace(
        INSTANCE,
        courses=tuple(course for course in INSTANCE.courses if course.id == "Weaving"),
        curricula=(replace(INSTANCE.curricula[1], courses=("Weaving",)),),
        periods_per_day=3,
    )
    assert check(only, lectures).compactness == 4


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        (
            Lecture("Weaving", "Barn", 0, 0),
            Lecture("Weaving", "Attic", 0, 0),
            "Drawing and Weaving are both in room Attic on day 0 in period 0",
        ),
        (
            Lecture("Weaving", "Barn", 0, 0),
            Lecture("Weaving", "Attic", 1, 2),
            "Statics and Weaving have the same teacher on day 1 in period 2",
        ),
        (
            Lecture("Weaving", "Barn", 0, 0),
            Lecture("Weaving", "Attic", 0, 1),
            "Optics and Weaving have the same curriculum Second on day 0 in period 1",
        ),
        (
            Lecture("Weaving", "Barn", 0, 0),
            Lecture("Weaving", "Attic", 1, 0),
            "two lectures of Weaving are on day 1 in period 0",
        ),
        (
            Lecture("Weaving", "Barn", 0, 0),
            Lecture("Weaving", "Barn", 0, 3),
            "Weaving is not available on day 0 in period 3",
        ),
        (
            Lecture("Weaving", "Barn", 0, 0),
            Lecture("Weaving", "Barn", 3, 0),
            "there is no period 0 on day 3",
        ),
        (
            Lecture("Weaving", "Barn", 0, 0),
            Lecture("Weaving", "Hut", 0, 0),
            "room 'Hut' is unknown",
        ),
        (Lecture("Weaving", "Barn", 0, 0), Lecture("Art", "Barn", 0, 0), "course 'Art' is unknown"),
    ],
)
def test_each_broken_rule_is_said(old, new, sentence):
    assert sentence in check(INSTANCE, changed(old, new)).violations


def test_every_missing_lecture_counts():
    score = check(INSTANCE, RIGHT[3:])
    assert score.violations == ("Drawing has 0 lectures instead of 3",) * 3
