"""The demonstration's course as pages: a province's masters, a school's copies and additions."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from wagtail.models import Page

from cms.content.domain import add_page, create_home_page
from cms.content.models import (
    ChapterPage,
    EntrepreneurshipIndexPage,
    GlossaryPage,
    GlossaryTerm,
    HomePage,
    LessonPage,
    LessonReading,
    NewsIndexPage,
    ReadingListItem,
    ReadingListPage,
    SectionPage,
    SyllabusPage,
    TextbookPage,
)
from cms.demo.course_texts import FOLDER, master_syllabus, page_in, pages_in, rich, table_in
from cms.demo.video import create_demo_video
from cms.demo.video_words import TITLE as VIDEO
from cms.importing.domain import create_pages
from cms.masters.domain import adopt, create_province_home, release_edition
from cms.masters.domain.publishing import publish_as_province
from cms.masters.models import MasterEdition
from courses.curriculum.models import Course
from courses.institutions.models import Institution
from media.library.models import LibraryMedia


@dataclass(frozen=True)
class Masters:
    """First editions of what the province wrote."""

    syllabus: MasterEdition
    textbook: MasterEdition
    entrepreneurship: MasterEdition


@dataclass(frozen=True)
class SchoolContent:
    """The school's copies of the masters."""

    syllabus: SyllabusPage
    textbook: TextbookPage


@transaction.atomic
def create_master(province: str, *, by: Any) -> Masters:
    """The province's home with the 38-hour course and its textbook, the 32-hour 创业基础 in
    outline, and the first edition of each. `province`: two digits of GB/T 2260."""
    home = create_province_home(province, by=by)
    textbook = _create_textbook(home, by=by)
    syllabus = _create_syllabus(home, textbook, by=by)
    basics = add_page(home, master_syllabus("entrepreneurship_syllabus.yaml"), by=by)
    note = "第一版，供各校采用。"
    return Masters(
        syllabus=release_edition(syllabus, note=note, by=by),
        textbook=release_edition(textbook, note=note, by=by),
        entrepreneurship=release_edition(basics, note=note, by=by),
    )


@transaction.atomic
def create_school_content(
    institution: Institution, *, course: Course, masters: Masters, by: Any
) -> SchoolContent:
    """The institution's copies of syllabus (for `course`) and textbook, lessons of its own among
    them, and its public pages: entrepreneurship, news, handbook, glossary, reading list."""
    home = create_home_page(institution, by=by)
    # The book first: the lessons' readings lead to the school's copy of it.
    textbook = adopt(masters.textbook, home=home, by=by).copy.specific
    syllabus = adopt(masters.syllabus, home=home, course=course, by=by).copy.specific
    create_pages(syllabus, pages_in("local"), by=by, publish=True)
    _create_public_pages(home, by=by)
    return SchoolContent(syllabus=syllabus, textbook=textbook)


@transaction.atomic
def create_second_edition(masters: Masters, *, by: Any) -> tuple[MasterEdition, MasterEdition]:
    """The province goes on: two blocks of the lessons rewritten, a section added to the book;
    (syllabus, textbook). Schools see what changed and decide."""
    table = table_in("edition2/edition.yaml")
    for row in table["syllabus"]["replace"]:
        lesson = LessonPage.objects.child_of(_page(masters.syllabus)).get(slug=row["lesson"])
        _replace_block(lesson, row["file"], by=by)
    for row in table["textbook"]["add"]:
        chapter = ChapterPage.objects.child_of(_page(masters.textbook)).get(slug=row["chapter"])
        new = page_in(FOLDER / "edition2" / f"{row['file']}.md")
        create_pages(chapter, [new], by=by, publish=True)
    book = TextbookPage.objects.get(pk=masters.textbook.master_id)
    book.edition = table["textbook"]["edition"]
    _publish_again(book, by=by)
    return (
        release_edition(_page(masters.syllabus), note=table["syllabus"]["note"], by=by),
        release_edition(book, note=table["textbook"]["note"], by=by),
    )


