"""What the search is asked, from the rows of a term."""

import datetime

import pytest

from courses.teaching.enums import WeeklyPattern
from courses.timetable.domain.building import build_timetable
from courses.timetable.domain.demands import read_demands
from courses.timetable.domain.scheduling_rules import load_scheduling_rules
from courses.timetable.domain.travel import set_travel
from courses.timetable.models import FreeWeeks, Room, TeachingLimit, UnwantedTime
from courses.timetable.solver.problem import BusyTime, Weights
from courses.timetable.weeks import even_weeks, every_week, format_weeks, odd_weeks, week_set
from tests.courses.timetable.terms import make_class, make_term
from tests.factories.institutions import AdministrativeClassFactory, CampusFactory
from tests.factories.timetable import RoomFactory

pytestmark = pytest.mark.django_db
EVERY = every_week(1, 18)


def _only(term, **options):
    (demand,) = read_demands(term, **options).problem.demands
    return demand


def _sentence(term):
    (entry,) = build_timetable(term, seconds=5, workers=1, by=None).solver_report["unplaced"]
    return entry["sentence"]


def _keep_free(term, weeks, **whose):
    FreeWeeks.objects.create(
        term=term, institution=term.institution, weeks=weeks, reason="求职", **whose
    )


def test_demands_of_a_plain_term_say_what_they_always_said(institution):
    term = make_term(institution, classes=1)
    problem = read_demands(term).problem
    assert (problem.grid.days, problem.grid.evening, problem.weights) == (5, frozenset(), Weights())
    (demand,) = problem.demands
    assert (demand.allowed_days, demand.days_apart, demand.room_kind) == (frozenset(), 1, None)
    assert demand.weeks == EVERY
    (person,) = problem.instructors
    assert (person.unwanted, person.most_per_day, person.most_per_week) == ((), None, None)


def test_class_that_meets_twice_has_two_demands_with_days_between(institution):
    term = make_term(institution, classes=0)
    make_class(term, weekly_pattern=WeeklyPattern.TWICE, days_apart=2)
    first, second = read_demands(term).problem.demands
    assert first.weeks == second.weeks == EVERY
    assert (first.apart_from, second.apart_from) == ((second.id,), (first.id,))
    assert first.days_apart == second.days_apart == 2


def test_weekend_block_opens_the_whole_week_to_itself_alone(institution):
    term = make_term(institution, classes=1)
    block = make_class(term, weekly_pattern=WeeklyPattern.WEEKEND, periods_per_meeting=4)
    problem = read_demands(term).problem
    days = {demand.teaching_class: demand.allowed_days for demand in problem.demands}
    assert problem.grid.days == 7
    assert days.pop(str(block.pk)) == {6, 7}
    assert list(days.values()) == [{1, 2, 3, 4, 5}]


def test_class_meets_in_its_own_weeks_only(institution):
    term = make_term(institution, classes=0)
    make_class(term, weeks=every_week(3, 10))
    assert _only(term).weeks == every_week(3, 10)


def test_odd_and_even_weeks_are_those_of_the_class(institution):
    term = make_term(institution, classes=0)
    make_class(term, weeks=every_week(3, 8), weekly_pattern=WeeklyPattern.ODD_AND_EVEN)
    found = [demand.weeks for demand in read_demands(term).problem.demands]
    assert found == [odd_weeks(3, 8), even_weeks(3, 8)]


def test_weeks_kept_free_by_a_year_or_a_class_are_not_asked_for(institution):
    term = make_term(institution, classes=0)
    teaching_class = make_class(term, groups=2)
    one, other = teaching_class.administrative_classes.order_by("pk")
    stranger = AdministrativeClassFactory(
        major__department__institution=institution, entry_year=1999
    )
    _keep_free(term, week_set([1, 2]), entry_year=one.entry_year)
    _keep_free(term, week_set([9]), administrative_class=other)
    _keep_free(term, week_set([12]), administrative_class=stranger)
    assert _only(term).weeks == EVERY & ~week_set([1, 2, 9])


def test_class_whose_weeks_are_all_free_is_told_of(institution):
    term = make_term(institution, classes=0)
    teaching_class = make_class(term, weeks=every_week(9, 12))
    year = teaching_class.administrative_classes.first().entry_year
    _keep_free(term, every_week(8, 13), entry_year=year)
    assert _sentence(term) == "9–12周 均为该班学生的空闲周。"


def test_weeks_past_the_end_of_the_term_are_told_of(institution):
    term = make_term(institution, classes=0)
    make_class(term, weeks=every_week(3, 20))
    assert _sentence(term) == "要求在 3–20周 上课，但本学期只有 18 周。请修改上课周次。"


