"""Ranges of a recording: whole milliseconds of content, each [from, to) without `to`.

A set of ranges is kept sorted, without overlaps and without neighbours that touch, so equal sets
are equal values. Adding is a union: the same ranges again, or in another order, change nothing.
That is what makes a resent report harmless.
"""

from collections.abc import Iterable

Range = tuple[int, int]
Ranges = tuple[Range, ...]


def merge(ranges: Iterable[Range]) -> Ranges:
    """The set of all moments that lie in one of `ranges`; empty ones vanish."""
    merged: list[Range] = []
    for start, end in sorted(one for one in ranges if one[0] < one[1]):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)


def add(seen: Iterable[Range], more: Iterable[Range]) -> Ranges:
    """The moments of either."""
    return merge([*seen, *more])


def total(ranges: Iterable[Range]) -> int:
    """Milliseconds that lie in one of `ranges`; what lies in several counts once."""
    return sum(end - start for start, end in merge(ranges))
