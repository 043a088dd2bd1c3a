"""Meetings of people who are away and of rooms that are lost: never a clash, as few changes as a
search through everything finds."""

import itertools
from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from courses.timetable.solver.repair.checker import FaultKind, check
from courses.timetable.solver.repair.cost import NEAR, Prices, nearness
from courses.timetable.solver.repair.problem import (
    Choice,
    Emphasis,
    Kind,
    Meeting,
    Person,
    Repair,
    RepairProblem,
    Room,
    Stint,
    Unsolved,
    Width,
)
from courses.timetable.solver.repair.search import repair
from tests.courses.timetable.solver.repair.dated import (
    STARTS,
    away,
    day,
    kinds,
    meeting,
    problem,
)


def test_emphasis_decides_between_a_colleague_and_another_day() -> None:
    given = problem([meeting("1", 1)], away=away("A", 1))
    assert kinds(repair(given, Emphasis.SAME_TIMES)) == {"1": Kind.SUBSTITUTE}
    moved = repair(given, Emphasis.SAME_HANDS)
    assert kinds(moved) == {"1": Kind.TIME}
    assert moved.choices[0].date == day(2)
    assert moved.width == Width.NEAR


def test_hands_of_a_lost_room_keep_the_room_at_another_time() -> None:
    given = problem([meeting("1", 1)], lost=away("R1", 1))
    (choice,) = repair(given, Emphasis.SAME_HANDS).choices
    assert (choice.kind, choice.room) == (Kind.TIME, "R1")
    assert choice.date != day(1)


def test_room_that_is_lost_throughout_is_changed_and_not_the_time_as_well() -> None:
    given = problem([meeting("1", 1)], lost=away("R1", 1, 2, 3, 4))
    (choice,) = repair(given, Emphasis.SAME_HANDS).choices
    assert (choice.kind, choice.room) == (Kind.ROOM, "R2")


def test_instructor_who_is_away_moves_whatever_the_room() -> None:
    others = [meeting("2", 2, person="B"), meeting("3", 2, 3, person="B", groups=("G3",))]
    given = problem([meeting("1", 1), *others], away=away("A", 1), dates=range(1, 3), near=2)
    (choice,) = repair(given, Emphasis.SAME_HANDS).choices
    assert (choice.kind, choice.room, choice.date) == (Kind.TIME, "R2", day(2))


def test_lost_room_is_replaced_by_one_that_holds_the_class() -> None:
    rooms = (Room("R1", "east", 60), Room("small", "east", 40), Room("far", "west", 60))
    given = problem([meeting("1", 1)], rooms=rooms, lost=away("R1", 1))
    (choice,) = repair(given, Emphasis.SAME_TIMES).choices
    assert (choice.kind, choice.room, choice.person) == (Kind.ROOM, "far", "A")


def test_room_must_offer_what_the_class_needs() -> None:
    computers = frozenset({"computers"})
    rooms = (Room("R1", "east", 60), Room("plain", "east", 60), Room("R3", "west", 60, computers))
    given = problem([meeting("1", 1, needs=computers)], rooms=rooms, lost=away("R1", 1))
    (choice,) = repair(given, Emphasis.SAME_TIMES).choices
    assert choice.room == "R3"


def test_nothing_moves_to_a_day_that_the_class_keeps_free() -> None:
    given = problem(
        [meeting("1", 1)],
        away=away("A", 1),
        kept_free=frozenset({("G1", day(2)), ("G1", day(3))}),
    )
    (choice,) = repair(given, Emphasis.SAME_HANDS).choices
    assert choice.date == day(4)
    early = Choice("1", Kind.TIME, "A", "R1", day(2), 1)
    wrong = Repair(Emphasis.MIXED, (early,), (), Width.NEAR, 0, True, 0.0)
    assert [fault.kind for fault in check(given, wrong)] == [FaultKind.NO_SUCH_TIME]


def test_unwelcome_time_comes_last() -> None:
    every = frozenset((day(number), "east", 1) for number in range(60))
    given = problem([meeting("1", 1)], away=away("A", 1), unwelcome=every)
    (choice,) = repair(given, Emphasis.SAME_HANDS).choices
    assert choice.start == 3


def test_two_classes_that_want_one_colleague_are_told_apart() -> None:
    both = [meeting("1", 1), meeting("2", 1, person="B", room="R2")]
    given = problem(both, people="ABC", away=away("A", 1) | away("B", 1))
    found = repair(given, Emphasis.SAME_TIMES)
    assert sorted(kinds(found).values()) == [Kind.SUBSTITUTE, Kind.TIME]


