"""How many periods an instructor teaches at most, on a day and in a week."""

from courses.teaching.models import Term
from courses.timetable.models import SchedulingRule, TeachingLimit


class TeachingLimits:
    """Of a term, read once in one query: a person's own limit, else that of the scheduling rule;
    None is no limit. Staff by pk."""

    def __init__(self, term: Term, *, rule: SchedulingRule | None) -> None:
        self._rule = rule
        self._own = {row.staff_id: row for row in TeachingLimit.objects.filter(term=term)}

    def per_day(self, staff: int) -> int | None:
        return self._most(staff, "most_per_day")

    def per_week(self, staff: int) -> int | None:
        return self._most(staff, "most_per_week")

    def _most(self, staff: int, name: str) -> int | None:
        own: int | None = getattr(self._own.get(staff), name, None)
        of_rule: int | None = getattr(self._rule, name, None)
        return own if own is not None else of_rule
