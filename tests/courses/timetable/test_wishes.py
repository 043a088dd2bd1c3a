"""Instructors' wishes and limits: on a phone until the last day, and by the office."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from courses.institutions.models import StaffMember
from courses.timetable.domain.demands import read_demands
from courses.timetable.domain.refusal import TimetableRefused
from courses.timetable.domain.wishing import (
    MOST_UNWANTED_PERIODS,
    close_wishes_after,
    set_limit,
    set_unwanted,
    wish_as_instructor,
    wishes_of_term,
)
from courses.timetable.forms.rules import WeeksField
from courses.timetable.models import TeachingLimit, UnwantedTime
from courses.timetable.weeks import every_week, format_weeks
from tests.courses.timetable.terms import make_class, make_term
from tests.factories.institutions import InstitutionFactory, StaffMemberFactory
from tests.factories.teaching import TermFactory


def _today(days=0):
    return timezone.localdate() + datetime.timedelta(days=days)


@pytest.fixture
def term(institution):
    """A term for which wishes are asked until tomorrow."""
    monday = _today() - datetime.timedelta(days=_today().weekday())
    term = make_term(
        institution,
        classes=1,
        answered=False,
        first_monday=monday + datetime.timedelta(weeks=4),
        weeks=16,
        wishes_until=_today(1),
    )
    return term


@pytest.fixture
def phone(term, sign_in):
    """The instructor of the term's only class, signed in."""
    client = sign_in("instructor")
    staff = term.teaching_classes.get().assignments.get().staff
    staff.user = client.user
    staff.save()
    client.staff = staff
    return client


def _own():
    return reverse("timetable:own_wishes")


def test_instructor_ticks_times_on_the_phone(term, phone):
    page = phone.get(_own()).content.decode()
    assert "周一 第1–2节" in page
    assert page.count('name="times"') == 5 * 5
    answer = phone.post(_own(), {"times": ["1-1-2", "5-7-2"], "weeks": "1-8单"})
    assert answer["Location"] == _own()
    rows = UnwantedTime.objects.filter(term=term, staff=phone.staff)
    assert [(row.weekday, row.first_period, row.periods) for row in rows] == [(1, 1, 2), (5, 7, 2)]
    assert {format_weeks(row.weeks) for row in rows} == {"1–7周(单)"}
    page = phone.get(_own()).content.decode()
    assert 'value="1-1-2" checked' in page
    assert 'value="1–7周(单)"' in page


def test_wishes_entered_again_replace_those_before(term, phone):
    phone.post(_own(), {"times": ["1-1-2"], "weeks": ""})
    phone.post(_own(), {"times": ["2-3-2"], "weeks": ""})
    row = UnwantedTime.objects.get(term=term)
    assert (row.weekday, row.weeks) == (2, every_week(1, 16))
    phone.post(_own(), {"weeks": ""})
    assert not UnwantedTime.objects.exists()


@pytest.mark.parametrize(
    ("posted", "sentence"),
    [
        ({"times": ["1-1-2"], "weeks": "3-20"}, "第 20 周"),
        ({"times": ["1-1-2"], "weeks": "很多"}, "很多"),
        ({"times": ["9-1-2"], "weeks": ""}, "9-1-2"),
        (
            {"times": [f"{d}-{p}-2" for d in range(1, 6) for p in (1, 3, 5)], "weeks": ""},
            "每周最多可填 25 节不希望的时间。",
        ),
    ],
)
def test_wishes_that_make_no_sense_come_back_with_a_sentence(term, phone, posted, sentence):
    answer = phone.post(_own(), posted)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not UnwantedTime.objects.exists()


def test_each_time_keeps_weeks_of_its_own(term, phone):
    phone.post(_own(), {"times": ["1-1-2"], "weeks": "1-8"})
    page = phone.get(_own()).content.decode()
    assert 'name="weeks-1-1-2" value="1–8周"' in page
    phone.post(_own(), {"times": ["1-1-2", "5-7-2"], "weeks": "", "weeks-1-1-2": "1–8周"})
    phone.post(
        _own(),
        {"times": ["1-1-2", "5-7-2"], "weeks": "", "weeks-1-1-2": "1-4", "weeks-5-7-2": ""},
    )
    weeks = dict(UnwantedTime.objects.values_list("weekday", "weeks"))
    assert weeks == {1: every_week(1, 4), 5: every_week(1, 16)}


