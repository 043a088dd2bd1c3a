"""What a student has read: by course, by book, and what they watched."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from wagtail.models import Page

from cms.content.models import HomePage, TextbookPage
from cms.content.readers import readable_pages
from cms.reading.domain.places import Entry, Outline, outline_at
from cms.reading.models import PageProgress
from courses.institutions.models import Student
from courses.teaching.models import Enrolment
from media.watching.domain import Watched, duration_ms
from media.watching.models import WatchRecord

SHOWN_VIDEOS = 50


@dataclass(frozen=True)
class WorkRead:
    """A course or a book: how much of it the student has finished, and where to go on."""

    name: str
    outline: Outline
    finished: int
    # The first lesson or section that is not finished; None when all are.
    go_on: Entry | None

    @property
    def total(self) -> int:
        return len(self.outline.leaves)


@dataclass(frozen=True)
class VideoSeen:
    """A recording and how much of it was watched, in whole percent."""

    title: str
    percent: int


@dataclass(frozen=True)
class ReadingSoFar:
    """`is_enrolled`: in any course, also in one without a published lesson."""

    is_enrolled: bool
    courses: list[WorkRead]
    books: list[WorkRead]
    videos: list[VideoSeen]


def reading_of(student: Student) -> ReadingSoFar:
    """Courses in which the student is enrolled, published books that they may read, recordings that
    they began to watch, the latest first."""
    user = student.user
    assert user is not None, "only students with an account read"
    names = _course_names(student)
    courses = _courses_of(names)
    books = _books_for(user, student)
    leaves = [entry.pk for _name, outline in [*courses, *books] for entry in outline.leaves]
    finished = set(
        PageProgress.objects.visible_to(user)
        .filter(page__in=leaves, finished_at__isnull=False)
        .values_list("page", flat=True)
    )
    watched = WatchRecord.objects.filter(watcher=user.pk).select_related("media")
    latest = watched.order_by("-updated_at", "pk")[:SHOWN_VIDEOS]
    return ReadingSoFar(
        is_enrolled=bool(names),
        courses=_works(courses, finished),
        books=_works(books, finished),
        videos=[VideoSeen(one.media.title, _percent(one)) for one in latest],
    )


def _percent(record: WatchRecord) -> int:
    return Watched(duration_ms(record.media), record.watched_ms).percent


def _course_names(student: Student) -> dict[int, str]:
    """Names of the courses in which the student is enrolled, by the page of their syllabus."""
    enrolled = (
        Enrolment.objects.filter(student=student, valid_to=None)
        .select_related("course", "teaching_class__outline")
        .order_by("-term__first_monday", "course__code")
    )
    return {one.teaching_class.outline.page_id: one.course.name for one in enrolled}


def _courses_of(names: dict[int, str]) -> list[tuple[str, Outline]]:
    pages = Page.objects.in_bulk(list(names))
    return _with_outlines((names[key], pages[key]) for key in names if key in pages)


def _books_for(user: Any, student: Student) -> list[tuple[str, Outline]]:
    """Books of the student's own school; those of others are read, but not counted here."""
    books = readable_pages(user, TextbookPage.objects.live()).filter(
        path__startswith=_home_path(student)
    )
    return _with_outlines((book.title, book) for book in books.order_by("path"))


def _home_path(student: Student) -> str:
    home = HomePage.objects.filter(institution=student.institution_id)
    # No page has this path: a school without a home has no books.
    return home.values_list("path", flat=True).first() or "-"


def _with_outlines(pages: Iterable[tuple[str, Page]]) -> list[tuple[str, Outline]]:
    found = ((name, outline_at(page)) for name, page in pages)
    return [(name, outline) for name, outline in found if outline and outline.leaves]


def _works(found: list[tuple[str, Outline]], finished: set[int]) -> list[WorkRead]:
    return [
        WorkRead(
            name=name,
            outline=outline,
            finished=sum(entry.pk in finished for entry in outline.leaves),
            go_on=next((entry for entry in outline.leaves if entry.pk not in finished), None),
        )
        for name, outline in found
    ]
