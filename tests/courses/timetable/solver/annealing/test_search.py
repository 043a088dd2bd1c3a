"""The search over processes: repeatable with moves, stoppable, honest about what it has."""

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from courses.timetable.solver.annealing.lectures import Lectures
from courses.timetable.solver.annealing.search import Search
from courses.timetable.solver.annealing.start import NoRoomForAll, first_plan
from courses.timetable.solver.itc2007.compile import compile_arrays
from courses.timetable.solver.itc2007.model import Course, Room
from courses.timetable.solver.itc2007.reader import parse_instance

from ..itc2007.instances import TOY

INSTANCE = parse_instance(TOY)
# One seat short for somebody, so that the search never ends early with a cost of 0.
CROWDED = compile_arrays(replace(INSTANCE, rooms=(Room("Attic", 32), Room("Barn", 41))))


def test_the_same_seed_workers_and_moves_give_the_same_plan():
    one, other = (
        Search(Lectures(CROWDED), seed=4, workers=2, moves=40_000).run() for _ in range(2)
    )
    assert one.plan.slots.tolist() == other.plan.slots.tolist()
    assert one.plan.rooms.tolist() == other.plan.rooms.tolist()
    assert (one.plan.cost, one.moves) == (other.plan.cost, other.moves)


def test_a_plan_that_costs_nothing_ends_the_search():
    outcome = Search(Lectures(compile_arrays(INSTANCE)), seed=1, workers=1, seconds=60).run()
    assert outcome.plan.cost == 0
    assert outcome.seconds < 30


def test_a_search_that_is_stopped_has_its_best_plan():
    told = []
    outcome = Search(
        Lectures(CROWDED),
        seed=1,
        workers=1,
        seconds=60,
        improved=told.append,
        stopped=lambda: bool(told),
    ).run()
    assert outcome.stopped
    assert outcome.plan.cost == told[-1].cost
    assert outcome.seconds < 30


def test_improvements_are_told_in_order():
    told = []
    outcome = Search(Lectures(CROWDED), seed=1, workers=1, moves=50_000, improved=told.append).run()
    costs = [one.cost for one in told]
    assert costs == sorted(set(costs), reverse=True)
    assert costs[-1] == outcome.plan.cost


def test_lectures_that_never_fit_are_found_before_the_search():
    full = replace(
        INSTANCE,
        courses=(Course("Drawing", "Ochs", 2, 1, 1), *INSTANCE.courses[1:]),
        unavailable=frozenset(
            ("Drawing", day, period)
            for day in range(3)
            for period in range(4)
            if (day, period) != (0, 0)
        ),
        rooms=(Room("Barn", 50),),
    )
    with pytest.raises(NoRoomForAll):
        Search(Lectures(compile_arrays(full)), seed=1, workers=1, moves=10).run()


def test_the_first_plan_moves_others_on_where_places_are_short():
    # Both lectures of Weaving can only be where others, placed as freely, may already be.
    short = replace(
        INSTANCE,
        days=1,
        periods_per_day=6,
        unavailable=frozenset({("Drawing", 0, period) for period in range(3, 6)}),
        curricula=(),
    )
    arrays = compile_arrays(short)
    for seed in range(20):
        slots, rooms = first_plan(arrays, seed=seed)
        assert len(set(zip(slots.tolist(), rooms.tolist(), strict=True))) == 12
        assert all(
            arrays.allowed[kind, slot] for kind, slot in zip(arrays.kind_of, slots, strict=True)
        )


def test_seconds_and_moves_exclude_each_other():
    with pytest.raises(ValueError, match="either seconds or moves"):
        Search(Lectures(CROWDED), seed=1, workers=1, seconds=1, moves=1)


def test_workers_that_end_before_they_are_ready_are_no_endless_wait(tmp_path):
    # A program without the guard of its main module: a worker runs it again and ends there.
    program = tmp_path / "program.py"
    program.write_text(
        "import numpy as np\n"
        "from courses.timetable.solver.annealing.workers import WorkerDied, Workers\n"
        "class Large:\n"
        "    array = np.zeros(1_000_000)\n"
        "    def __reduce__(self):\n"
        "        return (np.array, (np.zeros(1_000_000),))\n"
        "try:\n"
        "    with Workers(Large(), 1):\n"
        "        pass\n"
        "except WorkerDied as error:\n"
        "    print(error)\n",
        encoding="utf-8",
    )
    ended = subprocess.run(
        [sys.executable, str(program)],
        capture_output=True,
        text=True,
        timeout=60,
        env={**os.environ, "PYTHONPATH": str(Path.cwd())},
    )
    assert "worker 0 did not start" in ended.stdout
