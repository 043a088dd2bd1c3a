"""A day moves into exam weeks that somebody takes away at the same moment, and changes are carried
out while a day is entered in the calendar: who comes second knows what the first has done."""

import threading
from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from courses.changes.domain import ChangeRefused, GroupPlan, change_group, decide
from courses.changes.domain.repair import Trouble, apply_repair, proposals_of, propose_repair
from courses.changes.domain.terms_held import hold_terms
from courses.changes.enums import GroupAction, RequestState
from courses.changes.models import GroupChange, MeetingChange
from courses.teaching.domain.terms import set_exam_weeks
from courses.teaching.models import Term
from courses.timetable.domain.calendar import SOURCE
from courses.timetable.domain.calendar_by_hand import (
    enter_day,
    remove_entered_day,
    strike_day,
)
from courses.timetable.domain.make_up_days import answer_make_up_day
from courses.timetable.domain.refusal import TimetableRefused
from courses.timetable.enums import DayKind
from courses.timetable.models import CalendarDay, Meeting
from courses.timetable.solver.repair.problem import Emphasis
from tests.courses.changes.at_once import one_after_the_other
from tests.factories.changes import DAY, Published, published_term

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.services,
    pytest.mark.usefixtures("on_postgresql"),
]
REFUSALS = (ChangeRefused, TimetableRefused, ValidationError)


@pytest.fixture
def world(transactional_db: None) -> Published:
    return published_term()


def into_exam_week(world: Published) -> GroupPlan:
    return GroupPlan(
        date=world.meeting.date,
        action=GroupAction.MOVE,
        target=world.term.last_day + 3 * DAY,
        in_exam_week=True,
    )


def invisible(term: Term) -> int:
    """Meetings behind the term, where no timetable shows them."""
    term.refresh_from_db()
    return Meeting.objects.filter(term=term, date__gt=term.last_exam_day).count()


def test_day_does_not_move_into_exam_weeks_that_are_taken_away(world: Published) -> None:
    set_exam_weeks(world.term, exam_weeks=2, by=None)
    # As the page of the office has read it.
    term = Term.objects.select_related("institution").get(pk=world.term.pk)
    taken, moved = one_after_the_other(
        lambda: set_exam_weeks(world.term, exam_weeks=0, by=None),
        lambda: change_group(term, into_exam_week(world), reason="暴雨", by=None),
    )
    assert taken is None
    assert isinstance(moved, ChangeRefused)
    assert invisible(term) == 0
    assert not GroupChange.objects.exists()


def test_exam_weeks_into_which_a_day_moves_are_not_taken_away(world: Published) -> None:
    set_exam_weeks(world.term, exam_weeks=2, by=None)
    term = Term.objects.select_related("institution").get(pk=world.term.pk)
    moved, taken = one_after_the_other(
        lambda: change_group(term, into_exam_week(world), reason="暴雨", by=None),
        lambda: set_exam_weeks(world.term, exam_weeks=0, by=None),
    )
    assert moved is None
    assert isinstance(taken, ValidationError)
    assert invisible(term) == 0


def enter_holiday(world: Published, number: int) -> None:
    enter_day(
        world.term,
        date=world.meeting.date + number * DAY,
        kind=DayKind.SPECIAL,
        name="运动会",
        by=None,
    )


def test_request_does_not_move_onto_a_day_that_becomes_free(world: Published) -> None:
    date = world.meeting.date + DAY
    request = world.ask("move", date=date, first_period=1, room=world.room)
    entered, decided = one_after_the_other(
        lambda: enter_holiday(world, 1),
        lambda: decide(request, agreed=True, as_office=True, by=world.office),
    )
    assert (entered, decided) == (None, None)
    request.refresh_from_db()
    assert request.state == RequestState.REFUSED
    assert not Meeting.objects.filter(date=date).exists()


def test_repair_does_not_move_onto_a_day_that_becomes_free(world: Published) -> None:
    trouble = Trouble(world.meeting.date, world.meeting.date, staff=world.instructor)
    repair = propose_repair(world.term, trouble, reason="住院", by=world.office)
    hands = next(one for one in proposals_of(repair) if one.emphasis == Emphasis.SAME_HANDS)
    days = (hands.lines[0].after.date - world.meeting.date).days
    entered, applied = one_after_the_other(
        lambda: enter_holiday(world, days),
        lambda: apply_repair(repair, emphasis=Emphasis.SAME_HANDS, by=world.office),
    )
    assert entered is None
    assert isinstance(applied, ChangeRefused)
    assert not MeetingChange.objects.exists()


