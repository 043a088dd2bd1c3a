"""Opening, filling, submitting, returning and locking a sheet."""

import datetime
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from assessments.grading.domain.errors import GradingRefused, ScoresRefused, SheetIncomplete
from assessments.grading.domain.locking import lock_sheet
from assessments.grading.domain.recording import Recorded, ScoreRow, record_scores
from assessments.grading.domain.sheets import open_sheet, return_sheet, submit_sheet
from assessments.grading.enums import GradeStatus, SheetState
from assessments.grading.models import ComponentScore, GradeEntry
from courses.teaching.enums import Outcome
from tests.assessments.grading.building import taught_class
from tests.factories.grading import GradingSchemeFactory
from tests.factories.institutions import RoleFactory
from tests.factories.teaching import EnrolmentFactory, TeachingClassFactory


def row(taught, index, coursework=None, final=None, status=GradeStatus.NORMAL):
    scores = {"coursework": coursework, "final": final}
    return ScoreRow(
        taught.number(index), {k: v if v is None else Decimal(v) for k, v in scores.items()}, status
    )


def state_of(taught):
    taught.sheet.refresh_from_db()
    return taught.sheet.state


def test_open_sheet_makes_a_line_for_every_open_enrolment(taught):
    assert taught.sheet.entries.count() == 3


def test_open_sheet_again_adds_only_who_joined(taught):
    EnrolmentFactory(teaching_class=taught.teaching_class)
    again = open_sheet(taught.teaching_class, by=taught.instructor)
    assert again == taught.sheet
    assert again.entries.count() == 4


def test_open_sheet_leaves_out_ended_enrolments(institution):
    teaching_class = TeachingClassFactory(institution=institution, term__institution=institution)
    EnrolmentFactory(teaching_class=teaching_class, valid_to=datetime.date(2026, 10, 1))
    GradingSchemeFactory(institution=institution)
    assert open_sheet(teaching_class, by=None).entries.count() == 0


def test_open_sheet_without_a_scheme_says_who_adds_one(institution):
    teaching_class = TeachingClassFactory(institution=institution, term__institution=institution)
    with pytest.raises(GradingRefused, match="教务"):
        open_sheet(teaching_class, by=None)


def test_open_sheet_with_two_schemes_asks_which(institution):
    teaching_class = TeachingClassFactory(institution=institution, term__institution=institution)
    GradingSchemeFactory.create_batch(2, institution=institution)
    with pytest.raises(GradingRefused, match="选择"):
        open_sheet(teaching_class, by=None)


def test_open_sheet_refuses_a_scheme_of_another_institution(institution):
    teaching_class = TeachingClassFactory(institution=institution, term__institution=institution)
    with pytest.raises(GradingRefused):
        open_sheet(teaching_class, scheme=GradingSchemeFactory(), by=None)


def test_recording_computes_the_total(taught):
    record_scores(taught.sheet, rows=[row(taught, 0, 63, 84)], by=taught.instructor)
    assert taught.entry(0).total == 71


def test_recording_half_a_line_leaves_no_total(taught):
    record_scores(taught.sheet, rows=[row(taught, 0, 63)], by=taught.instructor)
    assert taught.entry(0).total is None


def test_recording_keeps_scores_that_are_not_named(taught):
    taught.record((63, 84))
    rows = [ScoreRow(taught.number(0), {"final": Decimal(90)})]
    record_scores(taught.sheet, rows=rows, by=None)
    assert taught.entry(0).total == 74


def test_recording_none_empties_a_score(taught):
    taught.record((63, 84))
    record_scores(taught.sheet, rows=[row(taught, 0, 63, None)], by=None)
    assert taught.entry(0).total is None
    assert list(taught.entry(0).scores.values_list("component__code", flat=True)) == ["coursework"]


def test_recording_the_same_again_changes_nothing(taught):
    taught.record((63, 84))
    assert record_scores(taught.sheet, rows=[row(taught, 0, 63, 84)], by=None) == Recorded(0, 1)


