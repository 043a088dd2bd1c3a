"""Which videos count towards the online hours of a unit: those of its published lessons."""

from wagtail.models import Page

from cms.content.models import LessonPage
from courses.curriculum.models import Outline, OutlineUnit
from media.library.models import LibraryMedia


def counting_videos(syllabus: Page, outline: Outline) -> list[tuple[OutlineUnit, LibraryMedia]]:
    """The videos that authors let count, in the order of units and lessons; lessons of no unit of
    this outline have none."""
    units = {unit.key: unit for unit in outline.units.order_by("position") if unit.key}
    found = [
        (units[lesson.unit_key], block.value["video"])
        for lesson in LessonPage.objects.child_of(syllabus).live().order_by("path")
        if lesson.unit_key in units
        for block in lesson.body
        if block.block_type == "video" and block.value["counts"] and block.value["video"]
    ]
    return sorted(found, key=lambda pair: pair[0].position)
