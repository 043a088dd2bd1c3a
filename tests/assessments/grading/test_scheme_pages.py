"""Schemes on the web."""

import pytest
from django.urls import reverse

from assessments.grading.models import GradingScheme
from tests.assessments.grading.screens import body
from tests.factories.grading import GradingSchemeFactory


def new_scheme(**changes):
    return {
        "name": "平时 50 / 期末 50",
        "citation": "教务〔2026〕1号 第三条",
        "valid_from": "2026-08-01",
        "pass_mark": "60",
        "decimals": "0",
        "exam": "2",
        "name_1": "平时",
        "weight_1": "50",
        "name_2": "期末",
        "weight_2": "50",
    } | changes


def test_office_adds_a_scheme(sign_in, institution):
    office = sign_in("office")
    page = body(office.post(reverse("grading:scheme_new"), new_scheme(), follow=True))
    assert "平时 50 / 期末 50" in page
    scheme = GradingScheme.objects.get()
    assert scheme.institution == institution
    assert list(scheme.components.values_list("weight", "is_exam")) == [(50, False), (50, True)]


@pytest.mark.parametrize(
    "changes",
    [{"weight_2": "49"}, {"weight_1": "-1"}, {"pass_mark": "101"}, {"name_2": ""}, {"exam": "3"}],
)
def test_scheme_that_can_not_be_is_explained(sign_in, changes):
    answer = sign_in("office").post(reverse("grading:scheme_new"), new_scheme(**changes))
    assert answer.status_code == 400
    assert not GradingScheme.objects.exists()


@pytest.mark.parametrize("kind", ["instructor", "department", "student", "auditor", "province"])
def test_only_the_office_adds_schemes(sign_in, kind):
    assert sign_in(kind).post(reverse("grading:scheme_new"), new_scheme()).status_code == 403


@pytest.mark.parametrize("count", [1, 3])
def test_list_of_schemes_takes_the_same_queries(
    sign_in, institution, count, django_assert_num_queries
):
    GradingSchemeFactory.create_batch(count, institution=institution)
    client = sign_in("office")
    with django_assert_num_queries(6):
        client.get(reverse("grading:schemes"))
