"""整体调课: all meetings of a date moved or cancelled in one act, all or nothing."""

import datetime
import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.changes.domain.applying import carry_out
from courses.changes.domain.audience import administrative_classes_of
from courses.changes.domain.objection import Objection
from courses.changes.domain.objections import objections_to
from courses.changes.domain.refusal import ChangeRefused
from courses.changes.domain.snapshot import Snapshot
from courses.changes.domain.terms_held import hold_terms
from courses.changes.enums import GroupAction
from courses.changes.models import GroupChange, MeetingChange
from courses.institutions.models import Campus, StaffMember
from courses.qualifications.domain.authorisation import judge
from courses.qualifications.domain.facts import TeachingFacts
from courses.teaching.models import Term
from courses.timetable.domain.bells import Bells
from courses.timetable.domain.calendar import is_exam_day, resolve
from courses.timetable.enums import MeetingStatus
from courses.timetable.models import Meeting

audit_log = logging.getLogger("qihang.audit")


@dataclass(frozen=True)
class GroupPlan:
    """Which meetings: of a date, from a period on, on one campus or on all. `target` is the date
    they move to, None where they are cancelled. `cancel_rest`: those that can't move are cancelled
    instead of stopping all. `in_exam_week`: the office knows that the target is in an exam week,
    where no class meets otherwise; the reason of the act says why."""

    date: datetime.date
    action: str
    target: datetime.date | None = None
    campus: Campus | None = None
    from_period: int = 1
    cancel_rest: bool = False
    in_exam_week: bool = False


@dataclass
class GroupLine:
    """A meeting, and what stands in the way of moving it."""

    change: MeetingChange
    problems: list[Objection] = field(default_factory=list)

    @property
    def before(self) -> Snapshot:
        return Snapshot.read(self.change.before)

    @property
    def after(self) -> Snapshot:
        return Snapshot.read(self.change.after)


@dataclass(frozen=True)
class GroupPreview:
    """`held`: meetings of that day that were held and stay as they are. `begun`: of the lines,
    those that have begun and whose roll wasn't called: they may well have been taught."""

    lines: list[GroupLine]
    held: int
    hours: int
    begun: int = 0

    @property
    def troubled(self) -> list[GroupLine]:
        return [line for line in self.lines if line.problems]

    @property
    def is_possible(self) -> bool:
        return all(line.after.is_cancelled for line in self.troubled) and bool(self.lines)


def preview_group(term: Term, plan: GroupPlan) -> GroupPreview:
    """What the act would do, with all that stands against it and what can be done about it. A
    fixed number of queries, and one for each kind of resource that clashes, however many meetings.
    Raises ChangeRefused for a date on which nobody can be taught."""
    _require_dates(term, plan)
    rows = Meeting.objects.filter(term=term, date=plan.date, first_period__gte=plan.from_period)
    if plan.campus is not None:
        rows = rows.filter(room__campus=plan.campus)
    meetings = list(rows.with_names().select_related("term").calendar_order())
    bells = Bells(term.institution_id) if plan.target else None
    lines = [
        _line(meeting, plan, bells)
        for meeting in meetings
        if meeting.status == MeetingStatus.SCHEDULED
    ]
    if plan.target is not None and lines:
        _find_problems(term, lines, plan.target)
        if plan.cancel_rest:
            _cancel([line for line in lines if line.problems])
    return GroupPreview(
        lines=lines,
        held=sum(meeting.status == MeetingStatus.HELD for meeting in meetings),
        hours=sum(line.before.periods for line in lines),
        begun=sum(line.change.meeting.starts_at <= timezone.now() for line in lines),
    )


