"""News about watching, for the apps above."""

from django.dispatch import Signal

# Sent inside the transaction of the report, with `user`, `media` (LibraryMedia) and `watched_ms`:
# the person has now seen so much of it, more than before.
watched = Signal()
