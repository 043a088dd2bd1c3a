"""News about the timetable, for slices and apps above this one."""

from django.dispatch import Signal

# Sent inside the transaction, with `publication` and `difference`: these meetings changed, came or
# went.
timetable_published = Signal()
