"""News about pages, for slices above this one."""

from django.dispatch import Signal

# Sends `page`: the HomePage of an institution or a province that has just been made.
home_page_created = Signal()
