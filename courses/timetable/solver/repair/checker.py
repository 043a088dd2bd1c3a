"""The judge of every repair. Shares no code with the search, and expands every period."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from courses.timetable.solver.repair.problem import Choice, Kind, Meeting, Repair, RepairProblem


class FaultKind(StrEnum):
    UNKNOWN = "unknown"
    """A meeting, person or room that the problem doesn't have."""
    CHOSEN_TWICE = "chosen_twice"
    FORGOTTEN = "forgotten"
    """An affected meeting about which nothing is said."""
    CLASH = "clash"
    """Two meetings, or a meeting and something else, want the same."""
    NOT_QUALIFIED = "not_qualified"
    AWAY = "away"
    ROOM_LOST = "room_lost"
    TOO_SMALL = "too_small"
    LACKS_SOMETHING = "lacks_something"
    NO_SUCH_TIME = "no_such_time"
    """A date or start that isn't open, or lies in the past."""
    OTHER_THAN_SAID = "other_than_said"
    """More changes than the kind of the choice tells, or nothing."""
    OVER_LIMIT = "over_limit"
    """More periods of a day or a week than the person may have, and more than were planned."""
    TOO_FAR = "too_far"
    """Something else on another campus, too short before or after."""
    UNSOLVED_DIFFERS = "unsolved_differs"


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    kind: FaultKind
    meeting: str
    detail: str = ""


def check(problem: RepairProblem, repair: Repair) -> list[Fault]:
    """Everything that is wrong with the repair; empty when it can be carried out as it is."""
    found: list[Fault] = []
    known = {meeting.id: meeting for meeting in problem.meetings}
    outcome: dict[str, tuple[Meeting, Choice | None]] = {
        key: (meeting, None) for key, meeting in known.items()
    }
    for choice in repair.choices:
        if choice.meeting not in known:
            found.append(Fault(FaultKind.UNKNOWN, choice.meeting))
        elif outcome[choice.meeting][1] is not None:
            found.append(Fault(FaultKind.CHOSEN_TWICE, choice.meeting))
        else:
            outcome[choice.meeting] = known[choice.meeting], choice
    for meeting, chosen in outcome.values():
        hit = (meeting.person, meeting.date) in problem.away
        hit = hit or (meeting.room, meeting.date) in problem.lost
        if chosen is None:
            if hit:
                found.append(Fault(FaultKind.FORGOTTEN, meeting.id))
        else:
            found += _alone(problem, meeting, chosen)
    found += _clashes(problem, outcome)
    found += _burdens(problem, outcome)
    cancelled = {choice.meeting for choice in repair.choices if choice.kind == Kind.CANCEL}
    if cancelled != {entry.meeting for entry in repair.unsolved}:
        found.append(Fault(FaultKind.UNSOLVED_DIFFERS, ",".join(sorted(cancelled))))
    return found


def _alone(problem: RepairProblem, meeting: Meeting, choice: Choice) -> Iterator[Fault]:
    kind = FaultKind
    before = (meeting.person, meeting.room, (meeting.date, meeting.start))
    after = (choice.person, choice.room, (choice.date, choice.start))
    person_differs, room_differs, time_differs = (
        one != other for one, other in zip(before, after, strict=True)
    )
    said = {
        Kind.CANCEL: not (person_differs or room_differs or time_differs),
        Kind.STAY: False,
        Kind.SUBSTITUTE: person_differs and not room_differs and not time_differs,
        Kind.ROOM: room_differs and not person_differs and not time_differs,
        Kind.TIME: time_differs and not person_differs,
    }
    if not said[choice.kind]:
        yield Fault(kind.OTHER_THAN_SAID, meeting.id, choice.kind)
    if choice.kind == Kind.CANCEL:
        return
    people = [person for person in problem.people if person.id == choice.person]
    rooms = [room for room in problem.rooms if room.id == choice.room]
    if not rooms or (person_differs and not people):
        yield Fault(kind.UNKNOWN, meeting.id, choice.room if not rooms else choice.person)
        return
    if (person_differs or time_differs) and not any(
        choice.date in person.qualified for person in people
    ):
        yield Fault(kind.NOT_QUALIFIED, meeting.id, choice.person)
    if (choice.person, choice.date) in problem.away:
        yield Fault(kind.AWAY, meeting.id, choice.person)
    if (choice.room, choice.date) in problem.lost:
        yield Fault(kind.ROOM_LOST, meeting.id, choice.room)
    if room_differs and rooms[0].capacity < meeting.size:
        yield Fault(kind.TOO_SMALL, meeting.id, choice.room)
    if room_differs and not meeting.needs <= rooms[0].offers:
        yield Fault(kind.LACKS_SOMETHING, meeting.id, choice.room)
    if time_differs:
        allowed = problem.starts.get((choice.date, rooms[0].campus, meeting.periods), frozenset())
        kept_free = {group for group, date in problem.kept_free if date == choice.date}
        if (
            kept_free & {*meeting.groups}
            or choice.date not in problem.dates
            or choice.date < problem.today
            or choice.start not in allowed
        ):
            yield Fault(kind.NO_SUCH_TIME, meeting.id, f"{choice.date} {choice.start}")


