"""Mends a timetable after something went wrong, changing as few meetings as can be.

`problem` is what happened to dated meetings, `search.repair` answers it, `checker.check` judges the
answer and shares no code with the search. `weekly` does the same for weekly times of a plan to
which a class was added. Plain Python: imports no Django; only the searches load ortools.
"""
