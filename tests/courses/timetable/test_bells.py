"""作息时间."""

import datetime

import pytest

from courses.timetable.domain.bells import (
    adopt_sample_bells,
    clock_times,
    read_period,
    set_bell_schedule,
)
from courses.timetable.domain.day_layout import layout_of
from courses.timetable.domain.refusal import TimetableRefused
from courses.timetable.enums import DayPart
from courses.timetable.models import BellPeriod, BellSchedule
from tests.factories.institutions import CampusFactory
from tests.factories.teaching import TermFactory

D = datetime.date
AUGUST = D(2026, 8, 1)


def _set(institution, text, valid_from=AUGUST, **fields):
    periods = [read_period(part) for part in text.split()]
    return set_bell_schedule(
        institution, name="作息", valid_from=valid_from, periods=periods, by=None, **fields
    )


def _first(institution, campus, on):
    times = clock_times(institution, campus, on)
    return times[1][0].strftime("%H:%M") if times else None


def test_clock_times_before_any_schedule_are_empty(institution):
    _set(institution, "08:00-08:45")
    assert clock_times(institution, None, D(2026, 7, 31)) == {}


def test_clock_times_are_those_of_the_latest_schedule(institution):
    _set(institution, "08:00-08:45")
    _set(institution, "08:30-09:15", D(2026, 10, 1))
    days = (D(2026, 9, 30), D(2026, 10, 1))
    assert [_first(institution, None, on) for on in days] == ["08:00", "08:30"]


def test_clock_times_of_a_campus_go_before_the_general_ones(institution):
    campus, other = CampusFactory.create_batch(2, institution=institution)
    _set(institution, "07:30-08:15", campus=campus)
    _set(institution, "08:30-09:15", D(2026, 10, 1))
    assert _first(institution, campus, D(2026, 10, 2)) == "07:30"
    assert _first(institution, other, D(2026, 10, 2)) == "08:30"


def test_set_bell_schedule_again_replaces_the_periods(institution):
    _set(institution, "08:00-08:45 08:55-09:40")
    _set(institution, "08:10-08:55")
    assert (BellSchedule.objects.count(), BellPeriod.objects.count()) == (1, 1)


@pytest.mark.parametrize("text", ["08:45-08:00", "08:00-08:45 08:40-09:00", ""])
def test_set_bell_schedule_refuses_periods_out_of_order(institution, text):
    with pytest.raises(TimetableRefused):
        _set(institution, text)
    assert BellSchedule.objects.count() == 0


def test_sample_bells_cover_the_term_in_summer_and_winter(institution):
    term = TermFactory(institution=institution)
    adopt_sample_bells(term, by=None)
    afternoon = [
        clock_times(institution, None, on)[5][0].strftime("%H:%M")
        for on in (D(2026, 8, 31), D(2026, 9, 30), D(2026, 10, 1), D(2027, 1, 3))
    ]
    assert afternoon == ["14:30", "14:30", "14:00", "14:00"]
    assert all("示例" in schedule.name for schedule in BellSchedule.objects.all())


def test_sample_bells_leave_an_institution_with_bells_alone(institution):
    _set(institution, "08:00-08:45")
    assert adopt_sample_bells(TermFactory(institution=institution), by=None) == []


def test_layout_never_lets_a_run_span_the_lunch_break():
    bells = "08:00-08:45 08:55-09:40 10:00-10:45 14:00-14:45 14:55-15:40 19:00-19:45"
    times = {number: read_period(text) for number, text in enumerate(bells.split(), start=1)}
    layout = layout_of(times, periods=6)
    assert layout.starts(2) == {1, 4}
    assert layout.starts(3) == {1}
    assert layout.closed([(2, DayPart.AFTERNOON)]) == {(2, 4), (2, 5)}
