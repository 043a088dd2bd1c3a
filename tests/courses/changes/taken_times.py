"""Times that administrative classes have other courses at."""

from collections.abc import Collection
from typing import Any

from courses.timetable.models import BusyTime
from tests.factories.changes import Published

STARTS = (1, 3, 5, 7, 9)


def take(world: Published, group: Any, *, but_for: Collection[tuple[int, int]]) -> None:
    """The administrative class has other courses at all times of the week but these."""
    BusyTime.objects.bulk_create(
        BusyTime(
            institution=world.institution,
            term=world.term,
            administrative_class=group,
            weekday=weekday,
            first_period=first,
            periods=2,
            weeks=(1 << world.term.weeks) - 1,
            reason="高等数学",
            source="公共课",
        )
        for weekday in range(1, 8)
        for first in STARTS
        if (weekday, first) not in but_for
    )
