"""Writes the competition's solution format: one lecture a line, ``course room day period``."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from tempfile import NamedTemporaryFile

from courses.timetable.solver.itc2007.model import Lecture


def format_solution(lectures: Iterable[Lecture]) -> str:
    return "".join(f"{one.course} {one.room} {one.day} {one.period}\n" for one in lectures)


def write_solution(path: Path, lectures: Iterable[Lecture]) -> None:
    """Replace the file as a whole: a reader sees the old plan or the new one, never a half."""
    with NamedTemporaryFile(
        "w", encoding="utf-8", dir=path.parent, prefix=f".{path.name}.", delete=False
    ) as file:
        temporary = Path(file.name)
        try:
            file.write(format_solution(lectures))
            file.flush()
            os.fsync(file.fileno())
        except BaseException:
            temporary.unlink()
            raise
    temporary.chmod(0o644)
    temporary.replace(path)
