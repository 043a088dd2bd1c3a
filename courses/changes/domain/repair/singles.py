"""Single students, as the solver's repair sees them."""

import datetime
from collections import Counter, defaultdict
from collections.abc import Iterable

from courses.teaching.domain.single_students import SingleStudents
from courses.timetable.domain.busy_times import BusyPeriod
from courses.timetable.enums import ResourceKind


def singles_between(singles: SingleStudents) -> dict[tuple[str, str], int]:
    """By pair of teaching classes (pk as text) how many sit in both."""
    found: Counter[tuple[str, str]] = Counter()
    for one, sitting in singles.sitting.items():
        for other, students in sitting.items():
            # Read from both sides if both classes still have meetings to come.
            found[str(min(one, other)), str(max(one, other))] = len(students)
    return dict(found)


def singles_taken(
    singles: SingleStudents, busy: Iterable[BusyPeriod]
) -> dict[tuple[str, datetime.date, int], frozenset[str]]:
    """By teaching class, date and period: students whose own administrative class has something
    else then."""
    coming: dict[int, list[tuple[int, list[int]]]] = defaultdict(list)
    for teaching_class, homes in singles.homes.items():
        for home, students in homes.items():
            coming[home].append((teaching_class, students))
    found: dict[tuple[str, datetime.date, int], set[str]] = defaultdict(set)
    for one in busy:
        if one.kind == ResourceKind.ADMINISTRATIVE_CLASS:
            for teaching_class, students in coming.get(one.resource_id, ()):
                found[str(teaching_class), one.date, one.period].update(map(str, students))
    return {key: frozenset(students) for key, students in found.items()}
