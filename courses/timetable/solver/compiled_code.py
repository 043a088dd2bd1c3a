"""Where code that numba has compiled is kept for the next process."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from tempfile import TemporaryFile

import numba
from numba.core import config


def cache_directory(name: str, sources: Iterable[Path], *, beside: Path) -> Path | None:
    """A directory of ours that can be written, called ``name`` and by what ``sources`` say; None if
    there is none. ``beside`` is the folder of the sources.

    numba looks at the date of one file only and would keep yesterday's code of another that is
    compiled into it; and it raises where an installation can't be written and its user has no home.
    Directories that other users can write are no choice: what is found there is run.
    """
    digest = hashlib.sha256(numba.__version__.encode())
    for source in sorted(sources):
        digest.update(source.read_bytes())
    for root in _roots(beside):
        directory = root / f"{name}-{digest.hexdigest()[:16]}"
        try:
            directory.mkdir(mode=0o700, parents=True, exist_ok=True)
            with TemporaryFile(dir=directory):
                return directory
        except OSError:
            continue
    return None


def keep_in(directory: Path | None) -> bool:
    """Tell numba where to keep what is compiled next; False if it can't be kept."""
    if directory is not None:
        # numba gives its settings their names while it is imported, so no checker knows them.
        config.CACHE_DIR = str(directory)  # type: ignore[attr-defined]
    return directory is not None


def _roots(beside: Path) -> Iterator[Path]:
    yield beside / "__pycache__"
    if os.environ.get("XDG_CACHE_HOME"):
        yield Path(os.environ["XDG_CACHE_HOME"]) / "qihang"
    elif os.environ.get("HOME"):
        yield Path(os.environ["HOME"]) / ".cache" / "qihang"
