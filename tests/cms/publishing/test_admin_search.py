"""Search in the lists of Wagtail's admin."""

import pytest
from django.urls import reverse

from tests.factories.content import make_home, make_syllabus
from tests.factories.masters import change, make_lesson

TITLES = ("面试的礼仪", "网上面试的准备", "求职信的写法")


@pytest.fixture
def syllabus(institution):
    page = make_syllabus(institution, title="职业发展")
    for title in TITLES:
        make_lesson(page, title=title)
    return page


@pytest.mark.parametrize(
    "address", ["wagtailadmin_pages:search", "wagtailadmin_choose_page_search"]
)
@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("面试", ["面试的礼仪", "网上面试的准备"]),
        ("准备 面试", ["网上面试的准备"]),
        ("面试 写法", []),
        ("%", []),
    ],
)
def test_words_are_found_anywhere_in_a_title(author, syllabus, address, words, found):
    html = author("office").get(reverse(address), {"q": words}).content.decode()

    assert [title for title in TITLES if title in html] == found


def test_drafted_title_is_found(author, syllabus):
    lesson = syllabus.get_children().get(title="求职信的写法").specific
    change(lesson, title="自荐信", publish=False)

    html = author("office").get(reverse("wagtailadmin_pages:search"), {"q": "自荐"}).content

    assert "自荐信" in html.decode()


def test_search_below_the_home_keeps_the_order_of_the_tree(author, syllabus, institution):
    address = reverse("wagtailadmin_explore", args=[make_home(institution).pk])

    html = author("office").get(address, {"q": "面试"}).content.decode()

    assert 0 < html.index("面试的礼仪") < html.index("网上面试的准备")
