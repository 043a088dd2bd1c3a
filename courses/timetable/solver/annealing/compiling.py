"""How the search is compiled, and where the compiled code is kept."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any, TypeVar, cast

import numba
from numba.core import config

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
    return cast(Function, numba.njit(cache=_keep_compiled_code(), **_OPTIONS)(function))


def cache_directory() -> Path | None:
    """A directory of ours that can be written, named by what is compiled; None if there is none.

    numba looks at the date of one file only and would keep code of yesterday's `deltas`; and it
    raises where an installation can't be written and its user has no home. Directories that
    other users can write are no choice: what is found there is run.
    """
    digest = hashlib.sha256(numba.__version__.encode())
    for source in sorted([*HERE.glob("*.py"), *(HERE.parent / "patterns").glob("*.py")]):
        digest.update(source.read_bytes())
    for root in _roots():
        directory = root / f"annealing-{digest.hexdigest()[:16]}"
        try:
            directory.mkdir(mode=0o700, parents=True, exist_ok=True)
            with TemporaryFile(dir=directory):
                return directory
        except OSError:
            continue
    return None


def _roots() -> Iterator[Path]:
    yield HERE / "__pycache__"
    if os.environ.get("XDG_CACHE_HOME"):
        yield Path(os.environ["XDG_CACHE_HOME"]) / "qihang"
    elif os.environ.get("HOME"):
        yield Path(os.environ["HOME"]) / ".cache" / "qihang"


def _keep_compiled_code() -> bool:
    """Tell numba where to keep code; False if it has to be compiled at every start."""
    directory = cache_directory()
    if directory is not None:
        config.CACHE_DIR = str(directory)  # type: ignore[attr-defined]
    return directory is not None