def test_one_colleague_for_a_class_rather_than_two() -> None:
    series = [meeting("1", 1, teaching_class="C"), meeting("2", 3, teaching_class="C")]
    # B already teaches that week, so for one meeting alone C would be asked.
    busy = meeting("3", 2, person="B", room="R2")
    given = problem([*series, busy], people="ABC", away=away("A", 1, 3))
    found = repair(given, Emphasis.SAME_TIMES)
    assert len({choice.person for choice in found.choices}) == 1


def test_mixed_keeps_the_time_of_what_is_near() -> None:
    given = problem(
        [meeting("near", 1), meeting("far", 22)],
        people="A",
        dates=range(1, 40),
        near=39,
        away=away("A", 1, 22),
    )
    stranger = Person("Z", "E", frozenset(), frozenset({day(1), day(22)}))
    given = replace(given, people=(*given.people, stranger))
    assert kinds(repair(given, Emphasis.MIXED)) == {"near": Kind.SUBSTITUTE, "far": Kind.TIME}


def test_what_costs_the_same_comes_out_the_same() -> None:
    given = problem(
        [meeting("1", 1), meeting("2", 2)],
        people="A",
        dates=range(1, 40),
        near=39,
        away=away("A", 1, 2),
    )
    hands, mixed = (repair(given, one).choices for one in (Emphasis.SAME_HANDS, Emphasis.MIXED))
    assert hands == mixed


def test_search_goes_on_to_the_end_of_the_term() -> None:
    given = problem(
        [meeting("1", 1)], people="A", dates=range(1, 30), near=4, away=away("A", *range(20))
    )
    found = repair(given, Emphasis.MIXED)
    assert (found.width, kinds(found)) == (Width.TERM, {"1": Kind.TIME})
    assert found.choices[0].date == day(22)


def test_another_meeting_gives_way_only_where_one_would_fall() -> None:
    # The only colleague teaches then, and could do so on another day.
    given = problem(
        [meeting("1", 1), meeting("2", 1, person="B", room="R2")],
        dates=range(1, 4),
        away=away("A", *range(60)),
    )
    found = repair(given, Emphasis.MIXED)
    assert found.width == Width.OTHERS
    assert kinds(found) == {"1": Kind.SUBSTITUTE, "2": Kind.TIME}
    assert not found.unsolved


def test_what_has_no_place_is_cancelled_with_the_counts() -> None:
    nobody = problem([meeting("1", 1)], people="A", away=away("A", *range(60)))
    found = repair(nobody, Emphasis.SAME_TIMES)
    assert kinds(found) == {"1": Kind.CANCEL}
    assert found.unsolved == (Unsolved("1", fit=0, free=0, rooms=0, times=0),)


def test_nobody_affected_changes_nothing() -> None:
    found = repair(problem([meeting("1", 1)], away=away("A", 2)), Emphasis.MIXED)
    assert (found.choices, found.cost) == ((), 0)


def test_nearer_changes_count_more() -> None:
    given = problem([])
    counts = [nearness(given, day(number)) for number in range(30)]
    assert counts == sorted(counts, reverse=True)
    assert counts[0] == NEAR[0][1]
    assert counts[-1] == 1


@pytest.mark.parametrize(
    ("values", "fault"),
    [
        ({"person": "Z"}, FaultKind.UNKNOWN),
        ({"kind": Kind.TIME, "person": "A", "date": day(2), "room": "R3"}, FaultKind.UNKNOWN),
        ({"kind": Kind.TIME, "person": "A"}, FaultKind.OTHER_THAN_SAID),
        ({"kind": Kind.TIME, "person": "A", "date": day(50)}, FaultKind.NO_SUCH_TIME),
        ({"kind": Kind.TIME, "person": "A", "date": day(2), "start": 2}, FaultKind.NO_SUCH_TIME),
        ({"kind": Kind.ROOM, "room": "R2", "person": "A"}, FaultKind.AWAY),
        ({"kind": Kind.SUBSTITUTE, "person": "C"}, FaultKind.CLASH),
        ({"kind": Kind.CANCEL, "person": "A"}, FaultKind.UNSOLVED_DIFFERS),
    ],
)
def test_checker_sees_what_is_wrong(values: dict[str, object], fault: FaultKind) -> None:
    taken = frozenset({("person", "C", day(1), 2)})
    given = problem([meeting("1", 1)], people="ABC", taken=taken, away=away("A", 1))
    right = Choice("1", Kind.SUBSTITUTE, "B", "R1", day(1), 1)
    outcome = Repair(Emphasis.MIXED, (right,), (), Width.NEAR, 0, True, 0.0)
    assert check(given, outcome) == []
    wrong = replace(outcome, choices=(replace(right, **values),))  # type: ignore[arg-type] — given by name
    assert fault in {found.kind for found in check(given, wrong)}


