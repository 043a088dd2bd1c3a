"""The list from which an author chooses a page, at any length."""

import json

import pytest
from django.urls import reverse

from cms.reviewing.domain import send_for_review
from tests.factories.content import make_syllabus
from tests.factories.masters import change, make_lesson


@pytest.fixture
def syllabus(institution):
    page = make_syllabus(institution)
    make_lesson(page, title="求职第一课")
    return page


def html(client, name, *args, **query):
    answer = client.get(reverse(name, args=args), query)
    assert answer.status_code == 200
    found = answer.content.decode()
    return json.loads(found)["html"] if answer["Content-Type"] == "application/json" else found


@pytest.mark.parametrize(
    ("name", "query"),
    [
        ("wagtailadmin_choose_page_child", {}),
        ("wagtailadmin_choose_page_child", {"page_type": "cms.lessonpage"}),
        ("wagtailadmin_choose_page_search", {"q": "求职"}),
    ],
)
def test_list_takes_the_same_queries_for_one_and_for_many(
    author, syllabus, name, query, django_assert_max_num_queries, django_assert_num_queries
):
    client = author("office")
    args = [syllabus.pk] if name.endswith("child") else []
    html(client, name, *args, **query)
    with django_assert_max_num_queries(25) as few:
        assert "求职第一课" in html(client, name, *args, **query)
    count = len(few)
    for number in range(4):
        make_lesson(syllabus, title=f"求职第{number}课")
    html(client, name, *args, **query)
    with django_assert_num_queries(count):
        assert "求职第3课" in html(client, name, *args, **query)


def test_row_names_its_parent_and_its_state(author, syllabus):
    client = author("office")
    lesson = syllabus.get_children().get().specific
    change(lesson, title="求职第一课：新", publish=False)
    send_for_review(lesson, by=client.user)

    for found in (
        html(client, "wagtailadmin_choose_page_child", syllabus.pk),
        html(client, "wagtailadmin_choose_page_search", q="求职"),
    ):
        assert f'data-parent-id="{syllabus.pk}"' in found
        assert "审核中" in found
