"""What a search found for a class that is added."""

import hashlib
from dataclasses import dataclass

from courses.institutions.models import StaffMember
from courses.teaching.domain.single_students import StudentElsewhere
from courses.timetable.models import Room, Slot
from courses.timetable.solver.repair.weekly_problem import WeeklyEmphasis


@dataclass(frozen=True)
class NewTime:
    """A weekly time of the class that is added. `missed_by`: single students who have something
    else then."""

    weekday: int
    first_period: int
    periods: int
    weeks: int
    room: Room
    instructor: StaffMember
    missed_by: tuple[StudentElsewhere, ...] = ()


@dataclass(frozen=True)
class MovedTime:
    """A weekly time of another class, and the place to which it would move. `missed_by`: as of a
    new time, where it isn't only the room."""

    slot: Slot
    weekday: int
    first_period: int
    weeks: int
    room: Room
    missed_by: tuple[StudentElsewhere, ...] = ()

    @property
    def only_room(self) -> bool:
        return (self.weekday, self.first_period) == (self.slot.weekday, self.slot.first_period)


@dataclass(frozen=True)
class ClassProposal:
    """`unplaced`: weekly times of the class without a place; it can't be accepted then. `owed`:
    hours for which the term is too short. `key` tells two proposals apart."""

    emphasis: WeeklyEmphasis
    new: list[NewTime]
    moved: list[MovedTime]
    unplaced: int
    owed: int
    seconds: float
    same_as: WeeklyEmphasis | None = None

    @property
    def key(self) -> str:
        """Equal for proposals that do the same."""
        said = [
            *((0, time.weekday, time.first_period, time.weeks, time.room.pk) for time in self.new),
            *(
                (time.slot.pk, time.weekday, time.first_period, time.weeks, time.room.pk)
                for time in self.moved
            ),
        ]
        return hashlib.sha256(repr(sorted(said)).encode()).hexdigest()[:32]

    @property
    def is_complete(self) -> bool:
        return bool(self.new) and not self.unplaced