def test_weeks_of_one_time_that_make_no_sense_are_named(term, phone):
    phone.post(_own(), {"times": ["1-1-2"], "weeks": ""})
    answer = phone.post(_own(), {"times": ["1-1-2"], "weeks": "", "weeks-1-1-2": "3-20"})
    assert answer.status_code == 422
    assert "第 20 周" in answer.content.decode()
    assert UnwantedTime.objects.get().weeks == every_week(1, 16)


def test_most_unwanted_periods_are_those_of_the_fullest_week(term, phone):
    times = [(day, first, 2) for day in range(1, 6) for first in (1, 3, 5)]
    halves = {time: every_week(1, 8) if time[0] < 3 else every_week(9, 16) for time in times}
    count = set_unwanted(
        term, phone.staff, times=times, weeks=None, own_weeks=halves, by=phone.user
    )
    assert count == len(times)


def test_search_avoids_a_time_in_its_own_weeks_only(term, phone):
    times = [(1, 1, 2), (5, 7, 2)]
    set_unwanted(
        term,
        phone.staff,
        times=times,
        weeks=None,
        own_weeks={times[0]: every_week(1, 4)},
        by=phone.user,
    )
    (instructor,) = read_demands(term).problem.instructors
    weeks = {(time.day, time.period): time.weeks for time in instructor.unwanted}
    assert weeks[1, 1] == weeks[1, 2] == every_week(1, 4)
    assert weeks[5, 7] == every_week(1, 16)


def test_who_set_the_last_day_stays_readable(term, sign_in):
    office = sign_in("office")
    for day in (_today(9), _today(9), None):
        close_wishes_after(term, day=day, by=office.user)
    acts = list(term.wishes_deadlines.values_list("day", "made_by"))
    assert acts == [(None, office.user.pk), (_today(9), office.user.pk)]
    assert office.user.get_full_name() in office.get(reverse("timetable:wishes")).content.decode()


def test_limits_keep_who_entered_them_and_what_stood_before(term, sign_in):
    office = sign_in("office")
    staff = term.teaching_classes.get().assignments.get().staff
    for day, week in ((4, 8), (4, 8), (None, 12), (None, None)):
        set_limit(term, staff, most_per_day=day, most_per_week=week, by=office.user)
    kept = TeachingLimit.history.order_by("history_id").values_list(
        "history_type", "most_per_day", "most_per_week", "history_user"
    )
    by = office.user.pk
    assert list(kept) == [("+", 4, 8, by), ("~", None, 12, by), ("-", None, 12, by)]
    where = reverse("timetable:staff_wishes", args=[staff.public_id])
    page = office.get(where, {"term": str(term.public_id)}).content.decode()
    assert page.count(office.user.get_full_name()) >= 3


def test_wishes_are_closed_after_the_last_day(term, phone):
    close_wishes_after(term, day=_today(-1), by=None)
    assert "意愿填写已于" in phone.get(_own()).content.decode()
    answer = phone.post(_own(), {"times": ["1-1-2"], "weeks": ""})
    assert answer.status_code == 422
    assert not UnwantedTime.objects.exists()


def test_wishes_can_be_entered_on_the_last_day_itself(term, phone):
    close_wishes_after(term, day=_today(), by=None)
    phone.post(_own(), {"times": ["1-1-2"], "weeks": ""})
    assert UnwantedTime.objects.count() == 1


def test_instructors_are_not_asked_before_the_office_says_so(term, phone):
    close_wishes_after(term, day=None, by=None)
    assert "目前没有征集排课意愿" in phone.get(_own()).content.decode()
    with pytest.raises(TimetableRefused, match="尚未征集"):
        wish_as_instructor(term, phone.staff, times=[(1, 1, 2)], weeks=None, by=phone.user)


def test_last_day_after_the_term_is_refused(term):
    with pytest.raises(TimetableRefused):
        close_wishes_after(term, day=term.last_day + datetime.timedelta(days=1), by=None)
    term.refresh_from_db()
    assert term.wishes_until == _today(1)


def test_office_sets_the_last_day_on_screen(term, sign_in):
    office = sign_in("office")
    where = reverse("timetable:wishes_close")
    office.post(where, {"term": str(term.public_id), "day": _today(9).isoformat()})
    term.refresh_from_db()
    assert term.wishes_until == _today(9)
    assert _today(9).isoformat() in office.get(reverse("timetable:wishes")).content.decode()


