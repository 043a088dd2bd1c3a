"""Three-way merge of texts that have identity: plain Python, no Django.

`base` is what a copy last took over, `theirs` the new edition, `ours` the copy as it is now. A text
has named values (a title, a description) and lists of items that keep their key when they are
edited or moved (blocks of a body, units of a syllabus).

| changed by                    | becomes                                    | outcome  |
|-------------------------------|--------------------------------------------|----------|
| nobody, or both alike         | what it is                                 | SAME     |
| theirs only                   | theirs                                     | TAKEN    |
| ours only                     | ours                                       | KEPT     |
| both, differently             | ours, or theirs where a person chose that  | CONFLICT |
| ours, where theirs is fixed   | theirs                                     | REPLACED |

An item that isn't there counts as a value too, so adding and removing follow the same table.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Outcome(StrEnum):
    SAME = "same"
    TAKEN = "taken"
    KEPT = "kept"
    CONFLICT = "conflict"
    REPLACED = "replaced"


class _Absent:
    def __repr__(self) -> str:
        return "ABSENT"


ABSENT = _Absent()


@dataclass(frozen=True)
class Item:
    """One block or row; `fixed`: whoever takes it over may not change it."""

    key: str
    value: Any
    fixed: bool = False


@dataclass(frozen=True)
class Text:
    """Items of a list have different keys."""

    values: Mapping[str, Any] = field(default_factory=dict)
    lists: Mapping[str, Sequence[Item]] = field(default_factory=dict)


@dataclass(frozen=True)
class Step:
    """What becomes of one value, item or order. `place` names it for a person's choice."""

    place: str
    outcome: Outcome
    base: Any
    ours: Any
    theirs: Any
    result: Any


@dataclass(frozen=True)
class Merge:
    text: Text
    steps: list[Step]

    @property
    def outcomes(self) -> frozenset[Outcome]:
        return frozenset(step.outcome for step in self.steps)


def place_of(name: str, key: str) -> str:
    """How an item is named in choices; a value is named by its name alone."""
    return f"{name}:{key}"


def order_place(name: str) -> str:
    """How the order of a list is named in choices."""
    return f"{name}#order"


def merge(
    base: Text,
    ours: Text,
    theirs: Text,
    *,
    fixed: bool = False,
    prefer_theirs: Collection[str] = (),
) -> Merge:
    """`ours` brought up to `theirs`. `fixed`: the whole text is theirs, whatever was changed.
    `prefer_theirs`: places of conflicts for which a person chose the new edition."""
    steps = list(_merge_values(base, ours, theirs, fixed, prefer_theirs))
    values = {step.place: step.result for step in steps if step.result is not ABSENT}
    lists = {}
    for name in _names(ours.lists, theirs.lists, base.lists):
        items, found = _merge_list(
            name,
            base.lists.get(name, ()),
            ours.lists.get(name, ()),
            theirs.lists.get(name, ()),
            fixed,
            prefer_theirs,
        )
        lists[name] = items
        steps += found
    return Merge(Text(values, lists), steps)


def merge_order(
    base: Sequence[str],
    ours: Sequence[str],
    theirs: Sequence[str],
    kept: Collection[str],
    *,
    prefer_theirs: bool = False,
) -> tuple[list[str], Outcome]:
    """The keys `kept` in order: a new order of theirs is followed unless ours was changed too.
    What stands in one order only comes after its neighbour there, so additions keep their place."""
    both = set(kept) & set(ours) & set(theirs) & set(base)
    before, mine, new = ([key for key in keys if key in both] for keys in (base, ours, theirs))
    leading, other = ours, theirs
    if mine == new:
        outcome = Outcome.SAME
    elif new == before:
        outcome = Outcome.KEPT
    elif mine == before:
        outcome, leading, other = Outcome.TAKEN, theirs, ours
    else:
        outcome = Outcome.CONFLICT
        if prefer_theirs:
            leading, other = theirs, ours
    order = [key for key in leading if key in kept]
    present = set(order)
    last = -1
    for key in other:
        if key in present:
            last = order.index(key)
        elif key in kept:
            last += 1
            order.insert(last, key)
            present.add(key)
    return order, outcome


def in_order_of(theirs: Sequence[str], order: Sequence[str], fixed: Collection[str]) -> list[str]:
    """`order` with the keys `fixed` exchanged among their own places so that they follow each other
    as in `theirs`; all other keys stay where they are."""
    present = set(order)
    waiting = iter([key for key in theirs if key in fixed and key in present])
    moved = set(theirs) & set(fixed)
    return [next(waiting) if key in moved else key for key in order]


def _merge_values(
    base: Text, ours: Text, theirs: Text, fixed: bool, prefer_theirs: Collection[str]
) -> Iterator[Step]:
    for name in _names(ours.values, theirs.values, base.values):
        yield _decide(
            name,
            base.values.get(name, ABSENT),
            ours.values.get(name, ABSENT),
            theirs.values.get(name, ABSENT),
            fixed=fixed,
            prefer_theirs=name in prefer_theirs,
        )


def _merge_list(
    name: str,
    base: Sequence[Item],
    ours: Sequence[Item],
    theirs: Sequence[Item],
    fixed: bool,
    prefer_theirs: Collection[str],
) -> tuple[tuple[Item, ...], list[Step]]:
    old, mine, new = ({item.key: item for item in items} for items in (base, ours, theirs))
    steps = []
    results: dict[str, Any] = {}
    for key in _names(mine, new, old):
        place = place_of(name, key)
        step = _decide(
            place,
            _value(old.get(key)),
            _value(mine.get(key)),
            _value(new.get(key)),
            fixed=fixed or (key in new and new[key].fixed),
            prefer_theirs=place in prefer_theirs,
        )
        steps.append(step)
        if step.result is not ABSENT:
            # Whether it is fixed is the new edition's to say.
            results[key] = Item(key, step.result, key in new and new[key].fixed)
    order_name = order_place(name)
    if fixed:
        return tuple(results[key] for key in new), steps
    keys = list(old), list(mine), list(new)
    order, outcome = merge_order(*keys, results, prefer_theirs=order_name in prefer_theirs)
    if outcome is not Outcome.SAME:
        steps.append(Step(order_name, outcome, keys[0], keys[1], keys[2], order))
    return tuple(results[key] for key in order), steps


def _decide(
    place: str, base: Any, ours: Any, theirs: Any, *, fixed: bool, prefer_theirs: bool
) -> Step:
    if ours == theirs:
        return Step(place, Outcome.SAME, base, ours, theirs, ours)
    if fixed:
        outcome = Outcome.TAKEN if ours in (base, ABSENT) else Outcome.REPLACED
        return Step(place, outcome, base, ours, theirs, theirs)
    if theirs == base:
        return Step(place, Outcome.KEPT, base, ours, theirs, ours)
    if ours == base:
        return Step(place, Outcome.TAKEN, base, ours, theirs, theirs)
    result = theirs if prefer_theirs else ours
    return Step(place, Outcome.CONFLICT, base, ours, theirs, result)


def _value(item: Item | None) -> Any:
    return ABSENT if item is None else item.value


def _names(*mappings: Mapping[str, Any]) -> list[str]:
    """The keys of all, each once, in the order in which they come up."""
    return list(dict.fromkeys(name for mapping in mappings for name in mapping))
