"""A class shared by several instructors, and how much everybody is to teach."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from courses.institutions.enums import StaffKind
from courses.qualifications.enums import Recognition
from courses.teaching.domain.assignments import NotQualified, assign_instructor
from courses.teaching.domain.candidates import candidates
from courses.teaching.domain.proposals import propose_instructors
from courses.teaching.domain.shares import Share, share_class
from courses.teaching.domain.workload import set_target_loads, workloads
from courses.teaching.models import TargetLoad, TeachingAssignment
from courses.timetable.weeks import every_week
from tests.factories.institutions import StaffMemberFactory
from tests.factories.qualifications import (
    LevelRecognitionFactory,
    StaffCertificateFactory,
    TeachingRuleFactory,
)
from tests.factories.teaching import TeachingAssignmentFactory, TeachingClassFactory, TermFactory

pytestmark = pytest.mark.django_db

FIRST, LAST = every_week(1, 8), every_week(9, 16)


@pytest.fixture(autouse=True)
def _rule(db):
    TeachingRuleFactory(staff_kind=StaffKind.FULL_TIME_TEACHER, province="41")


@pytest.fixture
def counting():
    return LevelRecognitionFactory(recognition=Recognition.COUNTS).level


@pytest.fixture
def term(institution):
    return TermFactory(institution=institution)


@pytest.fixture
def teaching_class(term):
    return TeachingClassFactory(term=term)


def teacher(institution, level, **certificate):
    staff = StaffMemberFactory(institution=institution)
    StaffCertificateFactory(staff=staff, level=level, **certificate)
    return staff


@pytest.fixture
def pair(institution, counting):
    return teacher(institution, counting), teacher(institution, counting)


@pytest.fixture(autouse=True)
def before_the_term(term, monkeypatch):
    monkeypatch.setattr(
        "courses.teaching.domain.shares.timezone.localdate", lambda: term.first_monday
    )


def _open(teaching_class):
    rows = TeachingAssignment.objects.filter(teaching_class=teaching_class, valid_to=None)
    return {each.staff: (each.share, each.weeks) for each in rows.select_related("staff")}


def test_class_is_shared_by_weeks(teaching_class, pair) -> None:
    one, other = pair
    share_class(teaching_class, shares=[Share(one, 50, FIRST), Share(other, 50, LAST)], by=None)
    assert _open(teaching_class) == {one: (50, FIRST), other: (50, LAST)}


def test_sharing_keeps_who_is_there_and_ends_the_others(teaching_class, pair) -> None:
    one, other = pair
    gone = TeachingAssignmentFactory(teaching_class=teaching_class)
    staying = TeachingAssignmentFactory(teaching_class=teaching_class, staff=one)
    share_class(teaching_class, shares=[Share(one, 60), Share(other, 40)], by=None)
    assert _open(teaching_class) == {one: (60, None), other: (40, None)}
    staying.refresh_from_db()
    assert not TeachingAssignment.objects.filter(pk=gone.pk).exists()


@pytest.mark.parametrize(
    ("shares", "sentence"),
    [
        ([(60, None), (50, None)], "份额合计 110%，超过整个教学班。"),
        ([(50, FIRST), (50, every_week(8, 16))], "第 8 周同时分给了"),
        ([(50, FIRST), (50, None)], "要么为所有人填写周次，要么都不填。"),
        ([(50, FIRST), (50, every_week(9, 30))], "不在该班的上课周内"),
        ([(50, None), (0, None)], "份额应在 1% 到 100% 之间。"),
        ([], "请至少指定一位教师。"),
    ],
)
def test_share_that_cannot_be_is_refused_in_words(teaching_class, pair, shares, sentence) -> None:
    asked = [Share(staff, *each) for staff, each in zip(pair, shares, strict=False)]
    with pytest.raises(ValidationError) as refused:
        share_class(teaching_class, shares=asked, by=None)
    assert sentence in " ".join(refused.value.messages)
    assert not TeachingAssignment.objects.exists()


def test_nobody_is_named_twice(teaching_class, pair) -> None:
    with pytest.raises(ValidationError, match="重复"):
        share_class(teaching_class, shares=[Share(pair[0], 50), Share(pair[0], 50)], by=None)


def test_person_of_another_institution_has_no_share(teaching_class) -> None:
    with pytest.raises(ValidationError):
        share_class(teaching_class, shares=[Share(StaffMemberFactory())], by=None)


def test_qualification_counts_from_the_first_own_week(
    institution, teaching_class, term, counting
) -> None:
    """Who is qualified until week 9 may have weeks 1-8 without advice, weeks 9-16 with it."""
    until = term.first_monday + datetime.timedelta(weeks=9)
    lapsing, lasting = (
        teacher(institution, counting, expires_on=until),
        teacher(institution, counting),
    )
    early = [Share(lapsing, 50, FIRST), Share(lasting, 50, LAST)]
    assert share_class(teaching_class, shares=early, by=None) == []
    late = [Share(lasting, 50, FIRST), Share(lapsing, 50, LAST)]
    ((staff, lapses),) = share_class(teaching_class, shares=late, by=None)
    assert (staff, lapses.week) == (lapsing, 10)


def test_who_may_not_teach_in_the_own_weeks_is_refused(
    institution, teaching_class, term, counting
) -> None:
    until = term.first_monday + datetime.timedelta(weeks=4)
    lapsed, lasting = (
        teacher(institution, counting, expires_on=until),
        teacher(institution, counting),
    )
    with pytest.raises(NotQualified):
        share_class(
            teaching_class,
            shares=[Share(lasting, 50, FIRST), Share(lapsed, 50, LAST)],
            by=None,
        )
    assert not TeachingAssignment.objects.exists()


def test_assigning_one_instructor_ends_the_sharing(teaching_class, pair) -> None:
    one, other = pair
    share_class(teaching_class, shares=[Share(one, 50, FIRST), Share(other, 50, LAST)], by=None)
    assign_instructor(teaching_class, staff=one, by=None)
    assert _open(teaching_class) == {one: (100, None)}


@pytest.mark.parametrize("wrong", [{"share": 0}, {"share": 101}, {"weeks": 0}])
def test_database_refuses_a_share_that_is_none(wrong) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        TeachingAssignmentFactory(**wrong)


def test_load_counts_shares(institution, term, counting) -> None:
    staff = teacher(institution, counting)
    for share in (50, 100):
        TeachingAssignmentFactory(teaching_class__term=term, staff=staff, share=share)
    (found,) = [each for each in candidates(term) if each.staff == staff]
    assert found.load == 1.5


def test_proposals_count_half_a_class_as_half(institution, term, counting) -> None:
    half, whole = teacher(institution, counting), teacher(institution, counting)
    TeachingAssignmentFactory(teaching_class__term=term, staff=half, share=50)
    TeachingAssignmentFactory(teaching_class__term=term, staff=whole)
    TeachingClassFactory(term=term)
    (proposal,) = propose_instructors(term)
    assert (proposal.staff, proposal.load) == (half, 1.5)


def test_proposals_follow_target_loads(institution, term, counting) -> None:
    full, half, none = (teacher(institution, counting) for _ in range(3))
    set_target_loads(term, {half: 50, none: 0}, by=None)
    TeachingClassFactory.create_batch(6, term=term)
    proposed = [each.staff for each in propose_instructors(term)]
    assert [proposed.count(staff) for staff in (full, half, none)] == [4, 2, 0]


def test_target_load_is_set_once_and_changed(institution, term, counting) -> None:
    staff = teacher(institution, counting)
    assert set_target_loads(term, {staff: 50}, by=None) == 1
    assert set_target_loads(term, {staff: 50}, by=None) == 0
    assert set_target_loads(term, {staff: 75}, by=None) == 1
    assert TargetLoad.objects.get().share == 75


def test_target_load_outside_of_its_range_is_refused(institution, term, counting) -> None:
    with pytest.raises(ValidationError, match="200"):
        set_target_loads(term, {teacher(institution, counting): 201}, by=None)


@pytest.mark.parametrize("number", [1, 3])
def test_workloads_take_a_fixed_number_of_queries(
    institution, term, counting, number, django_assert_num_queries
) -> None:
    for _ in range(number):
        teacher(institution, counting)
    with django_assert_num_queries(3):
        assert len(workloads(term)) == number
