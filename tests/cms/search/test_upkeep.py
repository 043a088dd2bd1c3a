"""What is found follows what is published."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.management import call_command

from cms.content.domain import add_page
from cms.content.models import ChapterPage, TextbookPage
from cms.search.jobs import indexing_later
from cms.search.models import SearchEntry, SearchText, SearchWord
from media.library.domain import set_captions
from tests.factories.content import publish_loaded
from tests.factories.library import make_recording

NOBODY = AnonymousUser()


def test_published_page_is_found_and_unpublished_one_is_not(book, search, run_jobs):
    with run_jobs():
        section = book.section("简历怎么写", title="一节")
    assert search("简历", NOBODY) == ["一节"]

    with run_jobs():
        section.body = [("prose", "<p>面试怎么说</p>")]
        publish_loaded(section)
    assert search("简历", NOBODY) == []
    assert search("面试", NOBODY) == ["一节"]

    section.refresh_from_db()
    section.unpublish()
    assert search("面试", NOBODY) == []


def test_draft_is_not_found(book, search, run_jobs):
    with run_jobs():
        section = book.section("简历", title="一节")
        section.body = [("prose", "<p>面试</p>")]
        section.save_revision()

    assert search("面试", NOBODY) == []


def test_deleted_book_leaves_nothing_behind(book, index):
    index(book.page, book.chapter, *[book.section("简历") for _n in range(3)])
    assert SearchWord.objects.filter(word="简历").count() == 3

    book.page.delete()

    for model in (SearchEntry, SearchText, SearchWord):
        assert not model.objects.exists()


def test_audience_of_a_book_holds_at_once_for_its_sections(book, index, search):
    index(book.page, book.section("简历", title="一节"))
    assert search("简历", NOBODY) == ["一节"]

    book.page.audience = "institution"
    publish_loaded(book.page)

    assert search("简历", NOBODY) == []


def test_section_that_moves_into_another_book_follows_its_readers(book, home, index, search):
    section = book.section("简历", title="一节")
    index(section)
    other = TextbookPage(title="内部", audience="course", edition="1", authors="x")
    add_page(home, other)
    chapter = add_page(other, ChapterPage(title="章"))

    section.move(chapter, pos="last-child")

    assert search("简历", NOBODY) == []


def test_new_captions_are_found(make_lesson, search, run_jobs):
    recording = make_recording(title="录像")
    with run_jobs():
        lesson = make_lesson()
        lesson.body = [("video", {"video": recording, "counts": True})]
        publish_loaded(lesson)
    assert search("敲门砖", NOBODY) == []

    with run_jobs():
        set_captions(
            recording, language="zh", webvtt="WEBVTT\n\n00:00.000 --> 00:01.000\n简历是敲门砖\n"
        )
    assert search("敲门砖", NOBODY) == ["录像"]

    with run_jobs():
        set_captions(recording, language="zh", webvtt="")
    assert search("敲门砖", NOBODY) == []


def test_loading_in_one_go_indexes_each_page_once_at_the_end(book, search):
    with indexing_later():
        book.section("简历", title="一节")
        assert search("简历", NOBODY) == []

    assert search("简历", NOBODY) == ["一节"]


def test_loading_that_fails_indexes_nothing(book, search):
    def fail():
        with indexing_later():
            book.section("简历", title="一节")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()

    assert search("简历", NOBODY) == []


def test_rebuilding_twice_gives_the_same(book, search, capsys):
    book.section("简历", title="一节")
    for _time in range(2):
        call_command("rebuild_search")
        assert search("简历", NOBODY) == ["一节"]
        kept = sorted(
            SearchWord.objects.values_list("word", "weight", "entry__page", "entry__kind")
        )

    call_command("rebuild_search", verbosity=0)
    again = SearchWord.objects.values_list("word", "weight", "entry__page", "entry__kind")
    assert sorted(again) == kept
    assert "entries" in capsys.readouterr().out
