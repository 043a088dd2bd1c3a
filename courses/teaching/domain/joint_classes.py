"""Which administrative classes sit together: a pure function over sizes and places."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from math import ceil
from typing import Any

from courses.teaching.enums import Breadth


@dataclass(frozen=True)
class ClassSize:
    """An administrative class with the number of students who will sit in it."""

    id: int
    name: str
    size: int
    campus_id: int | None
    department_id: int
    major_id: int
    entry_year: int


@dataclass(frozen=True)
class JointClass:
    """A proposed teaching class. `code` and `taught_at`, a campus, stand where somebody said so."""

    classes: tuple[ClassSize, ...]
    code: str = ""
    taught_at: int | None = None

    @property
    def size(self) -> int:
        """Students."""
        return sum(each.size for each in self.classes)

    @property
    def campus_id(self) -> int | None:
        return self.taught_at or self.classes[0].campus_id


@dataclass(frozen=True)
class Mixing:
    """Which classes may sit together: at most as far as `breadth`, only classes of one `kind`, and
    no two that are `apart`."""

    breadth: Breadth = Breadth.CAMPUS
    kind: Callable[[ClassSize], tuple[bool, ...]] = lambda each: ()
    apart: Callable[[ClassSize, ClassSize], bool] | None = None

    def fits(self, each: ClassSize, group: Iterable[ClassSize]) -> bool:
        return self.apart is None or not any(self.apart(each, other) for other in group)


def propose_joint_classes(
    administrative_classes: Iterable[ClassSize],
    *,
    max_size: int,
    max_classes: int = 3,
    mixing: Mixing | None = None,
) -> list[JointClass]:
    """Joint classes of at most `max_classes` classes and `max_size` students together.

    Entry years and campuses are never mixed. Classes of one major are joined first; what is left
    alone is joined within the department, then across departments of the campus, as far as `mixing`
    lets them. A class that is larger than `max_size` stays alone. The same input in any order gives
    the same proposals.
    """
    mixing = mixing or Mixing()
    if max_size < 1 or max_classes < 1:
        raise ValueError("max_size and max_classes are at least 1")
    left = sorted(administrative_classes, key=lambda each: (each.name, each.id))
    joined: list[JointClass] = []
    limits = _Limits(max_size, max_classes, mixing)
    for place in _PLACES[: list(Breadth).index(mixing.breadth) + 1]:
        left.sort(key=lambda each: (place(each), mixing.kind(each), each.name, each.id))
        alone: list[ClassSize] = []
        for _, group in groupby(left, key=lambda each: (place(each), mixing.kind(each))):
            for together in _shared_out(list(group), limits):
                if len(together) == 1:
                    alone += together
                else:
                    joined.append(_joint(together))
        left = alone
    joined += [_joint([each]) for each in left]
    return sorted(joined, key=_order)


@dataclass(frozen=True)
class _Limits:
    max_size: int
    max_classes: int
    mixing: Mixing

    def has_room(self, group: list[ClassSize], each: ClassSize) -> bool:
        size = sum(other.size for other in group) + each.size
        return (
            len(group) < self.max_classes
            and size <= self.max_size
            and self.mixing.fits(each, group)
        )


def _shared_out(classes: list[ClassSize], limits: _Limits) -> list[list[ClassSize]]:
    """As few groups as possible, evenly filled: the largest class goes to the emptiest group."""
    largest_first = sorted(classes, key=lambda each: (-each.size, each.name, each.id))
    too_large = [[each] for each in largest_first if each.size > limits.max_size]
    largest_first = largest_first[len(too_large) :]
    students = sum(each.size for each in largest_first)
    fewest = max(1, ceil(students / limits.max_size), ceil(len(largest_first) / limits.max_classes))
    for count in range(fewest, len(largest_first) + 1):
        groups = _filled(largest_first, count, limits)
        if groups is not None:
            return too_large + _singles_joined(groups, limits)
    return too_large


def _singles_joined(groups: list[list[ClassSize]], limits: _Limits) -> list[list[ClassSize]]:
    """Even filling may leave two alone that would fit together: each joins the first it fits."""
    joined = [group for group in groups if len(group) > 1]
    together: list[list[ClassSize]] = []
    for (each,) in (group for group in groups if len(group) == 1):
        for group in together:
            if limits.has_room(group, each):
                group.append(each)
                break
        else:
            together.append([each])
    return joined + together


def _filled(
    classes: Sequence[ClassSize], count: int, limits: _Limits
) -> list[list[ClassSize]] | None:
    groups: list[list[ClassSize]] = [[] for _ in range(count)]
    for each in classes:
        open_groups = [group for group in groups if not group or limits.has_room(group, each)]
        if not open_groups:
            return None
        min(open_groups, key=lambda group: sum(other.size for other in group)).append(each)
    return [group for group in groups if group]


def _campus(each: ClassSize) -> tuple[Any, ...]:
    return each.entry_year, each.campus_id is not None, each.campus_id or 0


def _department(each: ClassSize) -> tuple[Any, ...]:
    return *_campus(each), each.department_id


def _major(each: ClassSize) -> tuple[Any, ...]:
    return *_department(each), each.major_id


# The place in which classes may be mixed by each Breadth, from the narrowest on.
_PLACES = (_major, _department, _campus)


def _joint(classes: Iterable[ClassSize]) -> JointClass:
    return JointClass(tuple(sorted(classes, key=lambda each: (each.name, each.id))))


def _order(joint: JointClass) -> tuple[Any, ...]:
    first = joint.classes[0]
    return *_department(first), first.name, first.id
