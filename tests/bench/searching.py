"""Search over textbook sections of 600 characters: making the index, and asking."""

import random
import re
import uuid
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from django.core.cache import cache as django_cache
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Locale, Page

from cms.content.domain import add_page, create_home_page
from cms.content.models import ChapterPage, SectionPage, TextbookPage
from cms.search.domain import index_pages, prepare
from cms.search.models import SearchEntry, SearchText
from tests.bench.measuring import Results, measured, repeated
from tests.factories.institutions import InstitutionFactory

# The words of the first sections are cut and timed; further ones get copies of their rows, made by
# the database: cutting 20,000 sections takes minutes and says nothing of searching.
CUT = 2_000
SIZES = (2_000, 8_000, 20_000)
CHARACTERS = 600
SECTIONS_A_CHAPTER = 500
# A word of most sections, two of them, one of few sections, and one of none.
QUESTIONS = (
    ("one common word", "职业"),
    ("two common words", "职业规划"),
    ("a rare word", "编号17"),
    ("nothing", "量子纠缠"),
    ("one character", "业"),
)
_COURSE = Path(__file__).resolve().parents[2] / "cms" / "demo" / "course"


def bench_search(results: Results) -> None:
    """At 2,000, 8,000 and 20,000 sections: indexing them, and answering a request for each kind of
    question, against reading the shown entries by their keys and against `LIKE` over all texts."""
    prepare()
    chapters = _empty_book()
    made = 0
    client = Client()
    for size in SIZES:
        numbers = make_sections(chapters, made, size)
        if made == 0:
            with measured() as took:
                index_pages(numbers)
            results.add(
                "search, indexing sections",
                size=len(numbers),
                took=took,
                floor=_bare_texts(numbers),
                floor_name="reading the pages' texts with plain SQL",
            )
        else:
            for some in _some(numbers, CUT):
                _copy_entries(some)
        made = size
        _analyze()
        floor = repeated(_read_a_page_of_entries, 20).cpu_seconds
        scan = repeated(_like, 5)
        results.add(
            "search, LIKE over all texts",
            size=size,
            took=scan,
            floor=floor,
            floor_name="20 entries by key",
        )
        for name, question in QUESTIONS:
            took = repeated(lambda question=question: _ask(client, question), 10)
            results.add(
                f"search, {name}",
                size=size,
                took=took,
                floor=floor,
                floor_name="20 entries by key",
            )


def _ask(client: Client, question: str) -> Any:
    django_cache.clear()  # or the limit for strangers answers
    answer = client.get(reverse("search:results"), {"q": question})
    assert answer.status_code == 200, answer.status_code
    return answer


@cache
def _sentences() -> list[str]:
    """Sentences of the demo's course, which are real ones."""
    text = "".join(path.read_text(encoding="utf-8") for path in sorted(_COURSE.rglob("*.md")))
    found = re.findall(r"[\u4e00-\u9fff][^。！？\n]{8,80}[。！？]", text)
    assert len(found) > 300, len(found)
    return found


def _text(number: int) -> str:
    chosen = random.Random(number)
    parts = [f"编号{number}。"]
    while sum(map(len, parts)) < CHARACTERS:
        parts.append(chosen.choice(_sentences()))
    return "".join(parts)[:CHARACTERS]


def _empty_book() -> list[ChapterPage]:
    home = create_home_page(InstitutionFactory(name="检索大学"))
    book = TextbookPage(title="检索教材", audience="public", edition="第1版", authors="编写组")
    add_page(home, book)
    count = SIZES[-1] // SECTIONS_A_CHAPTER
    return [add_page(book, ChapterPage(title=f"第{n + 1}章")) for n in range(count)]


