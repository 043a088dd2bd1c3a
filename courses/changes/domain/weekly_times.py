"""The weekly times of a class as news keeps them: numbers and names, put into words when read."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any, NamedTuple

from courses.timetable.models import Slot
from courses.timetable.weeks import format_weeks
from courses.timetable.wording import periods_text, weekday_text


class WeeklyTime(NamedTuple):
    weekday: int
    first_period: int
    periods: int
    weeks: int
    campus: str
    room: str
    instructor: str

    @property
    def said(self) -> str:
        """周一 第1–2节 1–16周 主校区 A101 陈卫东"""
        return " ".join(
            (
                weekday_text(self.weekday),
                periods_text(self.first_period, self.periods),
                format_weeks(self.weeks),
                f"{self.campus} {self.room}",
                self.instructor,
            )
        )


def weekly_times(version: int, classes: Iterable[int]) -> dict[int, list[WeeklyTime]]:
    """Of a version of the timetable, by the primary keys of the classes; one query."""
    found: dict[int, list[WeeklyTime]] = defaultdict(list)
    rows: Any = (
        Slot.objects.filter(version=version, teaching_class__in=list(classes))
        .order_by("teaching_class", "weekday", "first_period", "pk")
        .values_list(
            "teaching_class",
            *("weekday", "first_period", "periods", "weeks"),
            *("room__campus__name", "room__name", "instructor__name"),
        )
    )
    for teaching_class, *values in rows:
        found[teaching_class].append(WeeklyTime(*values))
    return found
