"""What the planner hands back: who goes where, who teaches meanwhile, who is left and why."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from courses.training.planner.problem import Cover


class Reason(StrEnum):
    """Why somebody can't have a session, or has none at all; the caller words the sentence."""

    NOT_ADMITTED = "not_admitted"
    """The programme isn't open to this kind of staff, or was attended before."""
    PREREQUISITE = "prerequisite"
    """``subjects`` are programmes that must be completed before."""
    FORBIDDEN = "forbidden"
    """The session was ruled out for this person."""
    UNAVAILABLE = "unavailable"
    """The person is not available on one of the days."""
    NOT_ENOUGH = "not_enough"
    """The session counts too little for what is owed, and none goes with it that fills the rest:
    too short, too near to each other, or in the wrong order."""
    NO_COVER = "no_cover"
    """The meetings ``subjects`` would be missed, and nobody can teach all of them meanwhile nor is
    there a time for making them up."""
    FULL = "full"
    """All seats are taken."""
    QUOTA = "quota"
    """The institution ``subjects`` has used its seats in this session."""
    DEPARTMENT_QUOTA = "department_quota"
    """The department ``subjects`` has used its seats in this session."""
    DEPARTMENT_LIMIT = "department_limit"
    """As many of the department ``subjects`` as may be are away on one of the days."""
    BUDGET = "budget"
    """The institution's money for the years ``subjects``, 2027 or 2026-2028, doesn't suffice."""
    PROVINCE_BUDGET = "province_budget"
    """The province's money for the years ``subjects`` doesn't suffice."""
    NOT_PROVEN = "not_proven"
    """Nothing forbids it by itself, but in this plan it would cost others their place, or the time
    for searching was up."""


@dataclass(frozen=True, slots=True)
class Obstacle:
    """What forbids one ``session`` to one person."""

    session: str
    reason: Reason
    subjects: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unplaced:
    """A person who doesn't meet the cycle by this plan.

    ``alone``: no plan at all could place the person, even if nobody else went anywhere (except
    those whose nominations are fixed); proven. Then ``reason`` is the obstacle that the last
    sessions failed by. Otherwise it is what most sessions are closed by in this plan.
    ``obstacles`` has one entry for every session of the problem.
    """

    person: str
    reason: Reason
    alone: bool
    obstacles: tuple[Obstacle, ...] = ()


@dataclass(frozen=True, slots=True)
class Nomination:
    """``person`` goes to ``session``; ``fixed`` ones were given."""

    person: str
    session: str
    fixed: bool = False


@dataclass(frozen=True, slots=True)
class Cost:
    """Soft cost of a plan by parts, the lower the better; `problem.Weights` tells what one unit of
    each counts. Months are of 30 days, rounded down, weeks of 7."""

    unplaced: int = 0
    """People who don't meet the cycle, and meetings of fixed nominations that nobody can cover."""
    waiting: int = 0
    """Months that those not placed have waited since they were trained last."""
    delay: int = 0
    """For everybody placed, weeks until the person's last session begins times months waited."""
    travel: int = 0
    """Yuan of fares."""
    substituting: int = 0
    """Periods taught by substitutes."""
    candidates: int = 0
    """What the candidates chosen cost beyond that."""
    making_up: int = 0
    """Periods made up."""
    crowding: int = 0
    """People beyond their institution's share of a session."""
    shortfall: int = 0
    """People missing at what sessions and quotas should have at least."""
    moved: int = 0
    """People who had sessions in the plan that stood before and have others now, or none."""
    covers_changed: int = 0
    """Meetings missed in both plans that are covered otherwise than before."""


@dataclass(frozen=True, slots=True)
class Step:
    """The cost of the best plan and the bound that were known after so many seconds."""

    seconds: float
    cost: int
    bound: int | None
    placed: int


@dataclass(frozen=True, slots=True)
class Plan:
    """A proposal. It keeps every hard rule; `checking.check` has said so before it is handed out.

    ``total`` is the weighted sum of ``cost``. No plan at all has less than ``bound`` (which takes
    the cheapest cover for each meeting, as if nobody competed for it), and no plan places more than
    ``most_placed`` people. ``uncovered`` are meetings missed through fixed nominations for which
    there is neither substitute nor slot left. ``first_complete`` are the wall seconds after which
    a first plan of 97 % of those placed in the end was known. ``cpu_seconds`` and ``megabytes``
    are of all processes. ``stopped``: the caller cancelled.
    """

    nominations: tuple[Nomination, ...]
    covers: tuple[Cover, ...]
    unplaced: tuple[Unplaced, ...]
    cost: Cost
    total: int
    bound: int
    most_placed: int
    uncovered: tuple[str, ...] = ()
    curve: tuple[Step, ...] = ()
    first_complete: float | None = None
    stopped: bool = False
    wall_seconds: float = 0.0
    cpu_seconds: float = 0.0
    megabytes: int = 0

    @property
    def gap(self) -> float:
        """How far above the bound the plan is, as a share of its cost; 0 if proven best."""
        return (self.total - self.bound) / self.total if self.total > self.bound else 0.0


class Phase(StrEnum):
    """What the planner is at; the caller words it."""

    READING = "reading"
    FIRST_PLAN = "first_plan"
    BOUNDING = "bounding"
    ASSIGNING = "assigning"
    COVERING = "covering"
    REASONS = "reasons"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Report:
    """News while the planner works: the best plan known places ``placed`` people at ``cost``."""

    percent: int
    phase: Phase
    placed: int
    cost: int | None = None
    bound: int | None = None


Progress = Callable[[Report], None]
Cancelled = Callable[[], bool]
"""Asked about twice a second, always in the caller's thread."""
