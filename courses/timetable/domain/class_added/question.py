"""The version with the class that is added, as the solver sees it."""

from dataclasses import replace

from django.utils.translation import gettext as _

from courses.teaching.models import TeachingClass
from courses.timetable.domain.bells import Bells
from courses.timetable.domain.class_added.students import WeeklyStudents
from courses.timetable.domain.day_layout import term_layout
from courses.timetable.domain.lapse_words import no_day_sentence
from courses.timetable.domain.reasons import obstacle_sentence
from courses.timetable.domain.refusal import TimetableRefused
from courses.timetable.domain.slot_places import weeks_on
from courses.timetable.domain.version_problem import VersionProblem
from courses.timetable.models import TimetableVersion
from courses.timetable.solver.problem import Demand
from courses.timetable.solver.repair.weekly_problem import WeeklyProblem


def weekly_problem(
    version: TimetableVersion, teaching_class: TeachingClass, present: VersionProblem
) -> tuple[WeeklyProblem, WeeklyStudents]:
    """With the single students of its classes. Raises TimetableRefused where the class can't even
    be asked for."""
    asked = [key for key, one in present.demands.classes.items() if one == teaching_class]
    if not asked:
        raise TimetableRefused(
            next(
                (
                    obstacle_sentence(obstacle, version.term)
                    for obstacle in present.demands.obstacles
                    if obstacle.teaching_class == teaching_class
                ),
                _("The class has no hours in classrooms."),
            )
        )
    for key in asked:
        if sentence := no_day_sentence(key, present.demands):
            raise TimetableRefused(sentence)
    if any(slot.teaching_class_id == teaching_class.pk for slot in present.slots.values()):
        raise TimetableRefused(_("The class has its weekly times in this version already."))
    problem, base = present.problem, present.demands.problem
    added = [base.demand_by_id[key] for key in asked]
    usual = {one.teaching_class: one.allowed_starts for one in base.demands}

    def at_usual_starts(demand: Demand) -> Demand:
        """Where a person has put it, it may stay; elsewhere it begins as classes do."""
        starts = usual.get(demand.teaching_class, frozenset())
        return replace(
            demand, allowed_starts=starts and starts | {present.placements[demand.id].start}
        )

    people = {person.id: person for person in (*base.instructors, *problem.instructors)}
    demands = (*map(at_usual_starts, problem.demands), *added)
    students = WeeklyStudents.read(version.term, demands)
    groups = students.groups() | {group.id: group for group in (*base.groups, *problem.groups)}
    days = range(1, problem.grid.days + 1)
    weekly = WeeklyProblem(
        problem=replace(
            problem,
            demands=demands,
            instructors=tuple(people.values()),
            groups=tuple(groups.values()),
        ),
        placed=tuple(present.placements.values()),
        added=tuple(asked),
        fixed=frozenset(key for key, slot in present.slots.items() if slot.locked),
        closed=_kept_free(version, present),
        weeks_on={
            (key, day): weeks_on(slot, day, present)
            for key, slot in present.slots.items()
            for day in days
        },
        late=problem.grid.evening,
        singles=students.between(),
        homes=students.homes(),
    )
    return weekly, students


def _kept_free(version: TimetableVersion, present: VersionProblem) -> frozenset[tuple[int, int]]:
    """What the search of this version kept free."""
    pairs = [(day, part) for day, part in version.solver_report.get("keep_free", [])]
    if not pairs:
        return frozenset()
    campuses = {room.campus_id for room in present.demands.rooms.values()}
    layout = term_layout(version.term, Bells(version.term.institution_id), campuses)
    return layout.closed(pairs)
