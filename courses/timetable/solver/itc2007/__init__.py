"""The public benchmark: curriculum-based course timetabling of ITC-2007 (track 3), as UD2.

`reader` reads the competition's .ctt files, `compile` hands them to the engine in `annealing`,
`checker` judges what was written, `benchmark` runs a folder. Run one file with
``python -m courses.timetable.solver.itc2007 FILE.ctt``.
"""
