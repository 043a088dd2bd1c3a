"""Times of recordings."""

from django import template

register = template.Library()


@register.filter
def clock(seconds: float) -> str:
    """65.2 → 01:05, 3725 → 1:02:05."""
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes:02}:{rest:02}"