def _create_syllabus(home: HomePage, textbook: Page, *, by: Any) -> SyllabusPage:
    table = table_in("syllabus.yaml")
    syllabus = add_page(home, master_syllabus("syllabus.yaml"), by=by)
    assert isinstance(syllabus, SyllabusPage)
    sections = {one.slug: one for one in SectionPage.objects.descendant_of(textbook)}
    lessons = pages_in("lessons")
    for lesson in lessons:
        lesson.fields["is_fixed"] = lesson.slug in table["fixed_lessons"]
        if lesson.slug in table["readings"]:
            slug, note = table["readings"][lesson.slug]
            lesson.fields["readings"] = [LessonReading(reading=sections[slug], note=note)]
    create_pages(syllabus, lessons, by=by, publish=True, files={VIDEO: _video(by=by).pk})
    return syllabus


def _video(*, by: Any) -> LibraryMedia:
    """Among the files that all share: masters of every province may show it."""
    found = LibraryMedia.objects.filter(title=VIDEO).order_by("pk").first()
    return found or create_demo_video(None, by)


def _create_textbook(home: HomePage, *, by: Any) -> Page:
    table = table_in("textbook/textbook.yaml")
    chapters = table.pop("chapters")
    book = add_page(home, TextbookPage(**{**table, "summary": rich(table["summary"])}), by=by)
    for row in chapters:
        chapter = ChapterPage(
            title=row["title"],
            slug=row["slug"],
            introduction=rich(row["introduction"]),
            is_fixed=row.get("fixed", False),
        )
        add_page(book, chapter, by=by)
        texts = [page_in(FOLDER / "textbook" / f"{name}.md") for name in row["sections"]]
        for text in texts:
            text.fields["is_fixed"] = chapter.is_fixed
        create_pages(chapter, texts, by=by, publish=True)
    return book


def _create_public_pages(home: HomePage, *, by: Any) -> None:
    for index, folders in (
        (
            EntrepreneurshipIndexPage(
                title="创业教育",
                slug="entrepreneurship",
                introduction=rich("创业案例都是为教学编写的；政策标明发文机关和执行日期。"),
            ),
            ("cases", "policies"),
        ),
        (
            NewsIndexPage(
                title="通知与新闻",
                slug="news",
                introduction=rich("课程安排、作业提醒和就业服务的消息。"),
            ),
            ("news",),
        ),
    ):
        add_page(home, index, by=by)
        for folder in folders:
            create_pages(index, pages_in(folder), by=by, publish=True)
    handbook, *parts = pages_in("handbook")
    handbook.children = parts
    create_pages(home, [handbook], by=by, publish=True)
    glossary, terms = _listing(GlossaryPage, "glossary.yaml", "terms")
    glossary.terms = [GlossaryTerm(sort_order=n, **row) for n, row in enumerate(terms)]
    add_page(home, glossary, by=by)
    books, items = _listing(ReadingListPage, "reading_list.yaml", "items")
    books.items = [ReadingListItem(sort_order=n, **row) for n, row in enumerate(items)]
    add_page(home, books, by=by)


def _listing(model: type[Page], name: str, rows: str) -> tuple[Any, list[dict[str, Any]]]:
    table = table_in(name)
    introduction = rich(table["introduction"])
    return model(title=table["title"], slug=table["slug"], introduction=introduction), table[rows]


def _page(edition: MasterEdition) -> Page:
    return Page.objects.get(pk=edition.master_id)


def _replace_block(lesson: LessonPage, name: str, *, by: Any) -> None:
    """The file's one block takes the place of the block with its title, whose id it keeps: a
    school's copy finds it by that."""
    (new,) = page_in(FOLDER / "edition2" / f"{name}.md").body
    found = lesson.body.get_prep_value()
    (old,) = (
        block
        for block in found
        if block["type"] == new["type"] and block["value"]["title"] == new["value"]["title"]
    )
    old["value"] = new["value"]
    lesson.body = lesson.body.stream_block.to_python(found)
    _publish_again(lesson, by=by)


def _publish_again(page: Page, *, by: Any) -> None:
    publish_as_province(page.save_revision(user=by), reason="second edition", by=by)
