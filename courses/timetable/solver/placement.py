"""Where and when one demand meets, in all the weeks of its pattern."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Placement:
    """``day`` is the ISO weekday (1 = Monday), ``start`` the first period, counted from 1."""

    demand: str
    day: int
    start: int
    room: str
