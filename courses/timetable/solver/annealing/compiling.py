"""How the search is compiled, and where the compiled code is kept."""

from __future__ import annotations

from pathlib import Path
from typing import Any, TypeVar, cast

import numba

from courses.timetable.solver import compiled_code

HERE = Path(__file__).parent

Function = TypeVar("Function")

# Without numba's reference counts: every look at an array of the state would count it up and
# down, which takes most of the time. Compiled functions must then make no arrays of their own.
_OPTIONS: dict[str, Any] = {"_nrt": False}


def part(function: Function) -> Function:
    """A function that only compiled functions call, put into each of them."""
    return cast(Function, numba.njit(forceinline=True, **_OPTIONS)(function))


def kept(function: Function) -> Function:
    """A function that Python calls; its code is kept for the next process, if it can be."""
    keeps = compiled_code.keep_in(cache_directory())
    return cast(Function, numba.njit(cache=keeps, **_OPTIONS)(function))


def cache_directory() -> Path | None:
    sources = (*HERE.glob("*.py"), *(HERE.parent / "patterns").glob("*.py"))
    return compiled_code.cache_directory("annealing", sources, beside=HERE)
