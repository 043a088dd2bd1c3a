"""Counting how often somebody asks, to slow those who ask without end."""

from time import time

from django.core.cache import cache


def seconds_to_wait(what: str, who: str, *, limit: int, seconds: int) -> int:
    """Count one more request of `who` for `what`; 0 when it is one of the first `limit` in this
    window of `seconds` (at most 300), else how long until the next window begins.

    Two windows that meet let through twice the limit at most. Without atomic counting in the
    cache (the embedded default) a few simultaneous requests may count as one.
    """
    now = time()
    window = int(now // seconds)
    key = f"rate:{what}:{who}:{window}"
    if cache.add(key, 1, timeout=2 * seconds):
        count = 1
    else:
        try:
            count = cache.incr(key)
        except ValueError:  # expired or evicted just now
            count = 1
    return 0 if count <= limit else max(1, int((window + 1) * seconds - now) + 1)
