"""The screen of search."""

import pytest
from django.test import Client
from django.urls import reverse

from cms.search.views import QUESTIONS_A_MINUTE, STRANGERS_A_MINUTE
from tests.factories.library import make_recording

ADDRESS = "/search/"
NAUGHTY = (
    '"',
    "'; DROP TABLE cms_searchentry; --",
    "简历*",
    "简历 NEAR/2 面试",
    "title:简历",
    "简历 & !面试 | (x)",
    "%",
    "_",
    "\\",
    "{{ 7*7 }}",
    "<script>alert(1)</script>",
    "‮\u200b\ufeff",
    "😀👨‍👩‍👧",
    "\ud7ff\U0010ffff",
    "a" * 5_000,
    "简历" * 2_000,
    "-1 OR 1=1",
)


@pytest.fixture
def found_page(book, index):
    section = book.section("写简历的第一步", title="简历<i>")
    index(section)
    return section


def test_hits_are_marked_and_escaped(found_page):
    answer = Client().get(ADDRESS, {"q": "简历"}).content.decode()

    assert "<mark>简历</mark>&lt;i&gt;" in answer
    assert f'href="{found_page.get_url()}' in answer
    assert "写<mark>简历</mark>的第一步" in answer


def test_screen_is_for_no_search_engine_and_no_cache(found_page):
    answer = Client().get(ADDRESS, {"q": "简历"})

    assert "no-store" in answer["Cache-Control"]
    assert answer["X-Robots-Tag"] == "noindex, nofollow"
    assert 'content="noindex' in answer.content.decode()


def test_box_alone_asks_nothing(db):
    answer = Client().get(ADDRESS)

    assert answer.status_code == 200
    assert 'role="search"' in answer.content.decode()


@pytest.mark.parametrize("text", NAUGHTY)
def test_whatever_is_typed_is_only_text(found_page, text):
    answer = Client().get(ADDRESS, {"q": text, "kind": text[:50], "page": text[:50]})

    assert answer.status_code == 200
    assert "<script>alert" not in answer.content.decode()


def test_operators_are_words_or_nothing(found_page):
    client = Client()

    assert "<mark>简历</mark>" in client.get(ADDRESS, {"q": '"简历"*:&'}).content.decode()
    # NEAR is a word that the section doesn't have.
    assert "<mark>" not in client.get(ADDRESS, {"q": "简历 NEAR 第一步"}).content.decode()


def test_nothing_found_says_what_to_try(found_page):
    stranger = Client().get(ADDRESS, {"q": "量子纠缠"}).content.decode()

    assert "没有找到" in stranger
    assert reverse("account_login") in stranger


def test_question_without_a_word_says_so(found_page):
    assert "没有可以检索的词" in Client().get(ADDRESS, {"q": "？！"}).content.decode()


@pytest.mark.usefixtures("clock")
def test_strangers_and_members_are_slowed(found_page, sign_in):
    for client, limit in ((Client(), STRANGERS_A_MINUTE), (sign_in("auditor"), QUESTIONS_A_MINUTE)):
        codes = [client.get(ADDRESS, {"q": "，"}).status_code for _again in range(limit + 1)]
        assert codes == [200] * limit + [429]


def test_filter_keeps_the_question_and_every_page_links_to_search(found_page, sign_in):
    answer = Client().get(ADDRESS, {"q": "简历", "kind": "textbook"}).content.decode()

    assert 'name="kind" value="textbook"' in answer
    assert "?q=%E7%AE%80%E5%8E%86&amp;kind=textbook" in answer
    assert f'href="{ADDRESS}"' in sign_in("instructor").get(reverse("portal:home")).content.decode()


@pytest.mark.parametrize("hits", [1, 3])
def test_queries_of_the_screen_are_fixed(book, index, sign_in, django_assert_num_queries, hits):
    index(*[book.section("简历", title=f"第{n}节") for n in range(hits)])
    client = sign_in("instructor")
    client.get(ADDRESS, {"q": "简历"})

    # Session, user, roles, places; matches, entries, titles above.
    with django_assert_num_queries(7):
        client.get(ADDRESS, {"q": "简历"})


def test_line_of_a_recording_shows_when_it_is_said(make_lesson, index):
    recording = make_recording(title="录像")
    lesson = make_lesson(title="第一课")
    lesson.body = [("video", {"video": recording, "counts": True})]
    lesson.save()
    index(lesson)

    answer = Client().get(ADDRESS, {"q": "例子"}).content.decode()

    assert "0:01" in answer
    assert f"?media={recording.public_id}&amp;t=1" in answer
    assert "第一课" in answer