@pytest.mark.parametrize(
    "score",
    [
        Decimal("100.01"),
        Decimal("-1"),
        Decimal("84.555"),
        Decimal("NaN"),
        Decimal("Infinity"),
        84.5,
        True,
    ],
)
def test_recording_a_score_that_is_none_changes_nothing(taught, score):
    rows = [row(taught, 0, 63, 84), ScoreRow(taught.number(1), {"final": score})]
    with pytest.raises(ScoresRefused) as refusal:
        record_scores(taught.sheet, rows=rows, by=None)
    assert refusal.value.problems[0].code == "final"
    assert not ComponentScore.objects.exists()


def test_database_refuses_a_score_above_100(taught):
    component = taught.sheet.scheme.components.first()
    with pytest.raises(IntegrityError), transaction.atomic():
        ComponentScore.objects.create(entry=taught.entry(0), component=component, score=101)


def test_database_refuses_a_total_beside_a_status(taught):
    with pytest.raises(IntegrityError), transaction.atomic():
        GradeEntry.objects.filter(pk=taught.entry(0).pk).update(status="misconduct", total=0)


@pytest.mark.parametrize(
    "status", [GradeStatus.DEFERRED, GradeStatus.ABSENT, GradeStatus.MISCONDUCT]
)
def test_status_without_exam_refuses_an_exam_score(taught, status):
    with pytest.raises(ScoresRefused):
        record_scores(taught.sheet, rows=[row(taught, 0, 63, 84, status)], by=None)


def test_exempt_student_has_no_scores_at_all(taught):
    with pytest.raises(ScoresRefused):
        record_scores(taught.sheet, rows=[row(taught, 0, 63, None, GradeStatus.EXEMPT)], by=None)


def test_status_is_refused_while_a_stored_exam_score_stands(taught):
    taught.record((63, 84))
    with pytest.raises(ScoresRefused):
        record_scores(
            taught.sheet, rows=[ScoreRow(taught.number(0), {}, GradeStatus.DEFERRED)], by=None
        )


def test_unknown_component_is_refused(taught):
    with pytest.raises(ScoresRefused):
        record_scores(
            taught.sheet, rows=[ScoreRow(taught.number(0), {"bonus": Decimal(1)})], by=None
        )


def test_student_of_another_class_is_refused(taught):
    other = EnrolmentFactory(teaching_class__institution=taught.sheet.institution)
    with pytest.raises(ScoresRefused):
        record_scores(taught.sheet, rows=[ScoreRow(other.student.student_number, {})], by=None)


def test_student_listed_twice_is_refused(taught):
    with pytest.raises(ScoresRefused):
        record_scores(taught.sheet, rows=[row(taught, 0, 63), row(taught, 0, 64)], by=None)


def test_student_who_left_is_refused(taught):
    enrolment = taught.enrolment(0)
    enrolment.valid_to = datetime.date(2026, 10, 1)
    enrolment.save()
    with pytest.raises(ScoresRefused):
        record_scores(taught.sheet, rows=[row(taught, 0, 63)], by=None)


def test_instructor_of_another_class_may_not_record(taught, institution):
    other = taught_class(institution, students=0, term=taught.teaching_class.term)
    with pytest.raises(PermissionDenied):
        record_scores(taught.sheet, rows=[row(taught, 0, 63)], by=other.instructor)


def test_instructor_whose_assignment_ended_may_not_record(taught):
    taught.teaching_class.assignments.update(valid_to=datetime.date(2026, 9, 10))
    with pytest.raises(PermissionDenied):
        record_scores(taught.sheet, rows=[row(taught, 0, 63)], by=taught.instructor)


def test_office_of_another_institution_may_not_record(taught):
    with pytest.raises(PermissionDenied):
        record_scores(taught.sheet, rows=[], by=RoleFactory(kind="office").user)


def test_submitting_an_incomplete_sheet_lists_who_is_missing(taught):
    taught.record((63, 84), GradeStatus.EXEMPT)
    with pytest.raises(SheetIncomplete) as refusal:
        submit_sheet(taught.sheet, by=taught.instructor)
    assert refusal.value.missing == [taught.students[2]]
    assert taught.number(2) in str(refusal.value)
    assert state_of(taught) == SheetState.DRAFT