def test_room_of_a_kind_is_asked_for_with_its_equipment(institution):
    term = make_term(institution, classes=0, rooms=1)
    lab = RoomFactory(campus=institution.campuses.get(), kind="机房", equipment=["投影", "耳机"])
    make_class(term, room_kind="机房", equipment=["投影"])
    problem = read_demands(term).problem
    assert (problem.demands[0].room_kind, problem.demands[0].equipment) == ("机房", {"投影"})
    assert (problem.room_by_id[str(lab.pk)].kind, problem.room_by_id[str(lab.pk)].equipment) == (
        "机房",
        {"投影", "耳机"},
    )


def test_class_that_no_room_suits_is_told_of(institution):
    term = make_term(institution, classes=0, rooms=1)
    Room.objects.update(kind="机房")
    make_class(term, room_kind="机房", equipment=["投影", "白板"])
    assert _sentence(term) == "可用教室中没有机房（投影、白板）。"


def test_limits_of_a_person_go_before_those_of_the_rule(institution):
    load_scheduling_rules()
    term = make_term(institution, classes=2)
    one, other = (int(person.id) for person in read_demands(term).problem.instructors)
    TeachingLimit.objects.create(
        term=term, institution=institution, staff_id=one, most_per_day=2, most_per_week=6
    )
    problem = read_demands(term).problem
    limits = {int(one.id): (one.most_per_day, one.most_per_week) for one in problem.instructors}
    assert limits == {one: (2, 6), other: (8, None)}
    assert problem.grid.evening == {9, 10}
    assert problem.comfortable_periods == 4


def test_class_longer_than_its_instructors_day_is_told_of(institution):
    term = make_term(institution, classes=0)
    teaching_class = make_class(term, periods_per_meeting=3)
    TeachingLimit.objects.create(
        term=term,
        institution=institution,
        staff=teaching_class.assignments.get().staff,
        most_per_day=2,
    )
    assert _sentence(term) == "每次 3 节，超过任课教师一天可上的节数。"


def test_unwanted_times_are_given_by_period(institution):
    term = make_term(institution, classes=1)
    (person,) = read_demands(term).problem.instructors
    UnwantedTime.objects.create(
        term=term,
        institution=institution,
        staff_id=int(person.id),
        weekday=1,
        first_period=1,
        periods=2,
        weeks=every_week(1, 4),
    )
    (person,) = read_demands(term).problem.instructors
    assert person.unwanted == (BusyTime(1, 1, every_week(1, 4)), BusyTime(1, 2, every_week(1, 4)))


def test_travel_names_the_periods_with_too_little_time_between(institution):
    term = make_term(institution, classes=1)
    here = institution.campuses.get()
    there = CampusFactory(institution=institution)
    RoomFactory(campus=there)
    set_travel(institution, minutes={(here.pk, there.pk): 40}, by=None)
    (travel,) = read_demands(term).problem.travel
    assert travel.campuses == {str(here.pk), str(there.pk)}
    assert (1, 2) in travel.too_short
    assert (2, 3) in travel.too_short
    # A lunch break is long enough, and so is a period between.
    assert (4, 5) not in travel.too_short
    assert (1, 3) not in travel.too_short


def test_questions_that_differ_in_a_limit_have_other_fingerprints(institution):
    term = make_term(institution, classes=1)
    before = read_demands(term).fingerprint(1)
    assert read_demands(term).fingerprint(1) == before
    Room.objects.filter(institution=institution).update(equipment=["投影", "白板"])
    assert read_demands(term).fingerprint(1) != before


@pytest.mark.parametrize("number", [1, 3])
def test_demands_are_read_with_a_fixed_number_of_queries(
    institution, number, django_assert_num_queries
):
    load_scheduling_rules()
    term = make_term(institution, classes=number, rooms=number)
    for person in read_demands(term).problem.instructors:
        common = {"term": term, "institution": institution, "staff_id": int(person.id)}
        TeachingLimit.objects.create(**common, most_per_day=4)
        UnwantedTime.objects.create(
            **common, weekday=1, first_period=1, periods=2, weeks=every_week(1, 4)
        )
    _keep_free(term, week_set([2]), entry_year=datetime.date.today().year)
    with django_assert_num_queries(15):
        read_demands(term)


def test_class_that_meets_twice_reaches_its_hours_and_no_more(institution):
    term = make_term(institution, classes=0)
    make_class(
        term,
        hours=10,
        campus=institution.campuses.get(),
        weekly_pattern=WeeklyPattern.TWICE,
        weeks=every_week(1, 4),
    )
    first, second = build_timetable(term, seconds=10, workers=1, by=None).slots.order_by("weekday")
    assert (format_weeks(first.weeks), format_weeks(second.weeks)) == ("1–3周", "1–2周")