def test_exam_weeks_days_and_moves_at_once_wait_for_each_other_and_end(world: Published) -> None:
    """Nobody waits for ever, and whatever comes out is shown by some timetable."""
    set_exam_weeks(world.term, exam_weeks=2, by=None)
    term = Term.objects.select_related("institution").get(pk=world.term.pk)
    back = GroupPlan(
        date=world.term.last_day + 3 * DAY, action=GroupAction.MOVE, target=world.meeting.date
    )
    acts: list[Callable[[], object]] = [
        *(lambda weeks=weeks: set_exam_weeks(term, exam_weeks=weeks, by=None) for weeks in (0, 1)),
        lambda: change_group(term, into_exam_week(world), reason="暴雨", by=None),
        lambda: change_group(term, back, reason="放晴", by=None),
        *(lambda days=days: enter_holiday(world, days) for days in (2, 3)),
    ]
    wrong: list[BaseException] = []
    start = threading.Barrier(3 * len(acts))

    def run(act: Callable[[], object]) -> None:
        try:
            start.wait(timeout=60)
            act()
        except REFUSALS:
            pass  # Somebody else was first.
        except BaseException as error:
            wrong.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(act,)) for act in 3 * acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
    assert invisible(term) == 0


def refused_onto(world: Published, days: int, act: Callable[[], object]) -> None:
    """A request for a date that stops to be taught at that moment changes nothing."""
    date = world.meeting.date + days * DAY
    request = world.ask("move", date=date, first_period=1, room=world.room)
    done, decided = one_after_the_other(
        act, lambda: decide(request, agreed=True, as_office=True, by=world.office)
    )
    assert (done, decided) == (None, None)
    request.refresh_from_db()
    assert request.state == RequestState.REFUSED
    assert not Meeting.objects.filter(date=date).exists()


def test_request_does_not_move_onto_a_day_whose_answer_is_taken_back(world: Published) -> None:
    holiday = world.meeting.date + 2 * DAY
    enter_day(world.term, date=holiday, kind=DayKind.HOLIDAY, name="校庆", by=None)
    made_up = enter_day(
        world.term,
        date=world.meeting.date + DAY,
        kind=DayKind.MAKE_UP_WORKDAY,
        name="补课",
        follows=holiday,
        by=None,
    )
    refused_onto(world, 1, lambda: answer_make_up_day(made_up, follows=None, by=None))


def a_day(world: Published, **values: object) -> CalendarDay:
    made: CalendarDay = CalendarDay.objects.create(
        term=world.term,
        institution=world.institution,
        date=world.meeting.date + DAY,
        **values,  # type: ignore[misc] — given by name
    )
    return made


@pytest.mark.parametrize(
    ("change", "values"),
    [
        (strike_day, {"kind": DayKind.HOLIDAY, "source": SOURCE}),
        (remove_entered_day, {"kind": DayKind.SPECIAL}),
        (
            lambda day, by: answer_make_up_day(day, follows=None, by=by),
            {"kind": DayKind.MAKE_UP_WORKDAY, "source": SOURCE},
        ),
    ],
)
def test_calendar_waits_for_changes_that_were_checked_against_it(
    world: Published, change: Callable[..., object], values: dict[str, object]
) -> None:
    day = a_day(world, **values)
    order: list[str] = []

    def carried_out() -> None:
        order.append("carried out")

    def change_day() -> None:
        change(day, by=None)
        order.append("another day")

    raised = one_after_the_other(
        lambda: hold_terms([world.term.pk], institutions=[world.institution.pk]),
        change_day,
        then=carried_out,
    )
    assert raised == [None, None]
    assert order == ["carried out", "another day"]


def test_day_that_somebody_removed_meanwhile_is_not_removed_twice(world: Published) -> None:
    day = a_day(world, kind=DayKind.SPECIAL)
    first, second = one_after_the_other(
        lambda: remove_entered_day(CalendarDay.objects.get(pk=day.pk), by=None),
        lambda: remove_entered_day(day, by=None),
    )
    assert first is None
    assert isinstance(second, TimetableRefused)