FAR = {day(1): frozenset({("east", 2, "west", 3), ("west", 2, "east", 3)})}
EAST_AND_WEST = (Room("R1", "east", 60), Room("R2", "west", 60))


def test_colleague_at_the_limit_of_the_day_is_not_sent() -> None:
    own = meeting("2", 1, start=3, person="B", room="R2")
    given = problem([meeting("1", 1), own], away=away("A", 1))
    assert repair(given, Emphasis.SAME_TIMES).choices[0].kind == Kind.SUBSTITUTE
    limited = replace(given, most_per_day={"B": 3})
    assert repair(limited, Emphasis.SAME_TIMES).choices[0].kind == Kind.TIME


def test_two_for_one_colleague_are_too_much_together() -> None:
    given = problem(
        [meeting("1", 1), meeting("2", 1, start=3)],
        away=away("A", 1),
        dates=range(0),
        most_per_day={"B": 2},
    )
    found = repair(given, Emphasis.SAME_TIMES)
    assert sorted(choice.kind for choice in found.choices) == [Kind.CANCEL, Kind.SUBSTITUTE]


def test_week_counts_what_was_taught_in_it_before() -> None:
    given = problem([meeting("1", 1)], away=away("A", 1), dates=range(0), most_per_week={"B": 3})
    assert repair(given, Emphasis.SAME_TIMES).choices[0].kind == Kind.SUBSTITUTE
    taught = replace(given, besides=(Stint("B", day(0), 1, 2, "east"),))
    assert repair(taught, Emphasis.SAME_TIMES).choices[0].kind == Kind.CANCEL


def test_more_than_the_limit_that_is_planned_may_stay_as_much() -> None:
    given = problem(
        [meeting("1", 1), meeting("2", 1, start=3)],
        people="A",
        lost=away("R1", 1),
        dates=range(0),
        most_per_day={"A": 2},
    )
    assert {one.kind for one in repair(given, Emphasis.SAME_TIMES).choices} == {Kind.ROOM}


def test_nobody_is_sent_to_a_campus_that_is_too_far() -> None:
    own = meeting("2", 1, start=3, person="B", room="R2")
    given = problem([meeting("1", 1), own], away=away("A", 1), rooms=EAST_AND_WEST, dates=range(0))
    assert repair(given, Emphasis.SAME_TIMES).choices[0].kind == Kind.SUBSTITUTE
    far = replace(given, too_far=FAR)
    assert repair(far, Emphasis.SAME_TIMES).choices[0].kind == Kind.CANCEL


def test_two_chosen_together_lie_in_reach_of_each_other() -> None:
    given = problem(
        [meeting("1", 1), meeting("2", 1, start=3, room="R2")],
        away=away("A", 1),
        rooms=EAST_AND_WEST,
        dates=range(0),
        too_far=FAR,
    )
    found = repair(given, Emphasis.SAME_TIMES)
    assert sorted(choice.kind for choice in found.choices) == [Kind.CANCEL, Kind.SUBSTITUTE]


@pytest.mark.parametrize(
    ("values", "fault"),
    [
        ({"most_per_day": {"B": 3}}, FaultKind.OVER_LIMIT),
        ({"most_per_week": {"B": 3}}, FaultKind.OVER_LIMIT),
        ({"too_far": FAR, "rooms": EAST_AND_WEST}, FaultKind.TOO_FAR),
    ],
)
def test_checker_sees_what_a_person_cannot_bear(
    values: dict[str, object], fault: FaultKind
) -> None:
    own = meeting("2", 1, start=3, person="B", room="R2")
    given = problem([meeting("1", 1), own], away=away("A", 1))
    sent = Choice("1", Kind.SUBSTITUTE, "B", "R1", day(1), 1)
    outcome = Repair(Emphasis.MIXED, (sent,), (), Width.NEAR, 0, True, 0.0)
    assert check(given, outcome) == []
    assert {one.kind for one in check(replace(given, **values), outcome)} == {fault}  # type: ignore[arg-type] — given by name


def test_checker_sees_what_is_forgotten() -> None:
    given = problem([meeting("1", 1)], away=away("A", 1))
    nothing = Repair(Emphasis.MIXED, (), (), Width.NEAR, 0, True, 0.0)
    assert [fault.kind for fault in check(given, nothing)] == [FaultKind.FORGOTTEN]


