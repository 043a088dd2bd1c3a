"""Courses with their syllabus pages and outlines, for lists."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from cms.content.models import HomePage, SyllabusPage
from courses.curriculum.models import Course, Outline


@dataclass
class SyllabusState:
    """A syllabus page and what has become of its published revision."""

    page: SyllabusPage
    outline: Outline | None

    @property
    def needs_release(self) -> bool:
        return self.page.live and self.outline is None


@dataclass
class CourseRow:
    course: Course
    syllabuses: list[SyllabusState] = field(default_factory=list)
    outlines: list[Outline] = field(default_factory=list)
    # Where a syllabus of this course would be written.
    home_id: int | None = None


def course_rows(courses: Sequence[Course]) -> list[CourseRow]:
    """One row per course, newest outline first; three queries whatever the number of courses."""
    rows = {course.pk: CourseRow(course) for course in courses}
    by_revision: dict[Any, Outline] = {}
    for outline in Outline.objects.filter(course__in=rows).order_by("-number"):
        rows[outline.course_id].outlines.append(outline)
        by_revision[outline.page_id, outline.revision_id] = outline
    pages = SyllabusPage.objects.filter(course__in=rows).order_by("path")
    for page in pages.select_related("live_revision"):
        outline = by_revision.get((page.pk, page.live_revision_id))
        rows[page.course_id].syllabuses.append(SyllabusState(page, outline))
    institutions = {course.institution_id for course in courses}
    homes = dict(
        HomePage.objects.filter(institution__in=institutions).values_list("institution_id", "pk")
    )
    for row in rows.values():
        row.home_id = homes.get(row.course.institution_id)
    return list(rows.values())
