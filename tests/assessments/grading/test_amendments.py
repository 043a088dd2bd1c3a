"""Changing a grade after the lock."""

import datetime
import threading
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction

from assessments.grading.domain.amendments import decide_amendment, request_amendment
from assessments.grading.domain.errors import GradingRefused, ScoresRefused
from assessments.grading.domain.locking import lock_sheet
from assessments.grading.domain.sheets import submit_sheet
from assessments.grading.enums import AmendmentState, GradeStatus
from assessments.grading.models import GradeAmendment
from cms.users.models import User
from courses.teaching.enums import Outcome
from tests.assessments.grading.building import taught_class
from tests.factories.institutions import DepartmentFactory, InstitutionFactory, RoleFactory


def lock(taught):
    taught.record((50, 60), (70, 70), (80, 80))
    submit_sheet(taught.sheet, by=None)
    lock_sheet(taught.sheet, by=None)
    return taught


@pytest.fixture
def locked(taught):
    """The first student failed with 54."""
    return lock(taught)


def ask(taught, by=None, status=GradeStatus.NORMAL, reason="期末试卷漏计一题", index=0, **scores):
    return request_amendment(
        taught.entry(index),
        status=status,
        scores={code: None if n is None else Decimal(n) for code, n in scores.items()},
        reason=reason,
        by=by or taught.instructor,
    )


def test_request_keeps_old_new_reason_and_who(locked):
    amendment = ask(locked, final=80)
    assert amendment.old == {
        "status": "normal",
        "scores": {"coursework": "50", "final": "60"},
        "total": "54",
    }
    assert amendment.new["scores"] == {"coursework": "50", "final": "80"}
    assert amendment.new["total"] == "62"
    assert (amendment.reason, amendment.requested_by) == ("期末试卷漏计一题", locked.instructor)


def test_request_alone_changes_no_grade(locked):
    ask(locked, final=80)
    assert (locked.entry(0).total, locked.enrolment(0).outcome) == (54, Outcome.FAILED)


def test_approval_changes_grade_and_outcome(locked):
    decide_amendment(ask(locked, final=80), approve=True, by=locked.office)
    assert locked.entry(0).total == 62
    assert (locked.enrolment(0).grade, locked.enrolment(0).outcome) == (62, Outcome.PASSED)


def test_approval_leaves_who_decided_and_when(locked):
    amendment = decide_amendment(ask(locked, final=80), approve=True, by=locked.office)
    assert (amendment.state, amendment.decided_by) == (AmendmentState.APPROVED, locked.office)
    assert amendment.decided_at is not None


def test_refusal_leaves_the_grade(locked):
    decide_amendment(ask(locked, final=80), approve=False, note="与试卷不符", by=locked.office)
    assert (locked.entry(0).total, locked.enrolment(0).grade) == (54, 54)


def test_refusal_needs_a_reason(locked):
    with pytest.raises(GradingRefused):
        decide_amendment(ask(locked, final=80), approve=False, by=locked.office)


def test_misconduct_found_later_voids_the_grade(locked):
    amendment = ask(locked, index=1, status=GradeStatus.MISCONDUCT, final=None)
    decide_amendment(amendment, approve=True, by=locked.office)
    assert locked.entry(1).total is None
    assert (locked.enrolment(1).outcome, locked.enrolment(1).grade) == (Outcome.FAILED, None)


def test_nobody_decides_on_their_own_request(locked):
    amendment = ask(locked, by=locked.office, final=80)
    with pytest.raises(GradingRefused, match="他人"):
        decide_amendment(amendment, approve=True, by=locked.office)
    assert locked.entry(0).total == 54


def test_database_refuses_one_person_for_both(locked):
    amendment = ask(locked, final=80)
    with pytest.raises(IntegrityError), transaction.atomic():
        GradeAmendment.objects.filter(pk=amendment.pk).update(decided_by=locked.instructor)


def test_another_instructor_does_not_decide(locked):
    amendment = ask(locked, by=locked.office, final=80)
    with pytest.raises(PermissionDenied):
        decide_amendment(amendment, approve=True, by=locked.instructor)


