"""Reads the competition's .ctt files, and solution files. Errors name the line."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from courses.timetable.solver.itc2007.model import Course, Curriculum, Instance, Lecture, Room

HEADER = ("Name", "Courses", "Rooms", "Days", "Periods_per_day", "Curricula", "Constraints")
LARGEST = 1_000_000
"""Numbers beyond this are a slip of the pen; the engine counts with 32 bits."""
LONGEST_DAY = 30
"""Periods; the engine keeps a day as bits."""


class BadFile(ValueError):
    """A file that cannot be read. ``line`` is counted from 1; 0 is the file as a whole."""

    def __init__(self, line: int, problem: str) -> None:
        super().__init__(f"line {line}: {problem}" if line else problem)
        self.line = line


class _Lines:
    """The lines of a file that are not empty, as words, one at a time."""

    def __init__(self, text: str) -> None:
        self.number = 0
        self._last = len(text.splitlines())
        self._rest: Iterator[tuple[int, list[str]]] = (
            (number, words)
            for number, line in enumerate(text.splitlines(), 1)
            if (words := line.split())
        )

    def next(self, wanted: str) -> list[str]:
        number, words = next(self._rest, (0, None))
        if words is None:
            raise BadFile(self._last, f"the file ends where {wanted} should follow")
        self.number = number
        return words

    def error(self, problem: str) -> BadFile:
        return BadFile(self.number, problem)

    def whole(self, word: str, what: str, *, least: int = 0, most: int = LARGEST) -> int:
        if not (word.isascii() and word.isdigit()):
            raise self.error(f"{what} should be a whole number, not {word!r}")
        # Enough digits to see that it is too large: int() refuses thousands of them.
        value = int(word[:20])
        if not least <= value <= most:
            raise self.error(f"{what} should be from {least} to {most}, not {word[:20]}")
        return value

    def row(self, what: str, columns: int, *, more: bool = False) -> list[str]:
        words = self.next(what)
        if len(words) == 1 and words[0].endswith((":", ".")):
            raise self.error(f"{words[0]} comes too early: {what} should follow")
        if len(words) < columns or (len(words) > columns and not more):
            least = "at least " if more else ""
            raise self.error(f"{what} should have {least}{columns} columns, not {len(words)}")
        return words

    def title(self, title: str) -> None:
        words = self.next(title)
        if words != [title]:
            raise self.error(f"{title} should stand here, not {' '.join(words)[:60]!r}")


def read_instance(path: Path) -> Instance:
    """Raises BadFile, and OSError where the file can't be opened."""
    return parse_instance(_text(path))


def parse_instance(text: str) -> Instance:
    lines = _Lines(text)
    name, counts = _header(lines)
    days, periods = counts["Days"], counts["Periods_per_day"]

    lines.title("COURSES:")
    courses: dict[str, Course] = {}
    for _ in range(counts["Courses"]):
        words = lines.row("a course (id, teacher, lectures, minimum days, students)", 5)
        if words[0] in courses:
            raise lines.error(f"course {words[0]!r} is given twice")
        courses[words[0]] = Course(
            words[0],
            words[1],
            lines.whole(words[2], "the number of lectures", least=1),
            lines.whole(words[3], "the minimum number of days"),
            lines.whole(words[4], "the number of students"),
        )
    if sum(course.lectures for course in courses.values()) > days * periods * counts["Rooms"]:
        raise lines.error("there are more lectures than rooms and periods for them")

    lines.title("ROOMS:")
    rooms: dict[str, Room] = {}
    for _ in range(counts["Rooms"]):
        words = lines.row("a room (id, capacity)", 2)
        if words[0] in rooms:
            raise lines.error(f"room {words[0]!r} is given twice")
        rooms[words[0]] = Room(words[0], lines.whole(words[1], "the capacity"))

    lines.title("CURRICULA:")
    curricula: dict[str, Curriculum] = {}
    for _ in range(counts["Curricula"]):
        words = lines.row("a curriculum (id, number of courses, courses)", 2, more=True)
        if words[0] in curricula:
            raise lines.error(f"curriculum {words[0]!r} is given twice")
        members = words[2:]
        if lines.whole(words[1], "the number of courses") != len(members):
            raise lines.error(f"{words[1]} courses are announced, {len(members)} are given")
        for member in members:
            if member not in courses:
                raise lines.error(f"course {member!r} of the curriculum is unknown")
        if len(set(members)) != len(members):
            raise lines.error("a course stands twice in the curriculum")
        curricula[words[0]] = Curriculum(words[0], tuple(members))

    lines.title("UNAVAILABILITY_CONSTRAINTS:")
    unavailable = set()
    for _ in range(counts["Constraints"]):
        words = lines.row("a constraint (course, day, period)", 3)
        if words[0] not in courses:
            raise lines.error(f"course {words[0]!r} of the constraint is unknown")
        day = lines.whole(words[1], "the day", most=days - 1)
        period = lines.whole(words[2], "the period", most=periods - 1)
        unavailable.add((words[0], day, period))
    lines.title("END.")
    return Instance(
        name=name,
        days=days,
        periods_per_day=periods,
        courses=tuple(courses.values()),
        rooms=tuple(rooms.values()),
        curricula=tuple(curricula.values()),
        unavailable=frozenset(unavailable),
    )


def _header(lines: _Lines) -> tuple[str, dict[str, int]]:
    name, counts = "", {}
    for key in HEADER:
        words = lines.next(f"{key}:")
        if words[0] != f"{key}:" or len(words) != 2:
            raise lines.error(f"'{key}: …' should stand here, not {' '.join(words)[:60]!r}")
        if key == "Name":
            name = words[1]
            continue
        least = 0 if key in ("Curricula", "Constraints") else 1
        most = {"Days": 366, "Periods_per_day": LONGEST_DAY}.get(key, LARGEST)
        counts[key] = lines.whole(words[1], key, least=least, most=most)
    return name, counts


def read_solution(path: Path) -> list[Lecture]:
    """The lines of a solution file as they stand; whether they are right is the checker's."""
    lines = []
    for number, line in enumerate(_text(path).splitlines(), 1):
        words = line.split()
        if not words:
            continue
        if len(words) != 4 or not all(word.isascii() and word.isdigit() for word in words[2:]):
            raise BadFile(number, "a lecture should be: course room day period")
        lines.append(Lecture(words[0], words[1], int(words[2][:9]), int(words[3][:9])))
    return lines


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadFile(0, "the file is not text in UTF-8") from error
