"""How the grades of a sheet are spread."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from assessments.grading.enums import GradeStatus
from assessments.grading.scales.rounding import round_half_up

# Ranges to look at, not grades: they decide nothing.
_FLOORS = (90, 80, 70, 60, 0)


@dataclass(frozen=True, slots=True)
class Share:
    """A range of totals or a status; `percent` is of all students, rounded to a whole number."""

    label: str
    count: int
    percent: int


@dataclass(frozen=True, slots=True)
class Distribution:
    """`average` is of the totals there are, to one decimal place; None without any."""

    shares: list[Share]
    students: int
    average: Decimal | None
    passed: int


def distribution_of(
    grades: Iterable[tuple[str, Decimal | None]], *, pass_mark: Decimal
) -> Distribution:
    """Count (status, total) pairs by ranges of ten, by status, and those still without either."""
    pairs = list(grades)
    totals = [total for _status, total in pairs if total is not None]
    shares, above = [], Decimal(101)
    for floor in _FLOORS:
        count = sum(floor <= total < above for total in totals)
        top = 100 if floor == _FLOORS[0] else int(above) - 1
        label = f"{floor}–{top}" if floor else _("below %(mark)s") % {"mark": _FLOORS[-2]}
        shares.append(_share(label, count, len(pairs)))
        above = Decimal(floor)
    for status in GradeStatus:
        if status != GradeStatus.NORMAL:
            count = sum(found == status for found, _total in pairs)
            if count:
                shares.append(_share(str(status.label), count, len(pairs)))
    if unfinished := sum(s == GradeStatus.NORMAL and total is None for s, total in pairs):
        shares.append(_share(_("not complete"), unfinished, len(pairs)))
    return Distribution(
        shares=shares,
        students=len(pairs),
        average=round_half_up(sum(totals, Decimal(0)) / len(totals), 1) if totals else None,
        passed=sum(total >= pass_mark for total in totals),
    )


def _share(label: str, count: int, of: int) -> Share:
    return Share(label, count, int(round_half_up(Decimal(100 * count) / of, 0)) if of else 0)
