"""Instructors say when they would rather not teach; the office says how much they can bear."""

import datetime
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.users.models import User
from courses.institutions.models import StaffMember
from courses.teaching.models import Term
from courses.timetable.domain.bells import MOST_PERIODS
from courses.timetable.domain.refusal import TimetableRefused
from courses.timetable.models import BusyTime, TeachingLimit, UnwantedTime, WishesDeadline
from courses.timetable.weeks import WeekSet, every_week
from courses.timetable.wording import weekday_text

Time = tuple[int, int, int]
"""Weekday, first period, number of periods."""
# More would leave a search no week; who can't teach at all at these times is entered as taken.
MOST_UNWANTED_PERIODS = 25


def is_open(term: Term, *, on: datetime.date) -> bool:
    """Whether instructors may still say their wishes on that day."""
    return term.wishes_until is not None and on <= term.wishes_until


@transaction.atomic
def close_wishes_after(term: Term, *, day: datetime.date | None, by: User | None) -> None:
    """Instructors enter wishes until the end of this day; None: they aren't asked. What is entered
    stays. Raises TimetableRefused for a day after the term."""
    if day is not None and day > term.last_day:
        raise TimetableRefused(
            _("The term ends on %(date)s.") % {"date": term.last_day.isoformat()}
        )
    # Who asked for wishes, and until when before; the same day again is no act.
    if Term.objects.select_for_update(no_key=True).get(pk=term.pk).wishes_until != day:
        WishesDeadline.objects.create(term=term, day=day, made_by=by)
    Term.objects.filter(pk=term.pk).update(wishes_until=day)
    term.wishes_until = day


def wish_as_instructor(
    term: Term,
    staff: StaffMember,
    *,
    times: Collection[Time],
    weeks: WeekSet | None,
    own_weeks: Mapping[Time, WeekSet] = MappingProxyType({}),
    by: User,
) -> int:
    """As `set_unwanted`, by the person until the office's last day. Raises TimetableRefused."""
    today = timezone.localdate()
    if term.wishes_until is None:
        raise TimetableRefused(_("The teaching office hasn't asked for wishes for this term."))
    if not is_open(term, on=today):
        raise TimetableRefused(
            _("Wishes could be entered until %(date)s. Please speak to the teaching office.")
            % {"date": term.wishes_until.isoformat()}
        )
    return set_unwanted(term, staff, times=times, weeks=weeks, own_weeks=own_weeks, by=by)


@transaction.atomic
def set_unwanted(
    term: Term,
    staff: StaffMember,
    *,
    times: Collection[Time],
    weeks: WeekSet | None,
    own_weeks: Mapping[Time, WeekSet] = MappingProxyType({}),
    by: User | None,
) -> int:
    """Make these the times of the term at which the person would rather not teach, each in its
    `own_weeks` or else in `weeks` (None: all); how many there are. Raises TimetableRefused."""
    every = every_week(1, term.weeks)
    wanted = {time: own_weeks.get(time, every if weeks is None else weeks) for time in times}
    if any(not each or each & ~every for each in wanted.values()):
        raise TimetableRefused(
            _("The weeks lie outside the term of %(last)d weeks.") % {"last": term.weeks}
        )
    for weekday, first, periods in times:
        if not (1 <= weekday <= 7 and first >= 1 and 1 <= periods <= MOST_PERIODS):
            raise TimetableRefused(_("This is not a time of the week."))
    begins = Counter((weekday, first) for weekday, first, _periods in wanted)
    for (weekday, first), number in begins.items():
        if number > 1:
            raise TimetableRefused(
                _("Two times of different length begin on %(day)s in period %(first)d. Keep one.")
                % {"day": weekday_text(weekday), "first": first}
            )
    fullest = max(
        sum(time[2] for time, each in wanted.items() if each >> week & 1)
        for week in range(term.weeks)
    )
    if fullest > MOST_UNWANTED_PERIODS:
        raise TimetableRefused(
            _("At most %(most)d periods a week can be unwanted.") % {"most": MOST_UNWANTED_PERIODS}
        )
    StaffMember.objects.select_for_update(no_key=True).get(pk=staff.pk)
    UnwantedTime.objects.filter(term=term, staff=staff).delete()
    rows = UnwantedTime.objects.bulk_create(
        UnwantedTime(
            institution_id=term.institution_id,
            term=term,
            staff=staff,
            weekday=weekday,
            first_period=first,
            periods=periods,
            weeks=each,
            made_by=by,
        )
        for (weekday, first, periods), each in sorted(wanted.items())
    )
    return len(rows)


