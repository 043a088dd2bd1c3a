"""News about the timetable, for slices and apps above this one."""

from django.dispatch import Signal

# Sent inside the transaction, with `publication` and `concerned`: by the primary key of each class
# of which a meeting changed, came or went, how many and whose they were and are.
timetable_published = Signal()
