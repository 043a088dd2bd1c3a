"""What the solver is to place, read from the term's teaching classes."""

import datetime
import hashlib
import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, fields
from typing import Any, TypeAlias

from courses.institutions.models import AdministrativeClass, StaffMember
from courses.teaching.enums import WeeklyPattern
from courses.teaching.models import TeachingClass, Term
from courses.timetable.domain.authorised_days import AuthorisedDays, excused
from courses.timetable.domain.bells import Bells
from courses.timetable.domain.busy_times import read_busy_times
from courses.timetable.domain.calendar import TimetableDay, resolve
from courses.timetable.domain.class_demands import OPEN, Obstacle, demands_of, needs_of
from courses.timetable.domain.day_layout import DayLayout, term_layout
from courses.timetable.domain.free_weeks import FreeWeeksOfTerm
from courses.timetable.domain.instructor_wishes import InstructorWishes
from courses.timetable.domain.scheduling_rules import (
    comfortable_of,
    keep_free_of,
    rule_of_term,
    weights_of,
)
from courses.timetable.domain.term_classes import classes_of, sizes_of
from courses.timetable.domain.travel import travel_of
from courses.timetable.domain.weeks_needed import ChosenWeeks, Pattern, choose_weeks
from courses.timetable.models import Room
from courses.timetable.solver import problem as solver_problem
from courses.timetable.solver.placement import Placement
from courses.timetable.weeks import WeekSet

# Saturdays and Sundays are in the week only where some class wants them.
WORKDAYS, WHOLE_WEEK = 5, 7


PartKey: TypeAlias = tuple[int, str]
"""A class (pk) and an instructor (pk as text): a class that is shared by weeks has several."""


@dataclass
class TermDemands:
    """The problem, and what its ids stand for."""

    problem: solver_problem.Problem
    classes: dict[str, TeachingClass]
    """By demand id; a class with two weekly times has two."""
    instructors: dict[str, StaffMember]
    groups: dict[str, AdministrativeClass]
    rooms: dict[str, Room]
    needed: dict[PartKey, int]
    """Meetings that are needed for the classroom hours, or for an instructor's part of them."""
    weeks: dict[PartKey, WeekSet]
    """The weeks in which a class may meet with this instructor."""
    dates: dict[TimetableDay, datetime.date]
    """The days of the plain week that some date teaches."""
    authorised: AuthorisedDays
    layout: DayLayout
    usually_free: list[tuple[int, str]]
    """Weekdays and parts of the day that the rule of the term keeps free."""
    obstacles: list[Obstacle] = field(default_factory=list)

    @property
    def taught(self) -> frozenset[TimetableDay]:
        return frozenset(self.dates)

    def choose_weeks(
        self, teaching_class: TeachingClass, places: Sequence[Placement]
    ) -> ChosenWeeks:
        """The weeks of each of a class's places, in their order: every instructor meets as often as
        the own part needs, and as often more as those before had too few weeks. Weeks in which
        they may teach go before others; those are taken only where the search was let."""
        chosen: dict[int, WeekSet] = {}
        meetings = wanted = 0
        for (key, staff), needed in self.needed.items():
            mine = [
                (index, place)
                for index, place in enumerate(places)
                if key == teaching_class.pk
                and self.problem.demand_by_id[place.demand].instructor == staff
            ]
            wanted += needed if mine else 0
            for pattern_of in (self._authorised, self._unauthorised):
                part = choose_weeks(
                    [pattern_of(place) for _, place in mine],
                    needed=wanted - meetings,
                    taught=self.taught,
                )
                for (index, _), weeks in zip(mine, part.weeks, strict=True):
                    chosen[index] = chosen.get(index, 0) | weeks
                meetings += part.meetings
        return ChosenWeeks(tuple(chosen[index] for index in range(len(places))), meetings)

    def _authorised(self, place: Placement) -> Pattern:
        demand = self.problem.demand_by_id[place.demand]
        lost = self.authorised.lost(int(demand.instructor or 0), place.day)
        return Pattern(place.day, demand.weeks & ~lost)

    def _unauthorised(self, place: Placement) -> Pattern:
        demand = self.problem.demand_by_id[place.demand]
        weeks = demand.weeks & ~self._authorised(place).weeks
        return Pattern(place.day, 0 if demand.meetings else weeks)

    def fingerprint(self, seed: int) -> str:
        """Equal for equal questions, so that a question needn't be answered twice."""
        asked = (self.problem, sorted(self.needed.items()), sorted(self.taught), seed)
        # Sets of texts come in another order in every process, so that repr() would not do.
        text = json.dumps(asked, default=_in_order)
        return hashlib.sha256(text.encode()).hexdigest()


