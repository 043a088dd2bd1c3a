"""How far a cycle has come: figures by unit, and who falls due when."""

import datetime
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from courses.institutions.enums import StaffKind
from courses.training.domain.obligations import Obligation, Progress
from courses.training.domain.spans import months_after


@dataclass(frozen=True)
class CoverageLine:
    """People of a unit who owe training, each counted once by how they stand."""

    name: str
    counts: Counter[Progress]

    @property
    def owing(self) -> int:
        return self.counts.total()

    @property
    def trained(self) -> int:
        return self.counts[Progress.TRAINED]

    @property
    def nominated(self) -> int:
        return self.counts[Progress.NOMINATED]

    @property
    def due(self) -> int:
        return self.counts[Progress.DUE]

    @property
    def overdue(self) -> int:
        return self.counts[Progress.OVERDUE]

    @property
    def percent(self) -> int:
        """Of those who owe training the share that has enough, rounded down: 100 means all."""
        return self.trained * 100 // self.owing if self.owing else 0


@dataclass
class DueMonth:
    """`first` is the first of the month; None stands for what was due before."""

    first: datetime.date | None
    people: list[Obligation] = field(default_factory=list)


def coverage(
    people: Iterable[Obligation], name_of: Callable[[Obligation], str]
) -> list[CoverageLine]:
    """A line for each name, by name."""
    counts: dict[str, Counter[Progress]] = defaultdict(Counter)
    for one in people:
        counts[name_of(one)][one.progress] += 1
    return [CoverageLine(name, counts[name]) for name in sorted(counts)]


def by_institution(one: Obligation) -> str:
    return one.staff.institution.name


def by_department(one: Obligation) -> str:
    """ "" for who works for no department."""
    return one.staff.department.name if one.staff.department else ""


def by_kind(one: Obligation) -> str:
    return str(StaffKind(one.kind).label)


def falling_due(
    people: Sequence[Obligation], *, on: datetime.date, months: int = 12
) -> list[DueMonth]:
    """Who has to complete a training by the end of which month, this one first; before them those
    who are overdue, if there are any. Who has enough until later isn't among them."""
    this_month = on.replace(day=1)
    table = [DueMonth(months_after(this_month, n)) for n in range(months)]
    late = DueMonth(None)
    for one in people:
        if one.due_on < on:
            late.people.append(one)
            continue
        number = (one.due_on.year - on.year) * 12 + one.due_on.month - on.month
        if number < months:
            table[number].people.append(one)
    return [late, *table] if late.people else table
