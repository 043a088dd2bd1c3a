"""Who reaches which sheet."""

import pytest

from tests.assessments.grading.screens import body, field, url
from tests.factories.institutions import DepartmentFactory, InstitutionFactory


@pytest.mark.parametrize("name", ["sheet", "template", "upload"])
def test_sheet_of_another_institution_is_not_found(taught, sign_in, name):
    stranger = sign_in("office", institution=InstitutionFactory())
    assert stranger.get(url(name, taught)).status_code == 404


@pytest.mark.parametrize("name", ["open", "scores", "upload", "submit", "return", "lock"])
def test_writing_to_another_institution_is_not_found(taught, sign_in, name):
    stranger = sign_in("office", institution=InstitutionFactory())
    assert stranger.post(url(name, taught), {"note": "?"}).status_code == 404


def test_class_of_a_colleague_is_not_found(taught, sign_in):
    assert sign_in("instructor").get(url("sheet", taught)).status_code == 404


@pytest.mark.parametrize("kind", ["student", "counsellor", "province"])
@pytest.mark.parametrize("name", ["sheet", "template", "upload"])
def test_role_that_does_not_grade_is_refused(taught, sign_in, kind, name):
    assert sign_in(kind).get(url(name, taught)).status_code == 403


@pytest.mark.parametrize("name", ["open", "scores", "submit", "return", "lock"])
def test_auditor_only_reads(taught, sign_in, name):
    auditor = sign_in("auditor")
    assert auditor.get(url("sheet", taught)).status_code == 200
    assert auditor.post(url(name, taught)).status_code == 403


def test_auditor_gets_no_inputs(taught, sign_in):
    page = body(sign_in("auditor").get(url("sheet", taught)))
    assert taught.students[0].name in page
    assert field(taught, 0, "final") not in page


def test_instructor_can_neither_lock_nor_return(taught, client_of):
    client = client_of(taught.instructor)
    assert client.post(url("lock", taught)).status_code == 403
    assert client.post(url("return", taught), {"note": "?"}).status_code == 403


def test_get_changes_nothing(taught, client_of):
    for name in ("open", "scores", "submit", "return", "lock"):
        assert client_of(taught.office).get(url(name, taught)).status_code == 405


def test_department_sees_only_its_own_students_of_a_joint_class(taught, sign_in):
    other = DepartmentFactory(institution=taught.sheet.institution)
    student = taught.students[1]
    student.department = other
    student.save()
    page = body(sign_in("department", department=taught.department).get(url("sheet", taught)))
    assert taught.number(0) in page
    assert student.student_number not in page
