"""``python -m courses.timetable.solver`` compiles the searches ahead of their first use."""

from __future__ import annotations

import sys

from courses.timetable.solver.annealing.compiling import cache_directory
from courses.timetable.solver.annealing.instance import Kind, Weights, compile_instance
from courses.timetable.solver.annealing.lectures import Lectures
from courses.timetable.solver.improving import prepare

if __name__ == "__main__":
    if cache_directory() is None:
        sys.stdout.write("Compiled code can't be kept: the search compiles at every start.\n")
    else:
        lectures = compile_instance(
            slot_days=[0],
            kinds=[Kind(events=1, slots=[0], room_costs=[0])],
            conflicts=[],
            groups=[[0]],
            weights=Weights(days=1, isolation=1, rooms=1),
            rooms=1,
        )
        Lectures(lectures).prepare()
        prepare()
