"""What is due, what was settled, and the lines between the two. Whole hours and decimals only."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

NOTHING = Decimal("0.00")


@dataclass(frozen=True)
class Paid:
    """Hours and yuan of one meeting, in whatever number of lines."""

    hours: int
    amount: Decimal


@dataclass(frozen=True)
class Difference:
    """What one meeting adds to the next statement; negative where too much was settled."""

    hours: int
    amount: Decimal
    is_correction: bool


def differences(due: Mapping[int, Paid], settled: Mapping[int, Paid]) -> dict[int, Difference]:
    """{meeting: what is still to be paid for it}; meetings that are as they were settled are left
    out. A meeting that is in `settled` only is due nothing any more."""
    found = {}
    for meeting in (*due, *(one for one in settled if one not in due)):
        wanted = due.get(meeting, Paid(0, NOTHING))
        before = settled.get(meeting)
        if before is None:
            found[meeting] = Difference(wanted.hours, wanted.amount, is_correction=False)
        elif before != wanted:
            found[meeting] = Difference(
                wanted.hours - before.hours, wanted.amount - before.amount, is_correction=True
            )
    return found


def rounded(exact: Decimal, step: Decimal) -> Decimal:
    """To the nearest multiple of `step`, halves away from zero, with two decimals."""
    multiples = (exact / step).quantize(Decimal(1), rounding=ROUND_HALF_UP)
    return (multiples * step).quantize(NOTHING)