def test_department_of_the_student_decides(locked):
    user = RoleFactory(
        kind="department", institution=locked.sheet.institution, department=locked.department
    ).user
    decide_amendment(ask(locked, final=80), approve=True, by=user)
    assert locked.entry(0).total == 62


def test_other_department_does_not_decide(locked):
    institution = locked.sheet.institution
    other = DepartmentFactory(institution=institution)
    user = RoleFactory(kind="department", institution=institution, department=other).user
    with pytest.raises(PermissionDenied):
        decide_amendment(ask(locked, final=80), approve=True, by=user)


def test_office_of_another_institution_does_not_decide(locked):
    with pytest.raises(PermissionDenied):
        decide_amendment(ask(locked, final=80), approve=True, by=RoleFactory(kind="office").user)


def test_second_request_waits_for_the_first(locked):
    ask(locked, final=80)
    with pytest.raises(GradingRefused, match="待审批"):
        ask(locked, by=locked.office, final=90)


def test_decided_request_can_not_be_decided_again(locked):
    amendment = decide_amendment(ask(locked, final=80), approve=True, by=locked.office)
    with pytest.raises(GradingRefused):
        decide_amendment(amendment, approve=False, note="反悔", by=locked.office)
    assert locked.entry(0).total == 62


def test_two_amendments_one_after_the_other_keep_both_histories(locked):
    decide_amendment(ask(locked, final=80), approve=True, by=locked.office)
    decide_amendment(ask(locked, coursework=60), approve=True, by=locked.office)
    kept = GradeAmendment.objects.order_by("pk")
    totals = [(amendment.old["total"], amendment.new["total"]) for amendment in kept]
    assert totals == [("54", "62"), ("62", "68")]


def test_open_sheet_takes_no_amendment(taught):
    taught.record((50, 60))
    with pytest.raises(GradingRefused):
        ask(taught, final=80)


def test_amendment_needs_a_reason(locked):
    with pytest.raises(GradingRefused):
        ask(locked, reason=" ", final=80)


def test_amendment_to_the_same_grade_is_refused(locked):
    with pytest.raises(GradingRefused):
        ask(locked, final=60)


def test_amendment_to_an_incomplete_grade_is_refused(locked):
    with pytest.raises(GradingRefused):
        ask(locked, final=None)


@pytest.mark.parametrize("score", [101, -1, "84.555"])
def test_amendment_to_a_score_out_of_range_is_refused(locked, score):
    with pytest.raises(ScoresRefused):
        ask(locked, final=score)


def test_stranger_does_not_ask(locked):
    with pytest.raises(PermissionDenied):
        ask(
            locked,
            by=RoleFactory(kind="instructor", institution=locked.sheet.institution).user,
            final=80,
        )


@pytest.mark.django_db(transaction=True)
def test_of_two_people_deciding_at_once_one_decides():
    locked = lock(taught_class(InstitutionFactory()))
    amendment = ask(locked, final=80)
    deciders = [
        locked.office,
        RoleFactory(kind="office", institution=locked.sheet.institution).user,
    ]
    outcomes: list[str] = []
    start = threading.Barrier(2)

    def decide(user_id: int, approve: bool) -> None:
        try:
            mine = GradeAmendment.objects.select_related("entry__sheet").get(pk=amendment.pk)
            user = User.objects.get(pk=user_id)
            start.wait(timeout=10)
            decide_amendment(mine, approve=approve, note="核对过", by=user)
            outcomes.append("approved" if approve else "refused")
        except GradingRefused:
            outcomes.append("too late")
        finally:
            connection.close()

    threads = [
        threading.Thread(target=decide, args=(user.pk, approve))
        for user, approve in zip(deciders, (True, False), strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    amendment.refresh_from_db()
    assert sorted(outcomes) == sorted([amendment.state, "too late"])
    assert locked.entry(0).total == (62 if amendment.state == "approved" else 54)


def test_grade_of_a_student_who_left_meanwhile_is_not_changed(locked):
    amendment = ask(locked, final=90)
    locked.students[0].enrolments.update(valid_to=datetime.date(2026, 12, 1))
    with pytest.raises(GradingRefused):
        decide_amendment(amendment, approve=True, by=locked.office)
    enrolment = locked.students[0].enrolments.get()
    assert (enrolment.outcome, locked.entry(0).total) == (Outcome.FAILED, 54)
