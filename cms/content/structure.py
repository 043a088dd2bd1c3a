"""Where a page stands: its home, its syllabus, its book, and what lies before and after it.

Wagtail's tree keeps a page's ancestors in its `path`, four letters a level: the home is level two,
a syllabus or a book level three. So each answer is one query, whatever the depth.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet
from wagtail.models import Page

from cms.content.models import (
    HomePage,
    LessonPage,
    SectionPage,
    SyllabusPage,
    SyllabusUnit,
    TextbookPage,
)

HOME_DEPTH = 2
WORK_DEPTH = 3
HOME_PATH = HOME_DEPTH * Page.steplen
WORK_PATH = WORK_DEPTH * Page.steplen


def home_of(page: Page) -> HomePage | None:
    """The home that the page lies below, with its institution (None on a province's home); None
    for the root. One query."""
    return HomePage.objects.filter(path=page.path[:HOME_PATH]).select_related("institution").first()


def syllabus_of(lesson: Page) -> SyllabusPage | None:
    """The syllabus that the lesson belongs to, with its course and institution (None on a master).
    One query."""
    return (
        SyllabusPage.objects.filter(path=lesson.path[:WORK_PATH])
        .select_related("course__institution")
        .first()
    )


def unit_of(lesson: LessonPage) -> SyllabusUnit | None:
    """The published unit that the lesson is part of; None where the author named none, or the unit
    is gone. One query at most."""
    if lesson.unit_key is None:
        return None
    path = lesson.path[:WORK_PATH]
    return SyllabusUnit.objects.filter(page__path=path, key=lesson.unit_key).first()


def book_of(page: Page) -> TextbookPage | None:
    """The book of a chapter or section, and the book itself. One query at most."""
    if isinstance(page, TextbookPage):
        return page
    return TextbookPage.objects.filter(path=page.path[:WORK_PATH]).first()


def lessons_of(syllabus: Page) -> QuerySet[LessonPage]:
    """The published lessons in the order of the tree, without their long texts."""
    pages: QuerySet[LessonPage] = LessonPage.objects.child_of(syllabus).live().order_by("path")
    return pages.defer(
        "body", "plan", "objectives", "key_points", "difficulties", "afterthought", "homework"
    )


@dataclass
class UnitOutline:
    """A unit with its lessons; `unit` is None for lessons whose unit nobody named, or is gone."""

    unit: SyllabusUnit | None
    lessons: list[LessonPage] = field(default_factory=list)


def outline_of_syllabus(
    syllabus: SyllabusPage, lessons: Iterable[LessonPage] | None = None
) -> list[UnitOutline]:
    """All units in order, each with those of `lessons` (by default all published ones) that belong
    to it; then the lessons without a unit. Two queries."""
    units = [UnitOutline(unit) for unit in syllabus.units.all()]
    by_key = {outline.unit.key: outline for outline in units if outline.unit}
    without = UnitOutline(None)
    for lesson in lessons_of(syllabus) if lessons is None else lessons:
        by_key.get(lesson.unit_key, without).lessons.append(lesson)
    return units + ([without] if without.lessons else [])


@dataclass
class ChapterOutline:
    """A published chapter with its published sections; plain pages, without their texts."""

    chapter: Page
    sections: list[Page] = field(default_factory=list)


def outline_of_book(book: Page) -> list[ChapterOutline]:
    """Chapters and sections in order; sections of an unpublished chapter are left out. One query,
    however long the book."""
    outline: list[ChapterOutline] = []
    for page in Page.objects.descendant_of(book).live().order_by("path"):
        if page.depth == WORK_DEPTH + 1:
            outline.append(ChapterOutline(page))
        elif outline and page.path.startswith(outline[-1].chapter.path):
            outline[-1].sections.append(page)
    return outline


def sections_of(book: Page) -> QuerySet[SectionPage]:
    """The published sections in order, with their texts."""
    pages: QuerySet[SectionPage] = SectionPage.objects.descendant_of(book).live()
    return pages.order_by("path")


def neighbours(pages: Sequence[Any], page: Page) -> tuple[Any | None, Any | None]:
    """The page before and the page after `page` in `pages`; None at the ends, and both None where
    it isn't among them."""
    places = {other.pk: place for place, other in enumerate(pages)}
    place = places.get(page.pk)
    if place is None:
        return None, None
    before = pages[place - 1] if place else None
    after = pages[place + 1] if place + 1 < len(pages) else None
    return before, after
