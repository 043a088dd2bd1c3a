"""Who is assigned, and who can't be."""

import datetime

import pytest
from django.core.exceptions import ValidationError

from courses.institutions.enums import StaffKind
from courses.qualifications.domain import grant_waiver
from courses.qualifications.enums import Recognition
from courses.teaching.domain import (
    Lapses,
    NotQualified,
    assign_instructor,
    assign_proposed,
    propose_instructors,
)
from courses.teaching.models import TeachingAssignment
from courses.timetable.weeks import every_week
from tests.factories.institutions import StaffMemberFactory, StaffPeriodFactory, UserFactory
from tests.factories.qualifications import (
    CredentialLevelFactory,
    LevelRecognitionFactory,
    StaffCertificateFactory,
    TeachingRuleFactory,
)
from tests.factories.teaching import (
    EnrolmentFactory,
    TeachingAssignmentFactory,
    TeachingClassFactory,
    TermFactory,
)

pytestmark = pytest.mark.django_db


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


@pytest.fixture(autouse=True)
def _rule(db) -> None:
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


def teacher(institution, level=None, **certificate):
    staff = StaffMemberFactory(institution=institution)
    if level is not None:
        StaffCertificateFactory(staff=staff, level=level, **certificate)
    return staff


def waive(staff, valid_from="2026-08-31", valid_to="2027-01-04"):
    return grant_waiver(
        staff,
        reason="已报名考试",
        valid_from=day(valid_from),
        valid_to=day(valid_to),
        by=UserFactory(),
    )


def test_qualified_instructor_is_assigned(institution, teaching_class, counting) -> None:
    staff = teacher(institution, counting)
    assert assign_instructor(teaching_class, staff=staff, by=None) is None
    assignment = TeachingAssignment.objects.get()
    assert (assignment.staff, assignment.waiver) == (staff, None)
    assert assignment.valid_from == teaching_class.term.first_monday


def test_unqualified_instructor_is_refused_with_reasons(institution, teaching_class) -> None:
    with pytest.raises(NotQualified) as caught:
        assign_instructor(teaching_class, staff=teacher(institution), by=None)
    assert "测试文件" in caught.value.reasons[0]
    assert not TeachingAssignment.objects.exists()


def test_undecided_level_is_refused(institution, teaching_class) -> None:
    staff = teacher(institution, CredentialLevelFactory())
    with pytest.raises(NotQualified):
        assign_instructor(teaching_class, staff=staff, by=None)


def test_waiver_allows_and_is_recorded(institution, teaching_class) -> None:
    staff = teacher(institution)
    waiver = waive(staff)
    assert assign_instructor(teaching_class, staff=staff, by=None, waiver=waiver) is None
    assert TeachingAssignment.objects.get().waiver == waiver


def test_waiver_on_record_is_not_used_unless_chosen(institution, teaching_class) -> None:
    staff = teacher(institution)
    waive(staff)
    with pytest.raises(NotQualified):
        assign_instructor(teaching_class, staff=staff, by=None)


def test_waiver_of_somebody_else_does_not_help(institution, teaching_class) -> None:
    waiver = waive(teacher(institution))
    with pytest.raises(NotQualified):
        assign_instructor(teaching_class, staff=teacher(institution), by=None, waiver=waiver)


def test_waiver_that_does_not_hold_yet_does_not_help(institution, teaching_class) -> None:
    staff = teacher(institution)
    waiver = waive(staff, valid_from="2026-10-01")
    with pytest.raises(NotQualified):
        assign_instructor(teaching_class, staff=staff, by=None, waiver=waiver)


def test_waiver_that_is_not_needed_is_not_recorded(institution, teaching_class, counting) -> None:
    staff = teacher(institution, counting)
    assign_instructor(teaching_class, staff=staff, by=None, waiver=waive(staff))
    assert TeachingAssignment.objects.get().waiver is None


def test_waiver_that_ends_within_the_term_is_a_lapse(institution, teaching_class) -> None:
    staff = teacher(institution)
    waiver = waive(staff, valid_to="2026-10-26")
    lapses = assign_instructor(teaching_class, staff=staff, by=None, waiver=waiver)
    assert lapses == Lapses(on=day("2026-10-26"), week=9)


def test_certificate_that_lapses_in_week_nine_is_advice(
    institution, teaching_class, counting
) -> None:
    staff = teacher(institution, counting, expires_on=day("2026-10-27"))
    lapses = assign_instructor(teaching_class, staff=staff, by=None)
    assert lapses == Lapses(on=day("2026-10-28"), week=9)
    assert TeachingAssignment.objects.exists()


def test_certificate_that_lapses_after_the_last_day_is_no_advice(
    institution, teaching_class, counting
) -> None:
    staff = teacher(institution, counting, expires_on=teaching_class.term.last_day)
    assert assign_instructor(teaching_class, staff=staff, by=None) is None


def test_certificate_expired_before_a_later_start_is_refused(
    institution, teaching_class, counting
) -> None:
    staff = teacher(institution, counting, expires_on=day("2026-10-27"))
    with pytest.raises(NotQualified):
        assign_instructor(teaching_class, staff=staff, by=None, valid_from=day("2026-11-02"))


def test_new_instructor_ends_the_one_before(institution, teaching_class, counting) -> None:
    first, second = teacher(institution, counting), teacher(institution, counting)
    assign_instructor(teaching_class, staff=first, by=None)
    assign_instructor(teaching_class, staff=second, by=None, valid_from=day("2026-10-05"))
    spans = {
        each.staff: (each.valid_from, each.valid_to) for each in teaching_class.assignments.all()
    }
    assert spans == {
        first: (day("2026-08-31"), day("2026-10-05")),
        second: (day("2026-10-05"), None),
    }


