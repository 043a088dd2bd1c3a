"""Where a class could go, with how few others moved: three proposals."""

from dataclasses import replace

from django.db.models import Exists, OuterRef

from courses.institutions.scopes import ScopedQuerySet
from courses.teaching.models import TeachingClass
from courses.timetable.domain.class_added.missing import with_students
from courses.timetable.domain.class_added.proposal import ClassProposal, MovedTime, NewTime
from courses.timetable.domain.class_added.question import weekly_problem
from courses.timetable.domain.version_problem import VersionProblem, problem_of
from courses.timetable.models import Room, Slot, TimetableVersion
from courses.timetable.solver.placement import Placement
from courses.timetable.solver.repair.weekly_problem import (
    WeeklyEmphasis,
    WeeklyProblem,
    WeeklyRepair,
)


def classes_without_times(
    version: TimetableVersion, classes: ScopedQuerySet
) -> list[TeachingClass]:
    """Of `classes`, those of the term that meet in classrooms and have no weekly time in the
    version; one query."""
    slots = Slot.objects.filter(version=version, teaching_class=OuterRef("pk"))
    rows = classes.filter(~Exists(slots), term=version.term_id)
    found = rows.select_related("course", "outline").order_by("code")
    return [one for one in found if one.outline.classroom_hours]


def propose_class(version: TimetableVersion, teaching_class: TeachingClass) -> list[ClassProposal]:
    """Three proposals; the same question has the same answer. A fixed number of queries. Raises
    TimetableRefused where the class can't even be asked for, in words."""
    return proposals_within(version, teaching_class, problem_of(version))


def proposals_within(
    version: TimetableVersion, teaching_class: TeachingClass, present: VersionProblem
) -> list[ClassProposal]:
    """As `propose_class`, in a version that has been read."""
    # ortools takes a second to load and is only needed here.
    from courses.timetable.solver.repair.weekly import add_demands

    weekly, students = weekly_problem(version, teaching_class, present)
    repairs = [add_demands(weekly, emphasis) for emphasis in WeeklyEmphasis]
    keys = {int(place.room) for repair in repairs for place in repair.places}
    rooms = Room.objects.select_related("campus").in_bulk(keys)
    found: list[ClassProposal] = []
    for repair in repairs:
        one = _proposal(teaching_class, present, weekly, repair, rooms)
        one = with_students(one, teaching_class, present, students)
        same = next((other.emphasis for other in found if other.key == one.key), None)
        found.append(replace(one, same_as=same))
    return found


def _proposal(
    teaching_class: TeachingClass,
    present: VersionProblem,
    weekly: WeeklyProblem,
    repair: WeeklyRepair,
    rooms: dict[int, Room],
) -> ClassProposal:
    own = [place for place in repair.places if place.demand in weekly.added]
    chosen = present.demands.choose_weeks(teaching_class, own)
    given = chosen.meetings * teaching_class.periods_per_meeting
    return ClassProposal(
        emphasis=repair.emphasis,
        new=[
            _new_time(weekly, place, weeks, present, rooms)
            for place, weeks in zip(own, chosen.weeks, strict=True)
            if weeks
        ],
        moved=[
            MovedTime(
                slot=present.slots[place.demand],
                weekday=place.day,
                first_period=place.start,
                weeks=weekly.weeks(place.demand, place.day),
                room=rooms[int(place.room)],
            )
            for place in repair.places
            if place.demand in present.slots
        ],
        unplaced=len(repair.unplaced),
        owed=max(0, teaching_class.outline.classroom_hours - given),
        seconds=round(repair.cpu_seconds, 2),
    )


def _new_time(
    weekly: WeeklyProblem,
    place: Placement,
    weeks: int,
    present: VersionProblem,
    rooms: dict[int, Room],
) -> NewTime:
    demand = weekly.problem.demand_by_id[place.demand]
    return NewTime(
        weekday=place.day,
        first_period=place.start,
        periods=demand.periods,
        weeks=weeks,
        room=rooms[int(place.room)],
        instructor=present.demands.instructors[demand.instructor or ""],
    )
