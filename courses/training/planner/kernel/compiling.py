"""How the search is compiled, and where the compiled code is kept."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar, cast

import numba

from courses.timetable.solver import compiled_code

HERE = Path(__file__).parent

Function = TypeVar("Function")


def cache_directory() -> Path | None:
    return compiled_code.cache_directory("planner", HERE.glob("*.py"), beside=HERE)


def kept(function: Function) -> Function:
    """Its code is kept for the next process, if it can be."""
    keeps = compiled_code.keep_in(cache_directory())
    return cast(Function, numba.njit(cache=keeps)(function))
