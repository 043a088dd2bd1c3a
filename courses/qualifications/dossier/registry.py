"""Where lines come from: strategies that slices register under a key."""

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Protocol, TypeVar

from courses.institutions.models import StaffMember
from media.library.models import PrivateFile


@dataclass(frozen=True)
class DossierLine:
    """One fact. `first` and `last` are its days (the same for a single day; None: without end);
    `hours` are summed by section, None where nothing is to be summed. `record` names the source as
    people cite it, `address` is the path of its page, `evidence` its file where there is one."""

    first: datetime.date
    last: datetime.date | None
    what: str
    detail: str
    record: str
    address: str
    hours: Decimal | None = None
    evidence: PrivateFile | None = None


class DossierSource(Protocol):
    """A kind of evidence."""

    # In the reader's language (lazy).
    title: Any

    def lines(
        self, staff: StaffMember, start: datetime.date, end: datetime.date
    ) -> Sequence[DossierLine]:
        """What lies in [start, end], both included, by date; a fixed number of queries."""


@dataclass(frozen=True)
class DossierSection:
    key: str
    title: str
    lines: tuple[DossierLine, ...]

    @property
    def hours(self) -> Decimal | None:
        """The sum of its hours; None when its lines have none."""
        counted = [line.hours for line in self.lines if line.hours is not None]
        return sum(counted, Decimal(0)) if counted else None


_registered: dict[str, tuple[int, DossierSource]] = {}
S = TypeVar("S", bound=type)


def dossier_source(key: str, *, position: int) -> Callable[[S], S]:
    """Register a class without arguments; sections stand in the order of `position`."""

    def register(source: S) -> S:
        known = _registered.get(key)
        if known is not None and type(known[1]) is not source:
            raise ValueError(f"dossier source {key!r} is registered twice")
        _registered[key] = (position, source())
        return source

    return register


def sections_of(
    staff: StaffMember, *, start: datetime.date, end: datetime.date
) -> list[DossierSection]:
    """Every registered source, also those that found nothing: a dossier says so."""
    ordered = sorted(_registered.items(), key=lambda item: (item[1][0], item[0]))
    return [
        DossierSection(key, str(source.title), tuple(source.lines(staff, start, end)))
        for key, (_position, source) in ordered
    ]