@transaction.atomic
def change_group(term: Term, plan: GroupPlan, *, reason: str, by: Any) -> GroupChange:
    """Carry the act out. Raises ChangeRefused, changing nothing, where one meeting can't move or
    there is none. Requests that wait for these meetings are refused when they come up: their
    meeting has changed."""
    now = timezone.now()
    # The target may lie in exam weeks that somebody takes away at this moment.
    term = hold_terms([term.pk], institutions=[term.institution_id])[term.pk]
    preview = preview_group(term, plan)
    if not preview.lines:
        raise ChangeRefused(_("No meeting that could be changed takes place then."))
    if not preview.is_possible:
        raise ChangeRefused(
            *(problem.sentence for line in preview.troubled for problem in line.problems[:1])
        )
    group = GroupChange.objects.create(
        institution_id=term.institution_id,
        term=term,
        campus=plan.campus,
        date=plan.date,
        from_period=plan.from_period,
        action=plan.action,
        target=plan.target,
        reason=reason,
        made_by=by,
        made_at=now,
    )
    changes = [line.change for line in preview.lines]
    for change in changes:
        change.group = group
    MeetingChange.objects.bulk_create(changes)
    carry_out(changes, at=now, by=getattr(by, "pk", None))
    if plan.target is not None and is_exam_day(term, plan.target):
        audit_log.info(
            "meetings moved into an exam week user=%s group=%s date=%s",
            *(getattr(by, "pk", None), group.pk, plan.target),
        )
    return group


def _require_dates(term: Term, plan: GroupPlan) -> None:
    if (plan.action == GroupAction.MOVE) != (plan.target is not None):
        raise ChangeRefused(_("Say to which date the meetings move."))
    if plan.target is None:
        return
    if plan.target == plan.date:
        raise ChangeRefused(_("The meetings take place on that date already."))
    if is_exam_day(term, plan.target):
        if not plan.in_exam_week:
            raise ChangeRefused(
                _(
                    "%(date)s is in an exam week, where no class meets. Say below if the meetings "
                    "are to go there all the same."
                )
                % {"date": plan.target.isoformat()}
            )
    elif plan.target not in resolve(term):
        raise ChangeRefused(
            _("No classes are taught on %(date)s.") % {"date": plan.target.isoformat()}
        )
    if plan.target < timezone.localdate():
        raise ChangeRefused(_("%(date)s has passed.") % {"date": plan.target.isoformat()})


def _line(meeting: Meeting, plan: GroupPlan, bells: Bells | None) -> GroupLine:
    before = Snapshot.of(meeting)
    problems: list[Objection] = []
    after = before.cancelled()
    if plan.target is not None and bells is not None:
        try:
            after = before.at(
                meeting.term,
                date=plan.target,
                first_period=before.first_period,
                room=meeting.room,
                bells=bells,
            )
        except ChangeRefused as refusal:
            problems = [
                Objection(meeting.pk, sentence, _("Choose another date, or correct the bells."))
                for sentence in refusal.sentences
            ]
    change = MeetingChange(
        institution_id=meeting.institution_id,
        teaching_class=meeting.teaching_class,
        meeting=meeting,
        before=before.stored(),
        after=after.stored(),
        instructor_before_id=before.instructor,
        instructor_after_id=after.instructor,
    )
    return GroupLine(change, problems)


def _cancel(lines: Sequence[GroupLine]) -> None:
    for line in lines:
        line.change.after = line.before.cancelled().stored()


def _find_problems(term: Term, lines: Sequence[GroupLine], target: datetime.date) -> None:
    changes = [line.change for line in lines]
    classes = administrative_classes_of({change.teaching_class_id for change in changes})
    by_meeting = {line.change.meeting_id: line for line in lines}
    for one in objections_to(term, changes, classes=classes, days=resolve(term)):
        by_meeting[one.meeting].problems.append(one)
    people = {change.instructor_after_id for change in changes}
    facts = TeachingFacts.of(StaffMember.objects.filter(pk__in=people))
    for line in lines:
        person = facts.person(line.change.instructor_after_id)
        answer = judge(person, facts, on=target)
        if not answer.allowed:
            sentence = _("%(name)s may not teach then: %(reasons)s.") % {
                "name": person.staff.name,
                "reasons": _("; ").join(answer.reasons),
            }
            remedy = _("Choose a substitute or another date.")
            line.problems.append(Objection(line.change.meeting_id, sentence, remedy))
