"""Meetings that their instructor may not teach on their date: known from the first week on."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.institutions.models import StaffMember
from courses.qualifications.domain import Authorisation, AuthorisationsOverTime, authorisation
from courses.teaching.models import TeachingClass, Term
from courses.timetable.domain.meetings_planned import plan_meetings
from courses.timetable.domain.publication import slots_of
from courses.timetable.enums import MeetingStatus
from courses.timetable.models import Meeting, TimetableVersion
from courses.timetable.models.querysets import MeetingQuerySet


@dataclass(frozen=True)
class Gap:
    """Meetings of a class that one person may not teach, by date; `meetings` are empty for a
    version that isn't published. `answer` is that of the first."""

    teaching_class: TeachingClass
    staff: StaffMember
    answer: Authorisation
    dates: tuple[tuple[datetime.date, int], ...]
    meetings: tuple[Meeting, ...] = ()

    @property
    def blocks(self) -> bool:
        """Whether the person can't record them; else it is a notice only."""
        return self.answer.blocks

    @property
    def first_date(self) -> datetime.date:
        return self.dates[0][0]

    @property
    def first_week(self) -> int:
        return self.dates[0][1]

    @property
    def reason(self) -> str:
        return _("; ").join(self.answer.reasons)

    @property
    def sentence(self) -> str:
        """第9周起：张三有 4 次课无人有资格任教 ..."""
        said = ngettext(
            "From week %(week)d (%(date)s) on: %(count)d meeting of %(who)s has nobody who may "
            "teach.",
            "From week %(week)d (%(date)s) on: %(count)d meetings of %(who)s have nobody who may "
            "teach.",
            len(self.dates),
        )
        return said % {
            "week": self.first_week,
            "date": self.first_date.isoformat(),
            "count": len(self.dates),
            "who": self.staff.name,
        }


def unauthorised(meetings: Iterable[Meeting]) -> dict[int, Authorisation]:
    """{meeting id: why its instructor may not teach it}, only of those that are still scheduled.
    One query, none where nothing is scheduled."""
    open_ones = [one for one in meetings if one.status == MeetingStatus.SCHEDULED]
    rows = [(one.pk, one.instructor_id, one.date) for one in open_ones]
    return _not_allowed(rows)


def gaps_of(meetings: MeetingQuerySet) -> list[Gap]:
    """The scheduled meetings that their instructor may not teach, by class and person, those that
    block first, then by date. Two queries; one more where there are gaps."""
    rows = list(
        meetings.filter(status=MeetingStatus.SCHEDULED).values_list("pk", "instructor_id", "date")
    )
    answers = _not_allowed(rows)
    if not answers:
        return []
    named = Meeting.objects.filter(pk__in=list(answers)).with_names().order_by("date", "pk")
    found: dict[tuple[int, int, bool], list[Meeting]] = defaultdict(list)
    for one in named:
        found[one.teaching_class_id, one.instructor_id, answers[one.pk].blocks].append(one)
    return _ordered(
        Gap(
            group[0].teaching_class,
            group[0].instructor,
            answers[group[0].pk],
            tuple((one.date, one.week) for one in group),
            tuple(group),
        )
        for group in found.values()
    )


def gaps_of_term(term: Term) -> list[Gap]:
    """Of the published timetable of a term, whatever has not been held."""
    return gaps_of(Meeting.objects.filter(term=term))


def gaps_of_version(version: TimetableVersion) -> list[Gap]:
    """What publishing the version would leave with nobody who may teach. Raises TimetableRefused as
    publishing does."""
    planned = plan_meetings(version.term, slots_of(version))
    rows = [(n, one.slot.instructor_id, one.date) for n, one in enumerate(planned)]
    answers = _not_allowed(rows)
    found: dict[tuple[int, int, bool], list[int]] = defaultdict(list)
    for n in sorted(answers, key=lambda n: planned[n].date):
        slot = planned[n].slot
        found[slot.teaching_class_id, slot.instructor_id, answers[n].blocks].append(n)
    return _ordered(
        Gap(
            planned[group[0]].slot.teaching_class,
            planned[group[0]].slot.instructor,
            answers[group[0]],
            tuple((planned[n].date, planned[n].week) for n in group),
        )
        for group in found.values()
    )


def why_not_taught(meeting: Meeting) -> Authorisation | None:
    """Why its instructor may not teach the meeting; None: they may. One query."""
    answer = authorisation(meeting.instructor, on=meeting.date)
    return None if answer.allowed else answer


def _not_allowed(rows: Sequence[tuple[int, int, datetime.date]]) -> dict[int, Authorisation]:
    """Rows are (key, staff id, date)."""
    if not rows:
        return {}
    dates = [date for _key, _staff, date in rows]
    answers = AuthorisationsOverTime(
        {staff for _key, staff, _date in rows}, first=min(dates), last=max(dates)
    )
    found = ((key, answers.on(staff, date)) for key, staff, date in rows)
    return {key: answer for key, answer in found if not answer.allowed}


def _ordered(gaps: Iterable[Gap]) -> list[Gap]:
    return sorted(
        gaps,
        key=lambda gap: (not gap.blocks, gap.first_date, gap.staff.name, gap.teaching_class.code),
    )