def test_submitting_finds_a_student_who_joined_since(taught):
    taught.record((63, 84), (70, 70), (80, 80))
    EnrolmentFactory(teaching_class=taught.teaching_class)
    with pytest.raises(SheetIncomplete):
        submit_sheet(taught.sheet, by=taught.instructor)


def test_student_who_left_does_not_hold_up_the_sheet(taught):
    taught.record((63, 84), (70, 70))
    taught.students[2].enrolments.update(valid_to=datetime.date(2026, 10, 1))
    assert submit_sheet(taught.sheet, by=taught.instructor).state == SheetState.SUBMITTED


def test_sheet_without_students_is_not_submitted(institution):
    taught = taught_class(institution, students=0)
    with pytest.raises(GradingRefused):
        submit_sheet(taught.sheet, by=taught.instructor)


def test_submitted_sheet_takes_no_more_scores(taught):
    submitted(taught)
    with pytest.raises(GradingRefused):
        record_scores(taught.sheet, rows=[row(taught, 0, 99, 99)], by=taught.instructor)


def test_open_sheet_can_not_be_locked(taught):
    with pytest.raises(GradingRefused):
        lock_sheet(taught.sheet, by=taught.office)


def test_instructor_can_not_lock(taught):
    submitted(taught)
    with pytest.raises(PermissionDenied):
        lock_sheet(taught.sheet, by=taught.instructor)


def test_returned_sheet_is_open_again_with_the_question(taught):
    submitted(taught)
    coordinator = RoleFactory(
        kind="department", institution=taught.sheet.institution, department=taught.department
    ).user
    return_sheet(taught.sheet, note="第三名学生的期末成绩请核对", by=coordinator)
    taught.sheet.refresh_from_db()
    assert (taught.sheet.state, taught.sheet.return_note) == ("draft", "第三名学生的期末成绩请核对")


def test_sheet_is_not_returned_without_a_question(taught):
    submitted(taught)
    with pytest.raises(GradingRefused):
        return_sheet(taught.sheet, note="  ", by=taught.office)


def test_department_without_students_in_the_class_can_not_return(taught):
    submitted(taught)
    from tests.factories.institutions import DepartmentFactory

    other = DepartmentFactory(institution=taught.sheet.institution)
    user = RoleFactory(
        kind="department", institution=taught.sheet.institution, department=other
    ).user
    with pytest.raises(PermissionDenied):
        return_sheet(taught.sheet, note="?", by=user)


def test_lock_writes_outcome_and_grade_of_every_enrolment(institution):
    taught = taught_class(institution, students=7)
    taught.record(
        (63, 84), (58, 46), (59.5, 59.5), GradeStatus.DEFERRED, GradeStatus.ABSENT,
        GradeStatus.MISCONDUCT, GradeStatus.EXEMPT,
    )  # fmt: skip
    submit_sheet(taught.sheet, by=taught.instructor)
    lock_sheet(taught.sheet, by=taught.office)
    found = [(taught.enrolment(n).outcome, taught.enrolment(n).grade) for n in range(7)]
    assert found == [
        (Outcome.PASSED, 71),
        (Outcome.FAILED, 53),
        (Outcome.PASSED, 60),
        (Outcome.DEFERRED, None),
        (Outcome.FAILED, None),
        (Outcome.FAILED, None),
        (Outcome.EXEMPT, None),
    ]
    assert taught.sheet.__class__.objects.get().locked_by == taught.office


def test_lock_leaves_the_enrolment_of_a_student_who_left(taught):
    taught.record((63, 84), (70, 70), (80, 80))
    taught.students[2].enrolments.update(valid_to=datetime.date(2026, 10, 1))
    submit_sheet(taught.sheet, by=taught.instructor)
    lock_sheet(taught.sheet, by=taught.office)
    assert taught.enrolment(2).outcome == Outcome.OPEN


def test_recording_200_scores_takes_few_queries(institution, django_assert_max_num_queries):
    taught = taught_class(institution, students=20)
    rows = [row(taught, n, 63, 84) for n in range(20)]
    with django_assert_max_num_queries(13):
        record_scores(taught.sheet, rows=rows, by=taught.instructor)


def submitted(taught):
    taught.record((63, 84), (70, 70), (80, 80))
    submit_sheet(taught.sheet, by=taught.instructor)
