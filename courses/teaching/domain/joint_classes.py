"""Which administrative classes sit together: a pure function over sizes and places."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from math import ceil
from typing import Any


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
    """A proposed teaching class."""

    classes: tuple[ClassSize, ...]

    @property
    def size(self) -> int:
        """Students."""
        return sum(each.size for each in self.classes)

    @property
    def campus_id(self) -> int | None:
        return self.classes[0].campus_id


def propose_joint_classes(
    administrative_classes: Iterable[ClassSize], *, max_size: int, max_classes: int = 3
) -> list[JointClass]:
    """Joint classes of at most `max_classes` classes and `max_size` students together.

    Entry years and campuses are never mixed. Classes of one major are joined first; what is left
    alone is joined within the department, then across departments of the campus. A class that is
    larger than `max_size` stays alone. The same input in any order gives the same proposals.
    """
    if max_size < 1 or max_classes < 1:
        raise ValueError("max_size and max_classes are at least 1")
    left = sorted(administrative_classes, key=lambda each: (each.name, each.id))
    joined: list[JointClass] = []
    for place in (_major, _department, _campus):
        left.sort(key=lambda each: (place(each), each.name, each.id))
        alone: list[ClassSize] = []
        for _, group in groupby(left, key=place):
            for together in _shared_out(list(group), max_size=max_size, max_classes=max_classes):
                if len(together) == 1:
                    alone += together
                else:
                    joined.append(_joint(together))
        left = alone
    joined += [_joint([each]) for each in left]
    return sorted(joined, key=_order)


def _shared_out(
    classes: list[ClassSize], *, max_size: int, max_classes: int
) -> list[list[ClassSize]]:
    """As few groups as possible, evenly filled: the largest class goes to the emptiest group."""
    largest_first = sorted(classes, key=lambda each: (-each.size, each.name, each.id))
    too_large = [[each] for each in largest_first if each.size > max_size]
    largest_first = largest_first[len(too_large) :]
    students = sum(each.size for each in largest_first)
    fewest = max(1, ceil(students / max_size), ceil(len(largest_first) / max_classes))
    for count in range(fewest, len(largest_first) + 1):
        groups = _filled(largest_first, count, max_size=max_size, max_classes=max_classes)
        if groups is not None:
            groups = _singles_joined(groups, max_size=max_size, max_classes=max_classes)
            return too_large + groups
    return too_large


def _singles_joined(
    groups: list[list[ClassSize]], *, max_size: int, max_classes: int
) -> list[list[ClassSize]]:
    """Even filling may leave two alone that would fit together: each joins the first it fits."""
    joined = [group for group in groups if len(group) > 1]
    together: list[list[ClassSize]] = []
    for (each,) in (group for group in groups if len(group) == 1):
        for group in together:
            size = sum(other.size for other in group) + each.size
            if len(group) < max_classes and size <= max_size:
                group.append(each)
                break
        else:
            together.append([each])
    return joined + together


def _filled(
    classes: Sequence[ClassSize], count: int, *, max_size: int, max_classes: int
) -> list[list[ClassSize]] | None:
    groups: list[list[ClassSize]] = [[] for _ in range(count)]
    sizes = [0] * count
    for each in classes:
        open_groups = [
            index
            for index in range(count)
            if not groups[index]
            or (len(groups[index]) < max_classes and sizes[index] + each.size <= max_size)
        ]
        if not open_groups:
            return None
        index = min(open_groups, key=lambda at: (sizes[at], at))
        groups[index].append(each)
        sizes[index] += each.size
    return [group for group in groups if group]


def _campus(each: ClassSize) -> tuple[Any, ...]:
    return each.entry_year, each.campus_id is not None, each.campus_id or 0


def _department(each: ClassSize) -> tuple[Any, ...]:
    return *_campus(each), each.department_id


def _major(each: ClassSize) -> tuple[Any, ...]:
    return *_department(each), each.major_id


def _joint(classes: Iterable[ClassSize]) -> JointClass:
    return JointClass(tuple(sorted(classes, key=lambda each: (each.name, each.id))))


def _order(joint: JointClass) -> tuple[Any, ...]:
    first = joint.classes[0]
    return *_department(first), first.name, first.id