def test_replacement_from_the_start_leaves_one_assignment(
    institution, teaching_class, counting
) -> None:
    assign_instructor(teaching_class, staff=teacher(institution, counting), by=None)
    second = teacher(institution, counting)
    assign_instructor(teaching_class, staff=second, by=None)
    assert teaching_class.assignments.get().staff == second


def test_same_instructor_again_changes_nothing(institution, teaching_class, counting) -> None:
    staff = teacher(institution, counting)
    assign_instructor(teaching_class, staff=staff, by=None)
    before = teaching_class.assignments.get()
    assign_instructor(teaching_class, staff=staff, by=None)
    assert teaching_class.assignments.get() == before


def test_instructor_of_another_institution_is_refused(teaching_class, counting) -> None:
    staff = StaffCertificateFactory(level=counting).staff
    with pytest.raises(ValidationError):
        assign_instructor(teaching_class, staff=staff, by=None)


def test_start_after_the_term_is_refused(institution, teaching_class, counting) -> None:
    with pytest.raises(ValidationError):
        assign_instructor(
            teaching_class,
            staff=teacher(institution, counting),
            by=None,
            valid_from=day("2027-02-01"),
        )


def test_proposals_share_the_classes_out_evenly(institution, term, counting) -> None:
    teachers = [teacher(institution, counting) for _ in range(2)]
    TeachingClassFactory.create_batch(4, term=term)
    proposals = propose_instructors(term)
    loads = [sum(1 for each in proposals if each.staff == staff) for staff in teachers]
    assert loads == [2, 2]


def test_proposals_count_classes_that_people_already_have(institution, term, counting) -> None:
    busy, free = teacher(institution, counting), teacher(institution, counting)
    TeachingAssignmentFactory(teaching_class__term=term, staff=busy)
    TeachingClassFactory(term=term)
    (proposal,) = propose_instructors(term)
    assert proposal.staff == free


def test_proposals_leave_out_whoever_may_not_teach(institution, term) -> None:
    unqualified = teacher(institution)
    waive(unqualified)
    TeachingClassFactory(term=term)
    assert propose_instructors(term) == []


def test_proposals_leave_out_managers(institution, term) -> None:
    StaffPeriodFactory(staff__institution=institution, kind=StaffKind.FULL_TIME_MANAGER)
    TeachingClassFactory(term=term)
    assert propose_instructors(term) == []


def test_proposal_prefers_whoever_may_teach_in_all_weeks_of_the_class(
    institution, term, counting
) -> None:
    lapsing = teacher(institution, counting, expires_on=day("2026-10-27"))
    lasting = teacher(institution, counting)
    whole = TeachingClassFactory.create_batch(2, term=term)
    early, late = (
        TeachingClassFactory(term=term, weeks=weeks) for weeks in (every_week(1, 8), 0b11 << 8)
    )
    by_class = {each.teaching_class: each for each in propose_instructors(term)}
    assert {by_class[each].staff for each in (*whole, late)} == {lasting}
    assert (by_class[early].staff, by_class[early].lapse_week) == (lapsing, None)


def test_proposal_shows_a_lapse_where_nobody_else_may_teach(institution, term, counting) -> None:
    lapsing = teacher(institution, counting, expires_on=day("2026-10-27"))
    TeachingClassFactory(term=term)
    (proposal,) = propose_instructors(term)
    assert (proposal.staff, proposal.lapse_week) == (lapsing, 9)


def test_largest_class_is_proposed_first(institution, term, counting) -> None:
    _, large = TeachingClassFactory.create_batch(2, term=term)
    EnrolmentFactory(teaching_class=large)
    first = teacher(institution, counting)
    teacher(institution, counting)
    by_class = {each.teaching_class: each.staff for each in propose_instructors(term)}
    assert by_class[large] == first


def test_proposals_are_the_same_each_time(institution, term, counting) -> None:
    for _ in range(3):
        teacher(institution, counting)
    TeachingClassFactory.create_batch(4, term=term)
    assert propose_instructors(term) == propose_instructors(term)


def test_accepted_proposals_are_assigned(institution, term, counting) -> None:
    teacher(institution, counting)
    TeachingClassFactory.create_batch(2, term=term)
    done = assign_proposed(propose_instructors(term), by=None)
    assert len(done) == TeachingAssignment.objects.count() == 2


def test_proposal_that_no_longer_holds_assigns_nobody(institution, term, counting) -> None:
    staff = teacher(institution, counting)
    TeachingClassFactory.create_batch(2, term=term)
    proposals = propose_instructors(term)
    staff.certificates.all().delete()
    with pytest.raises(NotQualified):
        assign_proposed(proposals, by=None)
    assert not TeachingAssignment.objects.exists()


@pytest.mark.parametrize("number", [1, 3])
def test_proposing_takes_a_fixed_number_of_queries(
    institution, term, counting, number, django_assert_num_queries
) -> None:
    for _ in range(number):
        teacher(institution, counting)
    TeachingClassFactory.create_batch(number, term=term)
    # Six for the facts of people, one each for loads and targets, two for classes.
    with django_assert_num_queries(5):
        assert len(propose_instructors(term)) == number


def test_waiver_that_takes_over_from_a_lapsing_certificate_is_recorded(
    institution, teaching_class, counting
) -> None:
    staff = teacher(institution, counting, expires_on=day("2026-10-27"))
    waiver = waive(staff, valid_from="2026-10-28")
    assert assign_instructor(teaching_class, staff=staff, by=None, waiver=waiver) is None
    assert TeachingAssignment.objects.get().waiver == waiver