def _clashes(
    problem: RepairProblem, outcome: dict[str, tuple[Meeting, Choice | None]]
) -> Iterator[Fault]:
    wanted: Counter[tuple[str, str, date, int]] = Counter()
    changed: dict[tuple[str, str, date, int], str] = {}
    for key, (meeting, choice) in outcome.items():
        if choice is not None and choice.kind == Kind.CANCEL:
            continue
        person, room = meeting.person, meeting.room
        on, first = meeting.date, meeting.start
        if choice is not None:
            person, room, on, first = choice.person, choice.room, choice.date, choice.start
        for step in range(meeting.periods):
            own = [("room", room, on, first + step), ("person", person, on, first + step)]
            own += [("group", group, on, first + step) for group in meeting.groups]
            for cell in own:
                wanted[cell] += 1
                if choice is not None:
                    changed[cell] = key
    for cell, key in sorted(changed.items()):
        if wanted[cell] > 1 or cell in problem.taken:
            yield Fault(FaultKind.CLASH, key, " ".join(map(str, cell)))


def _burdens(
    problem: RepairProblem, outcome: dict[str, tuple[Meeting, Choice | None]]
) -> Iterator[Fault]:
    """Every day and every week of every person is counted twice: as planned, and as it would be."""
    campus = {room.id: room.campus for room in problem.rooms}
    before: Counter[tuple[str, tuple[int, ...]]] = Counter()
    after: Counter[tuple[str, tuple[int, ...]]] = Counter()
    days: dict[tuple[str, date], list[tuple[int, int, str, str]]] = {}
    for stint in problem.besides:
        last = stint.start + stint.periods - 1
        days.setdefault((stint.person, stint.date), []).append(
            (stint.start, last, stint.campus, "")
        )
        for key in _day_and_week(stint.date):
            before[stint.person, key] += stint.periods
            after[stint.person, key] += stint.periods
    for meeting, choice in outcome.values():
        for key in _day_and_week(meeting.date):
            before[meeting.person, key] += meeting.periods
        if choice is not None and (choice.kind == Kind.CANCEL or choice.room not in campus):
            continue
        person, room, on, first = meeting.person, meeting.room, meeting.date, meeting.start
        if choice is not None:
            person, room, on, first = choice.person, choice.room, choice.date, choice.start
        for key in _day_and_week(on):
            after[person, key] += meeting.periods
        days.setdefault((person, on), []).append(
            (first, first + meeting.periods - 1, campus[room], meeting.id if choice else "")
        )
    for (person, key), periods in after.items():
        limits = problem.most_per_day if len(key) == 3 else problem.most_per_week
        if person in limits and periods > limits[person] and periods > before[person, key]:
            yield Fault(FaultKind.OVER_LIMIT, person, str(key))
    for (person, on), blocks in days.items():
        for first, last, here, changed in blocks:
            for later, _end, there, also in blocks:
                way = (here, last, there, later)
                if later > last and (changed or also) and way in problem.too_far.get(on, ()):
                    yield Fault(FaultKind.TOO_FAR, changed or also, f"{person} {on} {first}")


def _day_and_week(on: date) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Two numbers for the week, three for the day."""
    return tuple(on.isocalendar()), tuple(on.isocalendar())[:2]
