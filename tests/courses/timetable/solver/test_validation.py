"""Defects of a problem are found before anything is searched."""

from dataclasses import replace

import pytest

from courses.timetable.solver.placement import Placement
from courses.timetable.solver.problem import BusyTime, Grid, Room
from courses.timetable.solver.sample import sample_problem
from courses.timetable.solver.validation import Defect, DefectKind, defects
from courses.timetable.weeks import every_week

from .problems import demand, problem


def test_defects_of_a_sound_problem_are_none():
    assert defects(sample_problem(classes=5)) == []


@pytest.mark.parametrize(
    ("given", "defect"),
    [
        (
            problem(grid=Grid(days=0, periods_per_day=2, weeks=4)),
            Defect(DefectKind.EMPTY_GRID, "grid"),
        ),
        (
            problem(grid=Grid(2, 2, 4, frozenset({(3, 1)}))),
            Defect(DefectKind.CLOSED_OUTSIDE_GRID, "grid", "3/1"),
        ),
        (
            problem(demand("A"), demand("A")),
            Defect(DefectKind.DUPLICATE_ID, "A", "2"),
        ),
        (
            problem(rooms=(Room("R1", "east", 50, (BusyTime(1, 9, 1),)),)),
            Defect(DefectKind.BUSY_OUTSIDE_GRID, "R1", "1/9"),
        ),
        (
            problem(demand("A", instructor="T1"), instructors=()),
            Defect(DefectKind.UNKNOWN_INSTRUCTOR, "A", "T1"),
        ),
        (
            problem(demand("A", groups=("G1",)), groups=()),
            Defect(DefectKind.UNKNOWN_GROUP, "A", "G1"),
        ),
        (
            problem(demand("A", apart_from=("B",))),
            Defect(DefectKind.UNKNOWN_SIBLING, "A", "B"),
        ),
        (
            problem(demand("A", apart_from=("A",))),
            Defect(DefectKind.APART_FROM_ITSELF, "A"),
        ),
        (problem(demand("A", periods=0)), Defect(DefectKind.PERIODS_OUT_OF_RANGE, "A", "0")),
        (problem(demand("A", periods=5)), Defect(DefectKind.PERIODS_OUT_OF_RANGE, "A", "5")),
        (problem(demand("A", weeks=0)), Defect(DefectKind.NO_WEEKS, "A")),
        (
            problem(demand("A", weeks=every_week(1, 5))),
            Defect(DefectKind.WEEKS_PAST_TERM, "A", "5"),
        ),
        (problem(demand("A", size=-1)), Defect(DefectKind.NEGATIVE_SIZE, "A", "-1")),
    ],
)
def test_defects_finds_each_kind(given, defect):
    assert defects(given) == [defect]


def test_defects_finds_a_lock_of_a_demand_that_does_not_exist():
    given = replace(problem(demand("A")), locked=(Placement("Z", 1, 1, "R1"),))
    found = defects(given)
    assert [(defect.kind, defect.subject) for defect in found] == [(DefectKind.WRONG_LOCK, "Z")]
