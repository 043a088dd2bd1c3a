"""Meetings that a plan has made up, as changes of which single students can be asked as of any
others."""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q, QuerySet

from courses.changes.domain.other_classes import Placed
from courses.changes.domain.refusal import ChangeRefused
from courses.changes.domain.snapshot import Snapshot
from courses.changes.enums import RequestState
from courses.changes.models import MeetingChange
from courses.teaching.models import Term
from courses.timetable.domain.bells import Bells
from courses.training.enums import PlanState
from courses.training.models import PlannedCover, RotationPlan


@dataclass(frozen=True)
class MadeUp:
    """`placed` without what was taken back, and what the bells have no period for."""

    placed: list[Placed] = field(default_factory=list)
    terms: list[Term] = field(default_factory=list)


def made_up_by(plan: RotationPlan, institutions: QuerySet[Any]) -> MadeUp:
    """Of these institutions (primary keys); those in the timetable as they were put there, the
    others as they would be. At most three queries, whatever the sizes."""
    if plan.state == PlanState.DISCARDED:
        return MadeUp()
    rows = list(
        plan.covers.filter(
            Q(request=None) | Q(request__state=RequestState.APPLIED),
            institution__in=institutions,
            date__isnull=False,
        ).select_related(
            *("meeting__term", "meeting__teaching_class", "meeting__instructor"),
            *("meeting__room__campus", "room__campus"),
        )
    )
    if not rows:
        return MadeUp()
    done = MeetingChange.objects.filter(request__in=[one.request_id for one in rows])
    changes = {change.request_id: change for change in done}
    bells = Bells.of_many({one.institution_id for one in rows})
    placed = [_placed(one, changes.get(one.request_id), bells) for one in rows]
    terms = {one.meeting.term_id: one.meeting.term for one in rows}
    return MadeUp([one for one in placed if one is not None], list(terms.values()))


def _placed(
    cover: PlannedCover, change: MeetingChange | None, bells: dict[int, Bells]
) -> Placed | None:
    meeting = cover.meeting
    if change is not None:
        before, after = Snapshot.read(change.before), Snapshot.read(change.after)
    else:
        assert cover.date is not None
        assert cover.first_period is not None
        assert cover.room is not None
        before = Snapshot.of(meeting)
        if cover.institution_id not in bells:
            return None
        try:
            after = before.at(
                meeting.term,
                date=cover.date,
                first_period=cover.first_period,
                room=cover.room,
                bells=bells[cover.institution_id],
            )
        except ChangeRefused:
            return None
    return Placed(meeting.pk, meeting.teaching_class_id, meeting.teaching_class.code, before, after)