def make_sections(chapters: list[ChapterPage], first: int, end: int) -> list[int]:
    """Published sections number `first` to `end` as rows, without revisions: their page numbers."""
    locale = Locale.get_default()
    now = timezone.now()
    pages = []
    for number in range(first, end):
        chapter = chapters[number // SECTIONS_A_CHAPTER]
        place = number % SECTIONS_A_CHAPTER
        page = SectionPage(
            title=f"{_sentences()[number % len(_sentences())][:12]}",
            slug=f"s{place}",
            path=Page._get_path(chapter.path, chapter.depth + 1, place + 1),
            depth=chapter.depth + 1,
            url_path=f"{chapter.url_path}s{place}/",
            locale=locale,
            live=True,
            draft_title="",
            first_published_at=now,
            translation_key=uuid.uuid4(),
            body=[{"type": "prose", "value": f"<p>{_text(number)}</p>", "id": str(uuid.uuid4())}],
        )
        pages.append(page)
    _insert(pages)
    for chapter in chapters:
        ChapterPage.objects.filter(pk=chapter.pk).update(numchild=SECTIONS_A_CHAPTER)
    paths = [page.path for page in pages]
    return [
        number
        for some in _some(paths, 1_000)
        for number in Page.objects.filter(path__in=some).values_list("pk", flat=True)
    ]


def _some(rows: list[Any], size: int) -> Iterator[list[Any]]:
    for start in range(0, len(rows), size):
        yield rows[start : start + size]


def _insert(pages: list[SectionPage]) -> None:
    """Django doesn't insert models with parents in bulk: the parents, then the rest of the row."""
    from django.contrib.contenttypes.models import ContentType

    kind = ContentType.objects.get_for_model(SectionPage)
    names = [field.attname for field in Page._meta.concrete_fields if not field.primary_key]
    parents = []
    for page in pages:
        page.content_type = kind
        parents.append(Page(**{name: getattr(page, name) for name in names}))
    Page.objects.bulk_create(parents, batch_size=500)
    field = SectionPage._meta.get_field("body")
    rows = [
        (parent.pk, False, field.get_db_prep_save(page.body, connection))
        for parent, page in zip(parents, pages, strict=True)
    ]
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO cms_sectionpage (page_ptr_id, is_fixed, body) VALUES (%s, %s, %s)", rows
        )


def _bare_texts(numbers: list[int]) -> float:
    def read() -> None:
        with connection.cursor() as cursor:
            for some in _some(numbers, 500):
                marks = ",".join(["%s"] * len(some))
                cursor.execute(
                    f"SELECT body FROM cms_sectionpage WHERE page_ptr_id IN ({marks})", some
                )
                cursor.fetchall()

    return repeated(read, 3).cpu_seconds


def _copy_entries(numbers: list[int]) -> None:
    """Give each of these pages a copy of one of the first entries, with its text and words."""
    first = list(SearchEntry.objects.order_by("pk")[: len(numbers)])
    copies = SearchEntry.objects.bulk_create(
        SearchEntry(
            page_id=number, kind=one.kind, audience=one.audience, in_book=True, title=one.title
        )
        for number, one in zip(numbers, first, strict=True)
    )
    ahead = copies[0].pk - first[0].pk
    assert {copy.pk - one.pk for copy, one in zip(copies, first, strict=True)} == {ahead}
    span = [ahead, first[0].pk, first[-1].pk]
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO cms_searchtext (entry_id, text, places) "
            "SELECT entry_id + %s, text, places FROM cms_searchtext "
            "WHERE entry_id BETWEEN %s AND %s",
            span,
        )
        cursor.execute(
            "INSERT INTO cms_searchword (word, entry_id, weight) "
            "SELECT word, entry_id + %s, weight FROM cms_searchword "
            "WHERE entry_id BETWEEN %s AND %s",
            span,
        )


def _analyze() -> None:
    """What autovacuum does in use."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


def _read_a_page_of_entries() -> None:
    last = SearchEntry.objects.order_by("-pk").values_list("pk", flat=True)[0]
    assert list(SearchText.objects.filter(pk__in=range(last - 19, last + 1)))


def _like() -> None:
    found = SearchText.objects.filter(text__contains="职业").filter(text__contains="规划")
    assert found.values_list("pk", flat=True).count()