PAIRS = list(itertools.combinations(("C0", "C1", "C2", "C3"), 2))


@st.composite
def small_problems(draw: st.DrawFn) -> RepairProblem:
    """At most four meetings of three people in two rooms on three days, none clashing."""
    meetings: list[Meeting] = []
    held: set[tuple[object, ...]] = set()
    for number in range(draw(st.integers(1, 4))):
        made = meeting(
            str(number),
            draw(st.integers(1, 3)),
            draw(st.sampled_from(sorted(STARTS))),
            groups=(f"G{draw(st.integers(1, 2))}",),
            person=draw(st.sampled_from("ABC")),
            room=draw(st.sampled_from(["R1", "R2"])),
        )
        own = {
            (resource, made.date, made.start) for resource in (made.person, made.room, *made.groups)
        }
        if not own & held:
            held |= own
            meetings.append(made)
    taken = draw(
        st.frozensets(
            st.tuples(
                st.just("person"),
                st.sampled_from("ABC"),
                st.sampled_from([day(1), day(2), day(3)]),
                st.sampled_from([1, 3]),
            ),
            max_size=4,
        )
    )
    mine = {("person", one.person, one.date, one.start) for one in meetings}
    return problem(
        meetings,
        people="ABC",
        dates=range(1, 4),
        near=3,
        taken=taken - mine,
        away=away(draw(st.sampled_from("ABC")), *draw(st.sets(st.integers(1, 3), min_size=1))),
        lost=away("R1", *draw(st.sets(st.integers(1, 3), max_size=2))),
        rooms=(Room("R1", "east", 60), Room("R2", draw(st.sampled_from(["east", "west"])), 60)),
        most_per_day=draw(st.dictionaries(st.sampled_from("ABC"), st.sampled_from([1, 2, 4]))),
        most_per_week=draw(st.dictionaries(st.sampled_from("ABC"), st.sampled_from([2, 4]))),
        too_far=draw(
            st.dictionaries(
                st.sampled_from([day(1), day(2), day(3)]),
                st.just(frozenset({("east", 2, "west", 3)})),
            )
        ),
        singles=draw(st.dictionaries(st.sampled_from(PAIRS), st.integers(1, 90))),
        singles_taken=draw(
            st.dictionaries(
                st.tuples(
                    st.sampled_from(["C0", "C1"]),
                    st.sampled_from([day(1), day(2), day(3)]),
                    st.sampled_from([1, 3]),
                ),
                st.just(frozenset({"student"})),
            )
        ),
    )


def everything(given: RepairProblem, emphasis: Emphasis) -> Iterator[Repair]:
    """Every repair of the affected meetings that the checker lets pass."""
    own = [list(_all_choices(given, one)) for one in given.affected]
    for choices in itertools.product(*own):
        outcome = Repair(
            emphasis,
            choices,
            tuple(Unsolved(one.meeting, 0, 0, 0, 0) for one in choices if one.kind == Kind.CANCEL),
            Width.NEAR,
            Prices.of(given, emphasis).of_repair(choices),
            True,
            0.0,
        )
        if not check(given, outcome):
            yield outcome


def _all_choices(given: RepairProblem, one: Meeting) -> Iterator[Choice]:
    yield Choice(one.id, Kind.CANCEL, one.person, one.room, one.date, one.start)
    for person in given.people:
        if person.id != one.person:
            yield Choice(one.id, Kind.SUBSTITUTE, person.id, one.room, one.date, one.start)
    for room in given.rooms:
        if room.id != one.room:
            yield Choice(one.id, Kind.ROOM, one.person, room.id, one.date, one.start)
        for on in given.dates:
            for start in STARTS:
                if (on, start) != (one.date, one.start):
                    yield Choice(one.id, Kind.TIME, one.person, room.id, on, start)


@settings(max_examples=60, deadline=None)
@given(small_problems(), st.sampled_from(Emphasis))
def test_repair_is_right_and_as_cheap_as_can_be(given: RepairProblem, emphasis: Emphasis) -> None:
    found = repair(given, emphasis)
    assert check(given, found) == []
    best = min(everything(given, emphasis), key=lambda one: one.cost)
    if found.width == Width.OTHERS:
        assert len(found.unsolved) < len(best.unsolved)
    else:
        assert found.cost == best.cost
        assert {choice.meeting for choice in found.choices} == {one.id for one in given.affected}
