"""Who would have two classes at once if a proposal became the timetable."""

from collections import defaultdict
from dataclasses import replace

from courses.teaching.models import TeachingClass
from courses.timetable.domain.class_added.proposal import ClassProposal, MovedTime, NewTime
from courses.timetable.domain.class_added.students import WeeklyStudents, WeeklyTime
from courses.timetable.domain.version_problem import VersionProblem
from courses.timetable.models import Slot


def with_students(
    proposal: ClassProposal,
    teaching_class: TeachingClass,
    present: VersionProblem,
    students: WeeklyStudents,
) -> ClassProposal:
    """The proposal, with the single students who have something else at each of its new times. No
    query."""
    moved = {one.slot.pk: one for one in proposal.moved}
    others: dict[int, list[WeeklyTime]] = defaultdict(list)
    for slot in present.slots.values():
        others[slot.teaching_class_id].append(_of_slot(moved.get(slot.pk, slot)))
    own = [_of_new(one, teaching_class) for one in proposal.new]
    others[teaching_class.pk] += own
    return replace(
        proposal,
        new=[
            replace(one, missed_by=students.at(time, others))
            for one, time in zip(proposal.new, own, strict=True)
        ],
        moved=[
            one if one.only_room else replace(one, missed_by=students.at(_of_slot(one), others))
            for one in proposal.moved
        ],
    )


def _of_slot(one: Slot | MovedTime) -> WeeklyTime:
    slot = one.slot if isinstance(one, MovedTime) else one
    return WeeklyTime(
        slot.teaching_class_id,
        slot.teaching_class.code,
        one.weekday,
        one.first_period,
        slot.periods,
        one.weeks,
    )


def _of_new(one: NewTime, teaching_class: TeachingClass) -> WeeklyTime:
    return WeeklyTime(
        teaching_class.pk,
        teaching_class.code,
        one.weekday,
        one.first_period,
        one.periods,
        one.weeks,
    )
