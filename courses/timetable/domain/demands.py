"""What the solver is to place, read from the term's teaching classes."""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass, field
from math import ceil

from django.db.models import Count, Prefetch, QuerySet

from courses.institutions.models import AdministrativeClass, StaffMember, Student
from courses.teaching.enums import WeeklyPattern
from courses.teaching.models import Enrolment, TeachingAssignment, TeachingClass, Term
from courses.timetable.domain.bells import Bells
from courses.timetable.domain.busy_times import read_busy_times
from courses.timetable.domain.calendar import TimetableDay, resolve
from courses.timetable.domain.day_layout import DayLayout, term_layout
from courses.timetable.models import Room
from courses.timetable.solver import problem as solver_problem
from courses.timetable.weeks import WeekSet, even_weeks, every_week, odd_weeks

# Monday to Friday; weekends are taught only where a make-up workday falls on one.
DAYS = 5
OPEN = "open_assignments"


@dataclass(frozen=True)
class Obstacle:
    """A class that can't even be asked for; `code` is worded in `reasons`."""

    teaching_class: TeachingClass
    code: str


@dataclass
class TermDemands:
    """The problem, and what its ids stand for."""

    problem: solver_problem.Problem
    classes: dict[str, TeachingClass]
    """By demand id; a class of odd and even weeks has two."""
    instructors: dict[str, StaffMember]
    groups: dict[str, AdministrativeClass]
    rooms: dict[str, Room]
    needed: dict[int, int]
    """Meetings that a class (pk) needs for its classroom hours."""
    taught: frozenset[TimetableDay]
    obstacles: list[Obstacle] = field(default_factory=list)

    def fingerprint(self, seed: int) -> str:
        """Equal for equal questions, so that a question needn't be answered twice."""
        text = repr((self.problem, sorted(self.needed.items()), sorted(self.taught), seed))
        return hashlib.sha256(text.encode()).hexdigest()


def read_demands(term: Term, *, keep_free: Collection[tuple[int, str]] = ()) -> TermDemands:
    """Read a term's classes with their open assignments, sizes and hours. A fixed number of
    queries. Raises TimetableRefused when no bell schedule is in force."""
    classes = list(_classes(term))
    rooms = list(Room.objects.filter(institution=term.institution_id).order_by("pk"))
    campuses = {room.campus_id for room in rooms}
    layout = term_layout(term, Bells(term.institution_id), campuses)
    sizes = _sizes(term)
    busy = read_busy_times(term, days=DAYS, periods=layout.periods)
    found = TermDemands(
        problem=solver_problem.Problem(
            solver_problem.Grid(
                days=DAYS,
                periods_per_day=layout.periods,
                weeks=term.weeks,
                closed=layout.closed(keep_free),
            ),
            demands=(),
            rooms=tuple(
                solver_problem.Room(
                    str(room.pk), str(room.campus_id), room.capacity, busy.of_room(room.pk)
                )
                for room in rooms
            ),
        ),
        classes={},
        instructors={},
        groups={},
        rooms={str(room.pk): room for room in rooms},
        needed={},
        taught=frozenset(resolve(term).values()),
    )
    demands: list[solver_problem.Demand] = []
    for teaching_class in classes:
        demands += _demands_of(teaching_class, term, layout, sizes, found)
    problem = found.problem
    found.problem = solver_problem.Problem(
        grid=problem.grid,
        demands=tuple(demands),
        rooms=problem.rooms,
        instructors=tuple(
            solver_problem.Instructor(key, busy.of_staff(int(key))) for key in found.instructors
        ),
        groups=tuple(solver_problem.Group(key, busy.of_class(int(key))) for key in found.groups),
    )
    return found


def _classes(term: Term) -> QuerySet[TeachingClass]:
    return (
        TeachingClass.objects.filter(term=term)
        .select_related("outline", "course")
        .prefetch_related(
            Prefetch("administrative_classes", AdministrativeClass.objects.order_by("pk")),
            Prefetch(
                "assignments",
                TeachingAssignment.objects.filter(valid_to=None)
                .select_related("staff")
                .order_by("valid_from", "pk"),
                to_attr=OPEN,
            ),
        )
        .order_by("code")
    )


def _sizes(term: Term) -> dict[int, int]:
    """Students of each class (pk): those enrolled, else all of its administrative classes."""
    enrolled = dict(
        Enrolment.objects.filter(term=term, valid_to=None)
        .order_by()
        .values_list("teaching_class")
        .annotate(Count("pk"))
    )
    members = dict(
        Student.objects.filter(administrative_class__teaching_classes__term=term)
        .order_by()
        .values_list("administrative_class__teaching_classes")
        .annotate(Count("pk"))
    )
    return {**members, **enrolled}


def _demands_of(
    teaching_class: TeachingClass,
    term: Term,
    layout: DayLayout,
    sizes: dict[int, int],
    found: TermDemands,
) -> list[solver_problem.Demand]:
    periods = teaching_class.periods_per_meeting
    hours = teaching_class.outline.classroom_hours
    if hours == 0:
        return []
    assignments: list[TeachingAssignment] = getattr(teaching_class, OPEN)
    if not assignments:
        found.obstacles.append(Obstacle(teaching_class, "no_instructor"))
        return []
    if not 1 <= periods <= solver_problem.LONGEST_RUN or not layout.starts(periods):
        found.obstacles.append(Obstacle(teaching_class, "no_start"))
        return []
    staff = assignments[0].staff
    found.instructors[str(staff.pk)] = staff
    groups = list(teaching_class.administrative_classes.all())
    found.groups.update({str(group.pk): group for group in groups})
    found.needed[teaching_class.pk] = ceil(hours / periods)
    patterns = _patterns(teaching_class, term)
    ids = [f"{teaching_class.pk}-{index}" for index in range(1, len(patterns) + 1)]
    found.classes.update(dict.fromkeys(ids, teaching_class))
    return [
        solver_problem.Demand(
            id=own,
            teaching_class=str(teaching_class.pk),
            groups=tuple(str(group.pk) for group in groups),
            instructor=str(staff.pk),
            periods=periods,
            weeks=weeks,
            size=sizes.get(teaching_class.pk, 0),
            campus=str(teaching_class.campus_id) if teaching_class.campus_id else None,
            allowed_starts=layout.starts(periods),
            apart_from=tuple(other for other in ids if other != own),
        )
        for own, weeks in zip(ids, patterns, strict=True)
    ]


def _patterns(teaching_class: TeachingClass, term: Term) -> list[WeekSet]:
    """Full-term patterns: which weeks are needed depends on the weekday, and is chosen later."""
    if teaching_class.weekly_pattern == WeeklyPattern.ODD_AND_EVEN and term.weeks > 1:
        return [odd_weeks(1, term.weeks), even_weeks(1, term.weeks)]
    return [every_week(1, term.weeks)]
