"""Where the reader is: the outline of a course or book, kept for all its readers.

The outline is read from the tree once and kept in the cache; publishing, unpublishing, moving or
deleting a page below the course or book drops it (`forget_outline`). A reader who reads the tree
while somebody publishes may keep the older one: it lives ten minutes.
"""

from dataclasses import dataclass, field
from typing import Any

from django.core.cache import cache
from wagtail.models import Page

from cms.content.models import LessonPage, SyllabusPage, TextbookPage
from cms.content.structure import WORK_DEPTH, WORK_PATH, outline_of_book, outline_of_syllabus

KEPT_SECONDS = 10 * 60


@dataclass(frozen=True)
class Entry:
    """A page in the outline; `hours` of a lesson, else 0."""

    pk: int
    title: str
    address: str
    hours: int = 0
    unit_key: str = ""


@dataclass(frozen=True)
class Group:
    """A unit or chapter with its pages; `head` is the chapter's own page."""

    title: str
    head: Entry | None = None
    entries: list[Entry] = field(default_factory=list)


@dataclass(frozen=True)
class Outline:
    """Of a course's lessons or of a book. `work` is the syllabus or the book itself; `is_book`."""

    work: Entry
    home: Entry
    is_book: bool
    institution_id: int | None
    course_id: int | None
    groups: list[Group] = field(default_factory=list)

    @property
    def pages(self) -> list[Entry]:
        """All pages in the order in which they are read: chapters before their sections."""
        found = []
        for group in self.groups:
            if group.head:
                found.append(group.head)
            found.extend(group.entries)
        return found

    @property
    def leaves(self) -> list[Entry]:
        """Lessons, or the sections of the book: what counts as read."""
        return [entry for group in self.groups for entry in group.entries]

    def around(self, page_id: int) -> tuple[Entry | None, Entry | None]:
        """The entries before and after a page; the book itself comes before its first chapter."""
        pages = [self.work, *self.pages] if self.is_book else self.pages
        places = {entry.pk: place for place, entry in enumerate(pages)}
        place = places.get(page_id)
        if place is None:
            return None, None
        before = pages[place - 1] if place else None
        return before, pages[place + 1] if place + 1 < len(pages) else None


def outline_at(page: Page) -> Outline | None:
    """The outline of the course or book that the page is or lies in; None where it lies in neither
    or that isn't published. No query when it is in the cache, else four."""
    if page.depth < WORK_DEPTH:
        return None
    key = _key(page.path)
    kept: Outline | None = cache.get(key)
    if kept is None:
        kept = _read_outline(page.path[:WORK_PATH])
        if kept is not None:
            cache.set(key, kept, KEPT_SECONDS)
    return kept


def forget_outline(path: str) -> None:
    """What the tree says below the course or book at `path` changed."""
    cache.delete(_key(path))


def _key(path: str) -> str:
    return f"reading:outline:{path[:WORK_PATH]}"


def _read_outline(path: str) -> Outline | None:
    kinds: tuple[tuple[Any, bool], ...] = ((SyllabusPage, False), (TextbookPage, True))
    for model, is_book in kinds:
        work = model.objects.filter(path=path, live=True).first()
        if work is not None:
            return _outline(work, is_book=is_book)
    return None


def _outline(work: Any, *, is_book: bool) -> Outline:
    home = work.get_parent().specific
    return Outline(
        work=_entry(work),
        home=_entry(home),
        is_book=is_book,
        institution_id=home.institution_id,
        course_id=None if is_book else work.course_id,
        groups=_chapters(work) if is_book else _units(work),
    )


def _chapters(book: TextbookPage) -> list[Group]:
    return [
        Group(one.chapter.title, _entry(one.chapter), [_entry(page) for page in one.sections])
        for one in outline_of_book(book)
    ]


def _units(syllabus: SyllabusPage) -> list[Group]:
    return [
        Group(one.unit.title if one.unit else "", None, [_entry(page) for page in one.lessons])
        for one in outline_of_syllabus(syllabus)
        if one.lessons
    ]


def _entry(page: Any) -> Entry:
    is_lesson = isinstance(page, LessonPage)
    return Entry(
        pk=page.pk,
        title=page.title,
        # The root of the site is the root of the tree, so the path is the address.
        address=page.url_path,
        hours=page.hours if is_lesson else 0,
        unit_key=str(page.unit_key) if is_lesson and page.unit_key else "",
    )
