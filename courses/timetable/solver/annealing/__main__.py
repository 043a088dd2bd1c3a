"""``python -m courses.timetable.solver.annealing`` compiles the search ahead of its first use."""

from __future__ import annotations

import sys

from courses.timetable.solver.annealing.compiling import cache_directory
from courses.timetable.solver.annealing.cooling import compile_search
from courses.timetable.solver.annealing.instance import Kind, Weights, compile_instance

if __name__ == "__main__":
    if cache_directory() is None:
        sys.stdout.write("Compiled code can't be kept: the search compiles at every start.\n")
    else:
        compile_search(
            compile_instance(
                slot_days=[0],
                kinds=[Kind(events=1, slots=[0], room_costs=[0])],
                conflicts=[],
                groups=[[0]],
                weights=Weights(days=1, isolation=1, rooms=1),
                rooms=1,
            )
        )
