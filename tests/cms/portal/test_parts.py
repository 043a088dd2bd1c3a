"""Parts that lists share."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.paginator import Paginator
from django.template.loader import render_to_string
from django.test import RequestFactory

REQUEST = RequestFactory().get("/", {"q": "李", "page": "2"})


pytestmark = pytest.mark.django_db


def shown(part, **context):
    REQUEST.user = AnonymousUser()
    return render_to_string(f"parts/{part}.html", context, request=REQUEST)


def test_pages_bar_keeps_the_rest_of_the_address():
    text = shown("pagination", page=Paginator(range(9), 3).page(2))
    assert "?q=%E6%9D%8E&amp;page=1" in text
    assert "?q=%E6%9D%8E&amp;page=3" in text
    assert "第 2 页，共 3 页" in text


def test_pages_bar_is_left_out_when_one_page_is_all():
    assert "<nav" not in shown("pagination", page=Paginator(range(3), 3).page(1))


@pytest.mark.parametrize(
    ("sort", "leads_to", "said"),
    [
        ("", "sort=name", ""),
        ("name", "sort=-name", 'aria-sort="ascending"'),
        ("-name", "sort=name", 'aria-sort="descending"'),
    ],
)
def test_sort_header_turns_the_order_round(sort, leads_to, said):
    text = shown("sort_header", key="name", label="姓名", sort=sort)
    assert f"{leads_to}&" in text.replace('"', "&")
    assert said in text
    assert "page=" not in text


def test_empty_list_says_what_to_do_next():
    text = shown("empty", text="还没有学生。", address="/my/", action="导入学生")
    assert '<a href="/my/">导入学生</a>' in text
