"""作息时间表: the clock times of the periods."""

import datetime
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TypeAlias

import yaml
from django.db import transaction
from django.utils.translation import gettext as _

from cms.users.models import User
from courses.institutions.models import Campus, Institution
from courses.teaching.models import Term
from courses.timetable.domain.calendar import last_date
from courses.timetable.domain.refusal import TimetableRefused
from courses.timetable.models import BellPeriod, BellSchedule

ClockTimes: TypeAlias = dict[int, tuple[datetime.time, datetime.time]]
"""Start and end of each period, by its number from 1."""

SAMPLE = Path(__file__).resolve().parent.parent / "data" / "bell_schedule_sample.yaml"
MOST_PERIODS = 20


_Schedules: TypeAlias = dict[int | None, list[tuple[datetime.date, ClockTimes]]]


def _schedules(institutions: Sequence[Institution | int]) -> dict[int, _Schedules]:
    """By institution and campus (None: general), from the oldest to the newest."""
    found: dict[int, _Schedules] = defaultdict(lambda: defaultdict(list))
    rows = BellPeriod.objects.filter(schedule__institution__in=institutions).order_by(
        "schedule__valid_from", "schedule_id", "number"
    )
    by_schedule: dict[int, ClockTimes] = {}
    for row in rows.select_related("schedule"):
        schedule = row.schedule
        times = by_schedule.get(schedule.pk)
        if times is None:
            times = by_schedule[schedule.pk] = {}
            found[schedule.institution_id][schedule.campus_id].append((schedule.valid_from, times))
        times[row.number] = (row.starts, row.ends)
    return found


class Bells:
    """All schedules of an institution, read once; answers for any campus and date."""

    def __init__(self, institution: Institution | int) -> None:
        self._schedules = _schedules([institution]).get(
            institution if isinstance(institution, int) else institution.pk, {}
        )

    @classmethod
    def of_many(cls, institutions: Iterable[Institution | int]) -> dict[int, "Bells"]:
        """By primary key of the institution; one query for all. Who has none is missing."""
        found = {}
        for pk, schedules in _schedules(list(institutions)).items():
            bells = cls.__new__(cls)
            bells._schedules = schedules
            found[pk] = bells
        return found

    @property
    def differ(self) -> bool:
        """Whether some campus has bells of its own."""
        return any(campus is not None for campus in self._schedules)

    def on(self, date: datetime.date, campus_id: int | None) -> ClockTimes:
        """The times in force: the campus's own before the general ones, the latest start wins."""
        for schedules in (self._schedules.get(campus_id), self._schedules.get(None)):
            for valid_from, times in reversed(schedules or []):
                if valid_from <= date:
                    return times
        return {}

    def dates_of_change(self, term: Term) -> list[datetime.date]:
        """The first Monday, and the dates of the term on which some schedule comes into force."""
        starts = sorted(
            {
                valid_from
                for schedules in self._schedules.values()
                for valid_from, _times in schedules
            }
        )
        return [term.first_monday] + [
            on for on in starts if term.first_monday < on <= last_date(term)
        ]

    def in_term(self, term: Term, campus_id: int | None) -> list[ClockTimes]:
        """Every schedule in force on the campus on some date of the term, the first one first."""
        found: list[ClockTimes] = []
        for on in self.dates_of_change(term):
            times = self.on(on, campus_id)
            if times not in found:
                found.append(times)
        return found


def clock_times(institution: Institution, campus: Campus | None, date: datetime.date) -> ClockTimes:
    """The clock times of each period on a date; empty when no schedule is in force."""
    return Bells(institution).on(date, campus.pk if campus else None)


def set_bell_schedule(
    institution: Institution,
    *,
    name: str,
    valid_from: datetime.date,
    periods: Sequence[tuple[datetime.time, datetime.time]],
    campus: Campus | None = None,
    replaces: BellSchedule | None = None,
    by: User | None,
) -> BellSchedule:
    """Write the periods in force from a date on, the first being period 1; the same campus and
    date again replaces them. `replaces` is a schedule that is moved to this campus and date.
    Raises TimetableRefused when periods overlap or run backwards."""
    _require_order(periods)
    with transaction.atomic():
        if replaces is not None and (replaces.campus, replaces.valid_from) != (campus, valid_from):
            replaces.delete()
        schedule, _made = BellSchedule.objects.update_or_create(
            institution=institution,
            campus=campus,
            valid_from=valid_from,
            defaults={"name": name},
        )
        schedule.periods.all().delete()
        BellPeriod.objects.bulk_create(
            BellPeriod(schedule=schedule, number=number, starts=starts, ends=ends)
            for number, (starts, ends) in enumerate(periods, start=1)
        )
    return schedule


def remove_bell_schedule(schedule: BellSchedule, *, by: User | None) -> None:
    """Remove a schedule; meetings that are published keep their times until they are re-dated."""
    schedule.delete()


def adopt_sample_bells(term: Term, *, by: User | None) -> list[BellSchedule]:
    """Give an institution without any schedule the shipped sample, for the dates of the term.

    The sample is named as one; the office edits it. Does nothing where a schedule exists.
    """
    if BellSchedule.objects.filter(institution=term.institution_id).exists():
        return []
    entries = yaml.safe_load(SAMPLE.read_text(encoding="utf-8"))
    dated = sorted(
        (
            (datetime.date(year, *map(int, entry["from"].split("-"))), entry)
            for entry in entries
            for year in range(term.first_monday.year - 1, last_date(term).year + 1)
        ),
        key=lambda item: item[0],
    )
    in_force = [item for item in dated if item[0] <= term.first_monday][-1:]
    later = [item for item in dated if term.first_monday < item[0] <= last_date(term)]
    with transaction.atomic():
        return [
            set_bell_schedule(
                term.institution,
                name=entry["name"],
                valid_from=valid_from,
                periods=[read_period(text) for text in entry["periods"]],
                by=by,
            )
            for valid_from, entry in in_force + later
        ]


def read_period(text: str) -> tuple[datetime.time, datetime.time]:
    """`08:00-08:45` → its two times. Raises TimetableRefused."""
    plain = unicodedata.normalize("NFKC", text).replace("–", "-").replace("—", "-")
    try:
        starts, ends = (
            datetime.time.fromisoformat(part.strip().zfill(5)) for part in plain.split("-")
        )
    except ValueError:
        raise TimetableRefused(
            _("“%(text)s” is not a period; write it as 08:00-08:45.") % {"text": text.strip()}
        ) from None
    return starts, ends


def _require_order(periods: Sequence[tuple[datetime.time, datetime.time]]) -> None:
    if not 1 <= len(periods) <= MOST_PERIODS:
        raise TimetableRefused(
            _("A day has 1 to %(most)d periods, not %(count)d.")
            % {"most": MOST_PERIODS, "count": len(periods)}
        )
    before: datetime.time | None = None
    for number, (starts, ends) in enumerate(periods, start=1):
        if ends <= starts:
            raise TimetableRefused(
                _("Period %(number)d ends before it starts.") % {"number": number}
            )
        if before is not None and starts < before:
            raise TimetableRefused(
                _("Period %(number)d starts before the one before it has ended.")
                % {"number": number}
            )
        before = ends
