"""What a student sees."""

import re

from django.urls import reverse

from assessments.grading.domain.locking import lock_sheet
from assessments.grading.domain.sheets import submit_sheet
from assessments.grading.enums import GradeStatus
from tests.assessments.grading.screens import amended, body, entry_url, lock, url
from tests.factories.institutions import RoleFactory


def test_student_sees_no_grade_before_the_lock(taught, student):
    taught.record((50, 60), (70, 70), (80, 80))
    submit_sheet(taught.sheet, by=None)
    page = body(student.get(reverse("grading:mine")))
    assert not re.search(r">\s*54\s*<", page)
    assert "暂无成绩" in page


def test_student_sees_the_own_locked_grade_only(taught, student):
    lock(taught)
    page = body(student.get(reverse("grading:mine")))
    assert '<span class="figure">54</span>' in page
    assert '<span class="figure">70</span>' not in page


def test_student_sees_the_status_in_place_of_a_total(taught, student):
    taught.record(GradeStatus.ABSENT, (70, 70), (80, 80))
    submit_sheet(taught.sheet, by=None)
    lock_sheet(taught.sheet, by=None)
    assert '<span class="figure">缺考</span>' in body(student.get(reverse("grading:mine")))


def test_student_sees_that_a_grade_was_amended_but_not_by_whom(taught, student):
    lock(taught)
    amended(taught, approve=True)
    page = body(student.get(reverse("grading:mine")))
    assert "<del>54</del> → <strong>62</strong>" in page
    assert taught.office.name not in page
    assert "漏计一题" not in page


def test_student_sees_nothing_of_a_request_that_waits(taught, student):
    lock(taught)
    amended(taught, approve=False)
    assert "<strong>62</strong>" not in body(student.get(reverse("grading:mine")))


def test_student_does_not_reach_the_own_line_by_address(taught, student):
    lock(taught)
    assert student.get(entry_url(taught)).status_code == 403


def test_person_who_is_student_here_and_instructor_elsewhere_gets_no_line(taught, student):
    RoleFactory(kind="instructor", user=student.user, institution=taught.sheet.institution)
    taught.record((50, 60))
    assert student.get(entry_url(taught)).status_code == 404
    assert not re.search(r">\s*54\s*<", body(student.get(url("sheet", taught))))
