"""Who owes how much until when."""

import datetime
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from courses.training.domain.cycles import Trained, cycle_of, standing_of
from courses.training.domain.spans import months_after
from tests.factories.training import CycleRuleFactory

D = datetime.date
LONG_AGO = D(2010, 9, 1)
DAY = datetime.timedelta(days=1)


def rule(**values):
    return CycleRuleFactory.build(**values)


def trained(*days, hours=24):
    return [Trained(day, Decimal(hours)) for day in days]


def own(days, on, *, employed_from=LONG_AGO, hours=24, **values):
    return standing_of(
        rule(**values), trained(*days, hours=hours), employed_from=employed_from, on=on
    )


def test_training_suffices_until_the_day_before_it_is_three_years_old():
    assert own([D(2024, 5, 10)], D(2027, 5, 9)).is_fulfilled
    lapsed = own([D(2024, 5, 10)], D(2027, 5, 10))
    assert (lapsed.is_fulfilled, lapsed.is_overdue) == (False, True)
    assert lapsed.due_on == D(2027, 5, 9)


def test_who_never_trained_has_one_cycle_from_the_day_they_came():
    fresh = own([], D(2026, 11, 28), employed_from=D(2025, 9, 1))
    assert (fresh.is_fulfilled, fresh.is_overdue, fresh.due_on) == (False, False, D(2028, 8, 31))


def test_nobody_owes_for_the_time_before_the_rule():
    new = own([], D(2026, 11, 28), valid_from=D(2026, 1, 1))
    assert (new.is_overdue, new.due_on) == (False, D(2028, 12, 31))


def test_hours_of_several_trainings_add_up_while_all_are_recent():
    enough = own([D(2025, 3, 1), D(2026, 3, 1)], D(2026, 11, 28), hours=12)
    assert enough.is_fulfilled
    # The older one lapses first, and with it the sum.
    assert enough.due_on == D(2028, 2, 29)
    assert not own([D(2020, 3, 1), D(2026, 3, 1)], D(2026, 11, 28), hours=12).is_fulfilled


def test_two_sessions_or_the_hours_suffice_unless_both_are_needed():
    either = {"required_hours": 48, "required_sessions": 2}
    days = [D(2025, 3, 1), D(2026, 3, 1)]

    assert own(days, D(2026, 11, 28), hours=8, **either).is_fulfilled
    assert not own(days, D(2026, 11, 28), hours=8, needs_both=True, **either).is_fulfilled
    assert own(days, D(2026, 11, 28), hours=24, needs_both=True, **either).is_fulfilled


def test_training_to_come_is_not_known_yet():
    before = own([D(2026, 12, 1)], D(2026, 11, 28), employed_from=D(2025, 9, 1))
    assert (before.is_fulfilled, before.sessions) == (False, 0)


COMMON = {"first_day": D(2024, 1, 1), "months": 36}


def test_common_cycle_has_its_days():
    assert cycle_of(rule(**COMMON), D(2026, 12, 31)) == (D(2024, 1, 1), D(2026, 12, 31))
    assert cycle_of(rule(**COMMON), D(2027, 1, 1)) == (D(2027, 1, 1), D(2029, 12, 31))
    assert cycle_of(rule(**COMMON), D(2023, 12, 31)) is None


def test_in_a_common_cycle_all_are_due_on_its_last_day():
    due = own([D(2023, 12, 31)], D(2026, 6, 1), **COMMON)
    assert (due.is_fulfilled, due.is_overdue, due.due_on) == (False, False, D(2026, 12, 31))
    done = own([D(2024, 1, 1)], D(2026, 6, 1), **COMMON)
    assert (done.is_fulfilled, done.due_on) == (True, D(2029, 12, 31))


def test_who_missed_a_whole_cycle_is_overdue_in_the_next():
    late = own([], D(2027, 2, 1), **COMMON)
    assert (late.is_overdue, late.due_on) == (True, D(2026, 12, 31))
    assert not own([D(2027, 1, 20)], D(2027, 2, 1), **COMMON).is_overdue


def test_newcomer_near_the_end_of_a_cycle_is_due_in_the_next():
    came = D(2026, 9, 1)
    assert own([], D(2026, 11, 28), employed_from=came, **COMMON).due_on == D(2026, 12, 31)
    lenient = own([], D(2026, 11, 28), employed_from=came, newcomer_months=12, **COMMON)
    assert lenient.due_on == D(2029, 12, 31)


def test_before_the_first_cycle_nobody_owes_anything():
    assert own([], D(2023, 6, 1), **COMMON) is None


DAYS = st.dates(D(2015, 1, 1), D(2035, 12, 31))


@given(
    days=st.lists(DAYS, max_size=6),
    on=DAYS,
    first_day=st.none() | st.dates(D(2010, 1, 1), D(2014, 12, 31)),
    months=st.integers(1, 60),
    hours=st.integers(1, 48),
)
def test_enough_now_means_due_later_and_overdue_means_due_before(
    days, on, first_day, months, hours
):
    said = {"first_day": first_day, "months": months}
    one = own(days, on, hours=hours, employed_from=D(2012, 1, 1), **said)
    assert one is not None
    if one.is_fulfilled:
        assert one.due_on >= on
    assert one.is_overdue == (one.due_on < on)
    assert one.first <= on <= one.last


@given(days=st.lists(DAYS, max_size=6), on=DAYS, months=st.integers(1, 60))
def test_own_cycle_is_fulfilled_exactly_when_its_window_holds_enough(days, on, months):
    one = own(days, on, months=months, hours=12)
    inside = [day for day in days if months_after(on, -months) < day <= on]
    # Months differ in length: on their last days the window may be a day longer or shorter.
    if on.day <= 28 and all(day.day <= 28 for day in days):
        assert one.is_fulfilled == (12 * len(inside) >= 24)


@given(day=DAYS, months=st.integers(-120, 120))
def test_months_there_and_back_lose_at_most_the_end_of_a_month(day, months):
    back = months_after(months_after(day, months), -months)
    assert datetime.timedelta(0) <= day - back <= 3 * DAY


def test_student_trainings_never_count_whatever_a_rule_says():
    assert rule(programme_kinds=["rotation", "student"]).counting_kinds == {"rotation"}
