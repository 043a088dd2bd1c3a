"""Costs that are carried along from move to move are those that `cost` and `checker` find anew."""

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from courses.timetable.solver.annealing.tasks import NONE_YET
from courses.timetable.solver.annealing.walk import BEST_SOFT, CLASHES, SOFT
from courses.timetable.solver.checker import check_placements
from courses.timetable.solver.cost import measure, total
from courses.timetable.solver.options import find_options
from courses.timetable.solver.patterns.compile import compile_problem
from courses.timetable.solver.patterns.kernel import SHARES, anneal
from courses.timetable.solver.patterns.landscape import Patterns
from courses.timetable.solver.sample import sample_problem

from ..problems import small_problems

# The first example may compile the kernel.
compiled = settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow])
MIXES = [(SHARES, 0, 0), (0, SHARES, 0), (0, 0, 0), (0, 0, SHARES), (64, 64, 64)]


def moved(problem, seed, mix, *, temperature=20.0, weight=5.0, moves=300):
    """Some hundred random moves; hot and with light clashes, so that many are carried out."""
    options = find_options(problem)
    assume(options.rooms)
    found = compile_problem(problem, options, options.rooms)
    walk = Patterns(found.arrays).walk(None, seed=seed)
    anneal(found.arrays, walk.state, temperature, weight, moves, *mix)
    return found, walk.state


@compiled
@given(small_problems(), st.integers(0, 2**32), st.sampled_from(MIXES))
def test_costs_after_random_moves_are_those_of_the_plan(problem, seed, mix):
    found, state = moved(problem, seed, mix)
    placements = found.placements(state.slot, state.room)
    assert state.totals[SOFT] == total(measure(problem, placements), problem.weights)
    # The weekly limit is not the kernel's to keep: it lies with which demands are asked for.
    broken = [one for one in check_placements(problem, placements) if "weekly" not in one.kind]
    assert (state.totals[CLASHES] == 0) == (broken == [])


@compiled
@given(small_problems(), st.integers(0, 2**32), st.sampled_from(MIXES))
def test_all_counts_after_random_moves_are_those_of_the_plan(problem, seed, mix):
    found, state = moved(problem, seed, mix)
    there = Patterns(found.arrays).at(state.slot, state.room, seed=0).state
    for name in ("room_used", "taught", "day_mask", "day_load", "evenings", "load"):
        np.testing.assert_array_equal(getattr(state, name), getattr(there, name), err_msg=name)
    assert tuple(state.totals[:2]) == tuple(there.totals[:2])


@compiled
@given(small_problems(), st.integers(0, 2**32))
def test_the_best_plan_is_kept_with_its_cost(problem, seed):
    found, state = moved(problem, seed, (64, 64, 64))
    assume(state.totals[BEST_SOFT] < NONE_YET)
    placements = found.placements(state.best_slot, state.best_room)
    assert state.totals[BEST_SOFT] == total(measure(problem, placements), problem.weights)
    assert not [one for one in check_placements(problem, placements) if "weekly" not in one.kind]


@compiled
@given(small_problems(), st.integers(0, 2**32))
def test_no_plan_is_below_the_lower_bound(problem, seed):
    found, state = moved(problem, seed, (64, 64, 64), temperature=1.0)
    assume(state.totals[BEST_SOFT] < NONE_YET)
    assert state.totals[BEST_SOFT] >= Patterns(found.arrays).lower_bound()


@pytest.mark.parametrize("mix", MIXES)
def test_every_kind_of_move_is_carried_out(mix):
    problem = sample_problem(classes=10)
    options = find_options(problem)
    found = compile_problem(problem, options, options.rooms)
    walk = Patterns(found.arrays).walk(None, seed=1)
    assert anneal(found.arrays, walk.state, 50.0, 5.0, 2_000, *mix) > 100
