"""Which files a person may have of what; screens offer exactly what the addresses hand out."""

from typing import Any

from wagtail.models import Page

from cms.content.models import LessonPage, SyllabusPage, TextbookPage
from cms.content.readers import may_read, reader_of
from cms.exporting.domain.cartridge import course_cartridge
from cms.exporting.domain.epub import textbook_epub
from cms.exporting.domain.formats import Export, cartridge, epub, pdf, word
from cms.exporting.domain.outlines import outline_docx, outline_pdf, syllabus_as_released
from cms.exporting.domain.pdf import calendar_pdf, lesson_pdf, syllabus_pdf
from cms.exporting.domain.word import calendar_docx, lesson_docx, syllabus_docx
from courses.curriculum.models import Outline

PAGE_EXPORTS: dict[type, dict[str, Export]] = {
    SyllabusPage: {
        "docx": word(syllabus_docx),
        "pdf": pdf(syllabus_pdf),
        "cartridge": cartridge(course_cartridge),
    },
    # The teacher's part is in them: only for those who teach or oversee.
    LessonPage: {"docx": word(lesson_docx), "pdf": pdf(lesson_pdf)},
    TextbookPage: {"epub": epub(textbook_epub)},
}
CALENDAR_EXPORTS = {"docx": word(calendar_docx), "pdf": pdf(calendar_pdf)}
OUTLINE_EXPORTS = {"docx": word(outline_docx), "pdf": pdf(outline_pdf)}


def exports_of_page(page: Page, user: Any) -> dict[str, Export]:
    """Of a published page (specific) of the person's institution or province; empty for whoever may
    not have it, as are a lesson's for those who don't teach or oversee there."""
    found = PAGE_EXPORTS.get(type(page), {})
    if not found or not page.live:
        return {}
    home = reader_of(user).home_at(page.path)
    if home is None or not may_read(page, user):
        return {}
    return {} if isinstance(page, LessonPage) and not home.overseer else found


def exports_of_outline(outline: Outline) -> dict[str, Export]:
    """Of an outline that the person may see; empty where the text that was released is gone."""
    return OUTLINE_EXPORTS if syllabus_as_released(outline) else {}
