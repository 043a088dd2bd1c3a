import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.curriculum.domain import (
    Hours,
    HoursMismatch,
    OutlineRefused,
    UnitDraft,
    compare_hours,
    release_outline,
)
from courses.curriculum.models import Outline
from tests.factories.curriculum import CourseFactory
from tests.factories.institutions import UserFactory

UNITS = [UnitDraft("导论", "内容", 24, 0, 6), UnitDraft("求职实践", "", 0, 8, 0)]


def release(course, *, revision_id=1, units=UNITS, hours=None):
    return release_outline(
        course,
        title=course.name,
        objectives=[("attitude", "自主意识"), ("skills", "求职方法")],
        units=units,
        hours=hours or Hours(24, 8, 6),
        page_id=7,
        revision_id=revision_id,
        by=UserFactory(),
    )


def test_release_keeps_units_and_objectives_in_order(db):
    outline = release(CourseFactory())

    assert [(u.position, u.title, u.contact) for u in _units(outline)] == [
        (1, "导论", (24, 0, 6)),
        (2, "求职实践", (0, 8, 0)),
    ]
    assert [(o.position, o.kind) for o in outline.objectives.all()] == [
        (1, "attitude"),
        (2, "skills"),
    ]


def _units(outline):
    for unit in outline.units.all():
        unit.contact = (unit.theory_hours, unit.practice_hours, unit.online_hours)
        yield unit


def test_release_numbers_each_course_from_one_without_gaps(db):
    course, other = CourseFactory(), CourseFactory()

    numbers = [release(course, revision_id=n).number for n in (1, 2, 3)]

    assert numbers == [1, 2, 3]
    assert release(other, revision_id=9).number == 1


def test_release_of_the_same_revision_is_the_same_outline(db):
    course = CourseFactory()

    assert release(course) == release(course)
    assert Outline.objects.count() == 1


def test_release_refuses_hours_that_do_not_add_up_and_says_which(db):
    course = CourseFactory()

    with pytest.raises(HoursMismatch) as refusal:
        release(course, units=[UnitDraft("导论", "", 22, 8, 6)])

    assert [(line.kind, line.expected, line.actual) for line in refusal.value.lines] == [
        ("theory", 24, 22)
    ]
    assert str(refusal.value) == (
        "各单元学时之和与课程学时不符。理论学时：课程 24，各单元合计 22。"
    )
    assert not Outline.objects.exists()


def test_release_refuses_equal_totals_of_wrong_kinds(db):
    with pytest.raises(HoursMismatch):
        release(CourseFactory(), units=[UnitDraft("导论", "", 38, 0, 0)])


def test_release_refuses_a_syllabus_without_units(db):
    with pytest.raises(OutlineRefused, match="还没有教学单元"):
        release(CourseFactory(), units=[])


def test_release_refuses_a_unit_without_hours(db):
    with pytest.raises(OutlineRefused, match="第 2 单元“空”没有学时"):
        release(CourseFactory(), units=[UnitDraft("导论", "", 24, 8, 6), UnitDraft("空")])


hours = st.integers(min_value=0, max_value=200)


@given(st.lists(st.tuples(hours, hours, hours), max_size=30))
def test_compare_hours_finds_no_difference_against_their_own_sum(rows):
    units = [UnitDraft("单元", "", *row) for row in rows]
    total = Hours(*(sum(row[i] for row in rows) for i in range(3)))

    assert all(line.difference == 0 for line in compare_hours(total, units))


@given(st.lists(st.tuples(hours, hours, hours), min_size=1, max_size=30), st.integers(1, 50))
def test_compare_hours_reports_the_surplus_of_a_kind(rows, surplus):
    units = [UnitDraft("单元", "", *row) for row in rows]
    theory, practice, online = (sum(row[i] for row in rows) for i in range(3))
    units.append(UnitDraft("多出", "", surplus, 0, 0))

    lines = compare_hours(Hours(theory, practice, online), units)

    assert [line.difference for line in lines] == [surplus, 0, 0]
