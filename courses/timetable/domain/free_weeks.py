"""Weeks that students keep free of all classes, such as graduating classes for looking for work."""

import logging
from collections import defaultdict
from collections.abc import Iterable

from django.utils.translation import gettext as _

from cms.users.models import User
from courses.institutions.models import AdministrativeClass
from courses.teaching.models import Term
from courses.timetable.domain.refusal import TimetableRefused
from courses.timetable.models import FreeWeeks
from courses.timetable.weeks import WeekSet, every_week

logger = logging.getLogger("qihang.audit")


class FreeWeeksOfTerm:
    """All of a term, read once in one query."""

    def __init__(self, term: Term) -> None:
        self._years: dict[int, WeekSet] = defaultdict(int)
        self._classes: dict[int, WeekSet] = defaultdict(int)
        for row in FreeWeeks.objects.filter(term=term):
            if row.entry_year is not None:
                self._years[row.entry_year] |= row.weeks
            elif row.administrative_class_id is not None:
                self._classes[row.administrative_class_id] |= row.weeks

    @property
    def is_empty(self) -> bool:
        return not (self._years or self._classes)

    def of(self, classes: Iterable[AdministrativeClass]) -> WeekSet:
        """Weeks that one of them keeps free."""
        weeks = 0
        for one in classes:
            weeks |= self._years.get(one.entry_year, 0) | self._classes.get(one.pk, 0)
        return weeks


def classes_with_free_weeks(
    term: Term, classes: Iterable[int]
) -> dict[AdministrativeClass, WeekSet]:
    """Of these (pks), those that keep any. Two queries."""
    free = FreeWeeksOfTerm(term)
    rows = AdministrativeClass.objects.filter(pk__in=set(classes)).order_by("name", "pk")
    return {one: weeks for one in rows if (weeks := free.of([one]))}


def weeks_kept_free(term: Term, classes: Iterable[int]) -> dict[int, WeekSet]:
    """By administrative class (pk), those that keep any. Two queries."""
    return {one.pk: weeks for one, weeks in classes_with_free_weeks(term, classes).items()}


def keep_weeks_free(
    term: Term,
    *,
    weeks: WeekSet,
    reason: str,
    entry_year: int | None = None,
    administrative_class: AdministrativeClass | None = None,
    by: User | None,
) -> FreeWeeks:
    """The next search places nothing for these students in these weeks; meetings that are
    published stay. Raises TimetableRefused."""
    if (entry_year is None) == (administrative_class is None):
        raise TimetableRefused(_("Name either an entry year or one administrative class."))
    if not weeks or weeks & ~every_week(1, term.weeks):
        raise TimetableRefused(
            _("The weeks lie outside the term of %(last)d weeks.") % {"last": term.weeks}
        )
    if weeks == every_week(1, term.weeks):
        raise TimetableRefused(_("All weeks would be free: nothing could be placed."))
    row: FreeWeeks = FreeWeeks.objects.create(
        institution_id=term.institution_id,
        term=term,
        entry_year=entry_year,
        administrative_class=administrative_class,
        weeks=weeks,
        reason=reason,
        made_by=by,
    )
    return row


def remove_free_weeks(row: FreeWeeks, *, by: User | None) -> None:
    """The weeks can be taken again by the next search."""
    logger.info("free weeks %s removed by user %s", row.public_id, by.pk if by else None)
    row.delete()
