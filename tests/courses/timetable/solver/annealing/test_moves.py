"""Costs that are carried along from move to move are those that the checker counts anew."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from courses.timetable.solver.annealing.kernel import SHARES, anneal
from courses.timetable.solver.annealing.start import NoRoomForAll, first_plan
from courses.timetable.solver.annealing.state import full_totals, new_state
from courses.timetable.solver.annealing.tasks import NONE_YET
from courses.timetable.solver.annealing.walk import BEST_SOFT, CLASHES, SOFT
from courses.timetable.solver.itc2007.checker import check
from courses.timetable.solver.itc2007.compile import compile_arrays, lectures_of
from courses.timetable.solver.itc2007.reader import parse_instance

from ..itc2007.instances import TOY, instances

# The first example may compile the kernel.
compiled = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
MIXES = [(SHARES, 0, 0), (0, SHARES, 0), (0, 0, 0), (0, 0, SHARES), (64, 64, 64)]


def started(instance, seed):
    arrays = compile_arrays(instance)
    try:
        plan = first_plan(arrays, seed=seed)
    except NoRoomForAll:
        return arrays, None
    return arrays, new_state(arrays, *plan, seed=seed)


def moved(instance, seed, mix, *, temperature=20.0, weight=5.0):
    """Some hundred random moves; hot and with light clashes, so that many are carried out."""
    arrays, state = started(instance, seed)
    if state is not None:
        anneal(arrays, state, temperature, weight, 300, *mix)
    return arrays, state


@compiled
@given(instances(), st.integers(0, 2**32), st.sampled_from(MIXES))
def test_costs_after_random_moves_are_the_checkers(instance, seed, mix):
    _, state = moved(instance, seed, mix)
    if state is None:
        return
    score = check(instance, lectures_of(instance, state.slot, state.room))
    assert (state.totals[CLASHES], state.totals[SOFT]) == (score.hard, score.cost)


@compiled
@given(instances(), st.integers(0, 2**32), st.sampled_from(MIXES))
def test_all_counts_after_random_moves_are_those_of_the_plan(instance, seed, mix):
    arrays, state = moved(instance, seed, mix)
    if state is None:
        return
    anew = new_state(arrays, state.slot, state.room, seed=0)
    for name in (
        "occupant",
        "rivals",
        "attended",
        "day_mask",
        "kind_day",
        "kind_room",
        "days_used",
        "in_chain",
    ):
        np.testing.assert_array_equal(getattr(state, name), getattr(anew, name), err_msg=name)
    assert tuple(state.totals[:2]) == full_totals(arrays, state)


@compiled
@given(instances(), st.integers(0, 2**32))
def test_the_best_plan_is_kept_with_its_cost(instance, seed):
    _, state = moved(instance, seed, (64, 64, 64))
    if state is None or state.totals[BEST_SOFT] == NONE_YET:
        return
    score = check(instance, lectures_of(instance, state.best_slot, state.best_room))
    assert (score.hard, score.cost) == (0, state.totals[BEST_SOFT])


@pytest.mark.parametrize("seed", range(3))
def test_chains_keep_a_plan_without_clashes_free_of_them(seed):
    instance = parse_instance(TOY)
    arrays, state = started(instance, seed)
    anneal(arrays, state, 0.5, 50.0, 50_000, 64, 64, 0)
    assert state.totals[CLASHES] == 0
    done = anneal(arrays, state, 50.0, 50.0, 2_000, 0, 0, SHARES)
    assert done > 0
    assert check(instance, lectures_of(instance, state.slot, state.room)).hard == 0