def test_office_enters_limits_and_wishes_for_anybody_after_the_last_day(term, sign_in):
    close_wishes_after(term, day=_today(-1), by=None)
    office = sign_in("office")
    staff = term.teaching_classes.get().assignments.get().staff
    where = reverse("timetable:staff_wishes", args=[staff.public_id])
    query = {"term": str(term.public_id)}
    assert office.get(where, query).status_code == 200
    posted = {**query, "times": ["3-1-2"], "weeks": "", "most_per_day": 4, "most_per_week": 8}
    assert office.post(where, posted).status_code == 302
    limit = TeachingLimit.objects.get(term=term, staff=staff)
    assert (limit.most_per_day, limit.most_per_week) == (4, 8)
    assert UnwantedTime.objects.get().weekday == 3
    office.post(where, posted | {"most_per_day": "", "most_per_week": ""})
    assert not TeachingLimit.objects.exists()


def test_contradictory_limits_change_nothing(term, sign_in):
    staff = term.teaching_classes.get().assignments.get().staff
    where = reverse("timetable:staff_wishes", args=[staff.public_id])
    posted = {
        "term": str(term.public_id),
        "times": ["3-1-2"],
        "weeks": "",
        "most_per_day": 6,
        "most_per_week": 4,
    }
    answer = sign_in("office").post(where, posted)
    assert answer.status_code == 422
    assert "每周最多节数少于每天最多节数。" in answer.content.decode()
    assert not UnwantedTime.objects.exists()


def test_person_of_another_institution_is_not_found(term, sign_in):
    stranger = StaffMemberFactory(institution=InstitutionFactory())
    where = reverse("timetable:staff_wishes", args=[stranger.public_id])
    assert sign_in("office").get(where, {"term": str(term.public_id)}).status_code == 404


def test_times_that_the_bells_no_longer_have_are_kept_by_the_form(term, sign_in):
    staff = term.teaching_classes.get().assignments.get().staff
    set_unwanted(term, staff, times=[(1, 2, 3)], weeks=None, by=None)
    where = reverse("timetable:staff_wishes", args=[staff.public_id])
    office = sign_in("office")
    page = office.get(where, {"term": str(term.public_id)}).content.decode()
    assert 'value="1-2-3" checked> 周一 第2–4节' in page, (
        "what isn't ticked is lost with the saving"
    )
    posted = {"term": str(term.public_id), "times": ["1-2-3", "1-5-2"], "weeks": ""}
    assert office.post(where, posted).status_code == 302
    assert UnwantedTime.objects.count() == 2


@pytest.mark.parametrize("number", [1, 3])
def test_list_of_wishes_takes_three_queries(term, number, django_assert_num_queries):
    for _ in range(number):
        staff = make_class(term).assignments.get().staff
        set_unwanted(term, staff, times=[(1, 1, 2), (2, 1, 2)], weeks=None, by=None)
    with django_assert_num_queries(3):
        lines = wishes_of_term(term, StaffMember.objects.all())
    assert sorted(line.unwanted for line in lines) == [0, *[2] * number]
    assert {line.classes for line in lines} == {1}


def test_more_unwanted_periods_than_a_week_can_bear_are_refused(term):
    staff = term.teaching_classes.get().assignments.get().staff
    times = [(1, period, 1) for period in range(1, MOST_UNWANTED_PERIODS + 2)]
    with pytest.raises(TimetableRefused):
        set_unwanted(term, staff, times=times, weeks=None, by=None)


def test_two_times_that_begin_together_come_back_with_a_sentence(term, sign_in):
    staff = term.teaching_classes.get().assignments.get().staff
    set_unwanted(term, staff, times=[(1, 1, 1)], weeks=None, by=None)
    where = reverse("timetable:staff_wishes", args=[staff.public_id])
    posted = {"term": str(term.public_id), "times": ["1-1-1", "1-1-2"], "weeks": ""}
    answer = sign_in("office").post(where, posted)
    assert answer.status_code == 422
    assert "周一第1节" in answer.content.decode()
    assert UnwantedTime.objects.get().periods == 1


@given(weeks=st.sets(st.integers(1, 18), min_size=1))
def test_weeks_written_in_a_form_are_read_back_equal(weeks):
    mask = sum(1 << (week - 1) for week in weeks)
    field = WeeksField(term=TermFactory.build(institution=None, weeks=18))
    assert field.clean(format_weeks(mask)) == mask
