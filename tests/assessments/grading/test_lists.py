"""Lists: filters, and a fixed number of queries."""

from decimal import Decimal

import pytest
from django.urls import reverse

from assessments.grading.domain.amendments import request_amendment
from assessments.grading.domain.sheets import add_missing_lines
from assessments.grading.enums import GradeStatus
from assessments.grading.models import GradeSheet
from tests.assessments.grading.building import taught_class
from tests.assessments.grading.screens import body, lock, url
from tests.factories.teaching import EnrolmentFactory, TeachingClassFactory


def test_list_of_sheets_finds_and_filters(taught, client_of, institution):
    other = TeachingClassFactory(institution=institution, term=taught.teaching_class.term)
    client = client_of(taught.office)
    sheets = reverse("grading:sheets")
    assert other.code in body(client.get(sheets, {"state": "none"}))
    assert taught.teaching_class.code not in body(client.get(sheets, {"state": "none"}))
    assert taught.teaching_class.code in body(
        client.get(sheets, {"text": "教师", "state": "draft"})
    )
    assert "没有符合条件" in body(client.get(sheets, {"text": "不存在"}))


def test_empty_list_says_what_to_do(sign_in):
    assert "编班" in body(sign_in("office").get(reverse("grading:sheets")))


def test_list_of_sheets_takes_the_same_queries_for_1_and_3(
    taught, institution, client_of, django_assert_num_queries
):
    client = client_of(taught.office)
    sheets = reverse("grading:sheets")
    with django_assert_num_queries(9):
        client.get(sheets)
    for _ in range(2):
        taught_class(institution, term=taught.teaching_class.term)
    with django_assert_num_queries(9):
        client.get(sheets)


@pytest.mark.parametrize("students", [1, 3])
def test_sheet_takes_the_same_queries_for_1_and_3_students(
    institution, client_of, students, django_assert_num_queries
):
    taught = taught_class(institution, students=students)
    client = client_of(taught.instructor)
    with django_assert_num_queries(13):
        client.get(url("sheet", taught))


@pytest.mark.parametrize("count", [1, 3])
def test_inbox_takes_the_same_queries_for_1_and_3_requests(
    taught, client_of, count, django_assert_num_queries
):
    lock(taught)
    for index in range(count):
        request_amendment(
            taught.entry(index), status=GradeStatus.NORMAL, scores={"final": Decimal(99)},
            reason="漏计", by=taught.instructor,
        )  # fmt: skip
    client = client_of(taught.office)
    with django_assert_num_queries(5):
        client.get(reverse("grading:amendments"))


def test_own_grades_take_the_same_queries_for_1_and_3_courses(
    taught, institution, student, django_assert_num_queries
):
    lock(taught)
    with django_assert_num_queries(7):
        student.get(reverse("grading:mine"))
    for _ in range(2):
        other = taught_class(institution, term=taught.teaching_class.term)
        EnrolmentFactory(teaching_class=other.teaching_class, student=taught.students[0])
        GradeSheet.objects.filter(pk=other.sheet.pk).update(state="locked")
        add_missing_lines(other.sheet)
    with django_assert_num_queries(7):
        student.get(reverse("grading:mine"))
