"""News about teaching classes, for slices and apps above this one."""

from django.dispatch import Signal

# Sent inside the transaction, with `teaching_class`, `staff` and `valid_from`: this person teaches
# the class from that day. A receiver that can't follow raises ValidationError, and nothing changes.
instructor_assigned = Signal()
