"""Random numbers in compiled code."""

from __future__ import annotations

from typing import Any

import numpy as np

from courses.timetable.solver.annealing.compiling import part
from courses.timetable.solver.annealing.instance import Number

# What a random number between 0 and 1 allows: at temperature t a cost of t × -log(number).
ALLOWANCES = -np.log((np.arange(4096) + 0.5) / 4096)

_LOW = np.uint64(0xFFFFFFFF)
_STEP = np.uint64(0x9E3779B97F4A7C15)
_FIRST, _SECOND = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)
_BITS27, _BITS30, _BITS31, _BITS32 = np.uint64(27), np.uint64(30), np.uint64(31), np.uint64(32)


@part
def draw(state: Any) -> np.uint64:
    """64 random bits (splitmix64) from ``state.random``."""
    state.random[0] += _STEP
    bits = state.random[0]
    bits = (bits ^ (bits >> _BITS30)) * _FIRST
    bits = (bits ^ (bits >> _BITS27)) * _SECOND
    return bits ^ (bits >> _BITS31)


@part
def below(bits: np.uint64, bound: Number) -> Number:
    """A number from 0 to ``bound`` - 1 out of the low 32 bits."""
    return np.int64(((bits & _LOW) * np.uint64(bound)) >> _BITS32)
