"""What changed between two versions of a syllabus: its units and their hours."""

import uuid
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from courses.curriculum.domain.release import Hours, UnitDraft
from courses.curriculum.models import Outline, OutlineUnit


class UnitLine(NamedTuple):
    """A unit of an outline or of a draft; `position` is counted from 1."""

    position: int
    key: uuid.UUID | None
    title: str
    content: str
    hours: Hours


@dataclass(frozen=True)
class UnitChange:
    """One unit before and after; `before` is None for a new unit, `after` for a removed one.

    `moved`: its place among the units that stay has changed; units that others are put before or
    taken away from before don't count as moved.
    """

    before: UnitLine | None
    after: UnitLine | None
    moved: bool = False

    @property
    def is_added(self) -> bool:
        return self.before is None

    @property
    def is_removed(self) -> bool:
        return self.after is None

    @property
    def is_renamed(self) -> bool:
        both = self.before and self.after
        return bool(both and self.before.title != self.after.title)  # type: ignore[union-attr]  # both

    @property
    def is_rewritten(self) -> bool:
        both = self.before and self.after
        return bool(both and self.before.content != self.after.content)  # type: ignore[union-attr]  # both

    @property
    def hours_changed(self) -> bool:
        both = self.before and self.after
        return bool(both and self.before.hours != self.after.hours)  # type: ignore[union-attr]  # both

    @property
    def is_changed(self) -> bool:
        return (
            self.is_added
            or self.is_removed
            or self.is_renamed
            or self.is_rewritten
            or self.hours_changed
            or self.moved
        )

    @property
    def unit(self) -> UnitLine:
        """As it is now, or as it was."""
        unit = self.after or self.before
        assert unit is not None  # one of the two is given
        return unit

    @property
    def difference(self) -> int:
        """Hours more (or less, below 0) than before."""
        new = self.after.hours.total if self.after else 0
        return new - (self.before.hours.total if self.before else 0)


@dataclass(frozen=True)
class Differences:
    """All units, changed or not, in the new order; removed ones last."""

    changes: list[UnitChange]
    before: Hours
    after: Hours

    @property
    def changed(self) -> list[UnitChange]:
        return [change for change in self.changes if change.is_changed]

    @property
    def difference(self) -> int:
        return self.after.total - self.before.total


def lines_of_outline(units: Iterable[OutlineUnit]) -> list[UnitLine]:
    return [
        UnitLine(
            unit.position,
            unit.key,
            unit.title,
            unit.content,
            Hours(unit.theory_hours, unit.practice_hours, unit.online_hours),
        )
        for unit in units
    ]


def lines_of_draft(units: Iterable[UnitDraft]) -> list[UnitLine]:
    return [
        UnitLine(position, unit.key, unit.title, unit.content, unit.hours)
        for position, unit in enumerate(units, start=1)
    ]


def compare_outlines(older: Outline, newer: Outline) -> Differences:
    """Any two outlines of a course; two queries, none where their units are loaded already."""
    return compare_units(lines_of_outline(older.units.all()), lines_of_outline(newer.units.all()))


def compare_units(before: Sequence[UnitLine], after: Sequence[UnitLine]) -> Differences:
    """Units are the same by their key; those whose key is unknown or found nowhere else are the
    same by their title, each one once and in order."""
    pairs = match_units(before, after)
    stay = [old.position for new in after if (old := pairs.get(new.position)) is not None]
    in_order = _longest_rising(stay)
    changes = [
        UnitChange(
            before=(old := pairs.get(new.position)),
            after=new,
            moved=old is not None and old.position not in in_order,
        )
        for new in after
    ]
    matched = {old.position for old in pairs.values()}
    changes += [UnitChange(before=old, after=None) for old in before if old.position not in matched]
    return Differences(
        changes=changes,
        before=sum((unit.hours for unit in before), Hours()),
        after=sum((unit.hours for unit in after), Hours()),
    )


def match_units(before: Sequence[UnitLine], after: Sequence[UnitLine]) -> dict[int, UnitLine]:
    """The old unit by the position of the new one."""
    pairs: dict[int, UnitLine] = {}
    by_key = {unit.key: unit for unit in before if unit.key is not None}
    for new in after:
        if new.key in by_key:
            pairs[new.position] = by_key.pop(new.key)
    matched = {old.position for old in pairs.values()}
    left = [old for old in before if old.position not in matched]
    for new in after:
        if new.position in pairs:
            continue
        same = next((old for old in left if old.title.strip() == new.title.strip()), None)
        if same is not None:
            pairs[new.position] = same
            left.remove(same)
    return pairs


def _longest_rising(numbers: Sequence[int]) -> set[int]:
    """The longest part of distinct `numbers` that rises from left to right."""
    ends: list[int] = []
    chains: list[list[int]] = []
    for number in numbers:
        place = bisect_left(ends, number)
        chain = [*(chains[place - 1] if place else []), number]
        if place == len(ends):
            ends.append(number)
            chains.append(chain)
        else:
            ends[place] = number
            chains[place] = chain
    return set(chains[-1]) if chains else set()
