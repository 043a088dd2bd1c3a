"""Changes of meetings in several states, so that every screen has something to show."""

import datetime
from typing import Any

from django.utils import timezone

from courses.changes.domain import (
    Proposal,
    answer_substitution,
    decide,
    free_times,
    request_change,
    substitutes_for,
)
from courses.changes.enums import ChangeKind, ReasonKind
from courses.institutions.models import StaffMember
from courses.teaching.models import TeachingClass
from courses.timetable.enums import MeetingStatus
from courses.timetable.models import Meeting

# Asked on a fixed day, so that the same seed gives the same rows on any day.
ASKED_AT = datetime.datetime(2026, 11, 24, 9, 0)  # noqa: DTZ001 — local; made aware below
FROM = datetime.date(2026, 11, 30)


def create_changes(
    own: TeachingClass, others: list[TeachingClass], *, people: dict[str, Any]
) -> None:
    """Of the demo instructor: a move that was carried out, a cancelled meeting whose hours are
    owed, a substitution that waits for the department. Of a colleague: one that asks the demo
    instructor to substitute. Whatever finds no time, person or meeting is left out."""
    now = timezone.make_aware(ASKED_AT)
    ahead = _ahead(own)
    by = people["instructor"]
    if len(ahead) < 3:
        return
    times = free_times(ahead[2], now=now)
    if times:
        first = times[0]
        wanted = Proposal(
            ChangeKind.MOVE, date=first.date, first_period=first.first_period, room=first.room
        )
        moved = request_change(
            ahead[2],
            wanted,
            reason_kind=ReasonKind.OFFICIAL,
            reason="参加省就业指导教学研讨会",
            now=now,
            by=by,
        )
        decide(moved, agreed=True, as_office=False, now=now, by=people["department"])
    cancelled = request_change(
        ahead[1],
        Proposal(ChangeKind.CANCEL),
        reason_kind=ReasonKind.ILLNESS,
        now=now,
        by=by,
    )
    decide(cancelled, agreed=True, as_office=False, now=now, by=people["department"])
    choices = substitutes_for([ahead[0]])
    if choices:
        asked = request_change(
            ahead[0],
            Proposal(ChangeKind.SUBSTITUTE, substitute=choices[0].staff),
            reason_kind=ReasonKind.ILLNESS,
            reason="发烧，遵医嘱休息",
            now=now,
            by=by,
        )
        # Colleagues of the demonstration have no account: the department has asked by phone.
        answer_substitution(
            asked, agreed=True, in_their_place=True, now=now, by=people["department"]
        )
    _ask_instructor(others, StaffMember.objects.get(user=by), now=now)


def _ask_instructor(
    classes: list[TeachingClass], instructor: StaffMember, *, now: datetime.datetime
) -> None:
    for teaching_class in classes:
        for meeting in _ahead(teaching_class):
            found = [one.staff for one in substitutes_for([meeting], most=1000)]
            if instructor in found:
                request_change(
                    meeting,
                    Proposal(ChangeKind.SUBSTITUTE, substitute=instructor),
                    reason_kind=ReasonKind.OFFICIAL,
                    reason="带学生参加大学生职业规划大赛",
                    now=now,
                    by=meeting.instructor.user,
                )
                return


def _ahead(teaching_class: TeachingClass) -> list[Meeting]:
    meetings = Meeting.objects.filter(
        teaching_class=teaching_class, status=MeetingStatus.SCHEDULED, date__gte=FROM
    )
    named = meetings.with_names().select_related("term__institution", "institution")
    return list(named.calendar_order())