@transaction.atomic
def set_limit(
    term: Term,
    staff: StaffMember,
    *,
    most_per_day: int | None,
    most_per_week: int | None,
    by: User | None,
) -> None:
    """How many periods the person teaches at most; None: as the scheduling rule says. Raises
    TimetableRefused."""
    if any(most is not None and most < 1 for most in (most_per_day, most_per_week)):
        raise TimetableRefused(_("An instructor can teach at least one period a day."))
    if most_per_day and most_per_week and most_per_week < most_per_day:
        raise TimetableRefused(_("The most periods a week are fewer than the most a day."))
    StaffMember.objects.select_for_update(no_key=True).get(pk=staff.pk)
    row = TeachingLimit.objects.filter(term=term, staff=staff).first()
    if row is None:
        row = TeachingLimit(term=term, staff=staff, institution_id=term.institution_id)
    if (row.most_per_day, row.most_per_week) == (most_per_day, most_per_week):
        return
    _sign(row, by)
    if most_per_day is None and most_per_week is None:
        row.delete()
        return
    row.most_per_day, row.most_per_week = most_per_day, most_per_week
    row.save()


def _sign(row: Any, by: User | None) -> None:
    """The history then says who; django-simple-history looks for this attribute."""
    row._history_user = by


@transaction.atomic
def enter_for(
    term: Term,
    staff: StaffMember,
    *,
    most_per_day: int | None,
    most_per_week: int | None,
    times: Collection[Time],
    weeks: WeekSet | None,
    own_weeks: Mapping[Time, WeekSet] = MappingProxyType({}),
    by: User | None,
) -> None:
    """The office says all that is known of a person, at any time. Raises TimetableRefused."""
    set_limit(term, staff, most_per_day=most_per_day, most_per_week=most_per_week, by=by)
    set_unwanted(term, staff, times=times, weeks=weeks, own_weeks=own_weeks, by=by)


@dataclass(frozen=True)
class StaffWishes:
    """A line of the office's list. `classes` the person has; `unwanted` and `taken` are times."""

    staff: StaffMember
    classes: int
    unwanted: int
    taken: int
    limit: TeachingLimit | None


def wishes_of_term(
    term: Term, people: QuerySet[StaffMember], *, text: str = ""
) -> list[StaffWishes]:
    """Of these people whoever teaches in the term or has said something, by name. Three queries."""
    limits = {row.staff_id: row for row in TeachingLimit.objects.filter(term=term)}
    taken = Counter(
        BusyTime.objects.filter(term=term, staff__isnull=False).values_list("staff", flat=True)
    )
    teaches = Q(assignments__teaching_class__term=term, assignments__valid_to=None)
    people = people.filter(
        teaches | Q(unwanted_times__term=term) | Q(limits__term=term),
        institution=term.institution_id,
    )
    if text:
        people = people.filter(Q(name__icontains=text) | Q(staff_number__icontains=text))
    counted = people.annotate(
        classes=Count("assignments__teaching_class", distinct=True, filter=teaches),
        unwanted=Count("unwanted_times", distinct=True, filter=Q(unwanted_times__term=term)),
    )
    return [
        StaffWishes(one, one.classes, one.unwanted, taken[one.pk], limits.get(one.pk))
        for one in counted.order_by("name", "staff_number")
    ]
