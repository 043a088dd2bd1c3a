"""Pages to be found."""

from types import SimpleNamespace

import pytest

from cms.content.domain import add_page
from cms.content.models import ChapterPage, LessonPage, SectionPage, TextbookPage
from cms.search.domain import find, index_pages, question_of
from cms.search.models import SearchEntry
from tests.factories.content import make_home, make_syllabus


@pytest.fixture
def home(institution):
    return make_home(institution)


@pytest.fixture
def syllabus(institution):
    return make_syllabus(institution)


@pytest.fixture
def make_lesson(syllabus):
    def make(text="", *, title="第一课", audience="public", plan="", **fields):
        body = [("prose", f"<p>{text}</p>")] if text else []
        page = LessonPage(title=title, audience=audience, body=body, key_points=plan, **fields)
        return add_page(syllabus, page)

    return make


@pytest.fixture
def book(home):
    """A book with one chapter, and `section(text)` to put a section into it."""
    kept = TextbookPage(title="教材", audience="public", edition="第1版", authors="编写组")
    add_page(home, kept)
    chapter = add_page(kept, ChapterPage(title="第一章"))

    def section(text, *, title="一节", body=None):
        body = body or [("prose", f"<p>{text}</p>")]
        return add_page(chapter, SectionPage(title=title, body=body))

    return SimpleNamespace(page=kept, chapter=chapter, section=section)


@pytest.fixture
def index():
    """Index these pages, as the worker does."""

    def run(*pages):
        index_pages([page.pk for page in pages])
        return SearchEntry.objects.filter(page__in=pages)

    return run


@pytest.fixture
def search():
    """Titles of what the person finds, in order."""

    def run(text, user, **options):
        hits = find(user, question_of(text), **options).hits
        return ["".join(piece.text for piece in hit.title) for hit in hits]

    return run
