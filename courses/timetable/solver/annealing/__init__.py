"""A compiled local search over plain arrays: events of kinds, slots, rooms.

`instance` is what is given, `state` a plan with all its counts, `deltas` what a move costs,
`moves` carries moves out, `kernel` anneals, `schedule` chooses temperatures, `worker` repeats and
restarts, `workers` runs several processes. Knows nothing of any file format or database.
"""
