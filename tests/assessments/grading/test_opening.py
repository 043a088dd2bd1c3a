"""The page of a class without a sheet."""

import pytest

from assessments.grading.models import GradeSheet, GradingScheme
from tests.assessments.grading.screens import body, url


def test_class_without_sheet_offers_to_open_it(taught, client_of):
    taught.sheet.delete()
    client = client_of(taught.instructor)
    assert "开启成绩登记" in body(client.get(url("sheet", taught)))
    client.post(url("open", taught))
    assert GradeSheet.objects.get().entries.count() == 3


def test_class_without_scheme_says_who_adds_one(taught, client_of):
    taught.sheet.delete()
    GradingScheme.objects.all().delete()
    assert "成绩方案" in body(client_of(taught.instructor).get(url("sheet", taught)))


@pytest.mark.parametrize("scheme", ["nonsense", "00000000-0000-4000-8000-000000000000"])
def test_opening_with_a_scheme_that_is_not_there_is_not_found(taught, client_of, scheme):
    taught.sheet.delete()
    answer = client_of(taught.instructor).post(url("open", taught), {"scheme": scheme})
    assert answer.status_code == 404