def read_demands(
    term: Term,
    *,
    keep_free: Collection[tuple[int, str]] = (),
    last_day: int = WORKDAYS,
    besides: Collection[int] = (),
) -> TermDemands:
    """Read a term's classes with their open assignments, sizes and hours, and what limits them. A
    fixed number of queries. `last_day`: a person has put something on this weekday, so that the
    week has it too. `besides`: staff (pks) whom no open assignment names. Raises TimetableRefused
    when no bell schedule is in force."""
    classes = list(classes_of(term))
    rooms = list(
        Room.objects.filter(institution=term.institution_id).select_related("campus").order_by("pk")
    )
    bells = Bells(term.institution_id)
    layout = term_layout(term, bells, {room.campus_id for room in rooms})
    rule = rule_of_term(term)
    at_weekend = any(one.weekly_pattern == WeeklyPattern.WEEKEND for one in classes)
    days = WHOLE_WEEK if at_weekend else max(WORKDAYS, last_day)
    authorised = AuthorisedDays(
        term,
        {one.staff_id for each in classes for one in getattr(each, OPEN)} | {*besides},
        dates={day: on for on, day in resolve(term).items()},
        days=days,
    )
    grid = solver_problem.Grid(
        days=days,
        periods_per_day=layout.periods,
        weeks=term.weeks,
        closed=layout.closed(keep_free),
        evening=layout.periods_of(rule.evening_parts if rule else ()),
        untaught=authorised.untaught,
    )
    sizes = sizes_of(term)
    free = FreeWeeksOfTerm(term)
    busy = read_busy_times(term, days=grid.days, periods=layout.periods)
    wishes = InstructorWishes(term, rule=rule, days=grid.days, periods=layout.periods)
    instructors: dict[str, StaffMember] = {}
    groups: dict[str, AdministrativeClass] = {}
    asked: dict[str, TeachingClass] = {}
    needed: dict[PartKey, int] = {}
    weeks: dict[PartKey, WeekSet] = {}
    obstacles: list[Obstacle] = []
    demands: list[solver_problem.Demand] = []
    for teaching_class in classes:
        found = needs_of(
            teaching_class,
            term,
            layout=layout,
            free=free.of(teaching_class.administrative_classes.all()),
            size=sizes.get(teaching_class.pk, 0),
            rooms=rooms,
            authorised=authorised,
        )
        if isinstance(found, Obstacle):
            obstacles.append(found)
        elif found is not None:
            if any(
                teaching_class.periods_per_meeting > (wishes.limits.per_day(part.staff.pk) or 99)
                for part in found.parts
            ):
                obstacles.append(Obstacle(teaching_class, "longer_than_a_day"))
                continue
            for part in found.parts:
                key = (teaching_class.pk, str(part.staff.pk))
                instructors[key[1]] = part.staff
                needed[key], weeks[key] = part.meetings, part.weeks
            groups.update({str(group.pk): group for group in found.groups})
            own = demands_of(found, layout=layout, grid_days=grid.days, authorised=authorised)
            asked.update({demand.id: teaching_class for demand in own})
            demands += own
    problem = solver_problem.Problem(
        grid=grid,
        demands=tuple(demands),
        rooms=tuple(
            solver_problem.Room(
                str(room.pk),
                str(room.campus_id),
                room.capacity,
                busy.of_room(room.pk),
                kind=room.kind,
                equipment=frozenset(room.equipment),
            )
            for room in rooms
        ),
        instructors=wishes.instructors(instructors, busy, authorised),
        groups=tuple(solver_problem.Group(key, busy.of_class(int(key))) for key in groups),
        travel=travel_of(term, bells, periods=layout.periods),
        weights=weights_of(rule),
        comfortable_periods=comfortable_of(rule),
    )
    return TermDemands(
        problem=problem if rule and rule.leaves_out_unauthorised else excused(problem),
        classes=asked,
        instructors=instructors,
        groups=groups,
        rooms={str(room.pk): room for room in rooms},
        needed=needed,
        weeks=weeks,
        dates=authorised.dates,
        authorised=authorised,
        layout=layout,
        usually_free=keep_free_of(rule),
        obstacles=obstacles,
    )


def _in_order(part: Any) -> Any:
    if isinstance(part, frozenset):
        return sorted(part)
    return [getattr(part, one.name) for one in fields(part)]
