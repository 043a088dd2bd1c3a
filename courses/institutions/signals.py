"""News about people's places, for apps above this one."""

from django.dispatch import Signal

# Both send `role`: the Role that was granted, or that is about to go.
role_granted = Signal()
role_withdrawn = Signal()
