"""What a search found for one trouble, as it was kept."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from courses.changes.domain.snapshot import Snapshot
from courses.changes.models import Repair
from courses.timetable.solver.repair.problem import Emphasis, Kind


@dataclass(frozen=True)
class Line:
    """What would become of one meeting. `concerned`: it can't stay as it is; others give way.
    `why` counts what an affected meeting without a place had to choose from."""

    meeting: int
    code: str
    course: str
    kind: Kind
    concerned: bool
    before: Snapshot
    after: Snapshot
    why: dict[str, int] | None

    @property
    def weeks_away(self) -> int:
        return self.after.week - self.before.week

    @classmethod
    def read(cls, stored: dict[str, Any]) -> "Line":
        return cls(
            **stored
            | {
                "kind": Kind(stored["kind"]),
                "before": Snapshot.read(stored["before"]),
                "after": Snapshot.read(stored["after"]),
            }
        )


@dataclass(frozen=True)
class Load:
    """Periods of a person in the term, before and with the proposal."""

    name: str
    before: int
    more: int

    @property
    def after(self) -> int:
        return self.before + self.more


@dataclass(frozen=True)
class Proposal:
    """`same_as`: an earlier one of the three that would do the very same."""

    emphasis: Emphasis
    lines: list[Line]
    loads: list[Load]
    width: str
    seconds: float
    same_as: Emphasis | None = None

    @property
    def counts(self) -> Counter[Kind]:
        return Counter(line.kind for line in self.lines)

    @property
    def others(self) -> int:
        return sum(not line.concerned for line in self.lines)

    @property
    def hours_owed(self) -> int:
        return sum(line.before.periods for line in self.lines if line.kind == Kind.CANCEL)


def proposals_of(repair: Repair) -> list[Proposal]:
    """As they were found; no query."""
    read: list[Proposal] = []
    for stored in repair.proposals:
        lines = [Line.read(line) for line in stored["lines"]]
        same = next((one.emphasis for one in read if _does(one.lines) == _does(lines)), None)
        read.append(
            Proposal(
                emphasis=Emphasis(stored["emphasis"]),
                lines=lines,
                loads=[Load(**load) for load in stored["loads"]],
                width=stored["width"],
                seconds=stored["seconds"],
                same_as=same,
            )
        )
    return read


def _does(lines: Sequence[Line]) -> set[tuple[int, Snapshot]]:
    return {(line.meeting, line.after) for line in lines}
