"""Documents that leave the house."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from cms.content.models import LessonPage, SyllabusPage, TextbookPage
from cms.exporting.domain.cartridge import course_cartridge
from cms.exporting.domain.epub import textbook_epub
from cms.exporting.domain.pdf import calendar_pdf, lesson_pdf, syllabus_pdf
from cms.exporting.domain.word import DOCX, calendar_docx, lesson_docx, syllabus_docx

PDF = "application/pdf"
EPUB = "application/epub+zip"
CARTRIDGE = "application/vnd.ims.imsccv1p3"


@dataclass(frozen=True)
class Export:
    """How a kind of page becomes a file."""

    make: Callable[[Any], bytes]
    content_type: str
    suffix: str


PAGE_EXPORTS: dict[type, dict[str, Export]] = {
    SyllabusPage: {
        "docx": Export(syllabus_docx, DOCX, "docx"),
        "pdf": Export(syllabus_pdf, PDF, "pdf"),
        "cartridge": Export(course_cartridge, CARTRIDGE, "imscc"),
    },
    # The teacher's part is in them: only for those who teach or oversee.
    LessonPage: {
        "docx": Export(lesson_docx, DOCX, "docx"),
        "pdf": Export(lesson_pdf, PDF, "pdf"),
    },
    TextbookPage: {"epub": Export(textbook_epub, EPUB, "epub")},
}
CALENDAR_EXPORTS = {
    "docx": Export(calendar_docx, DOCX, "docx"),
    "pdf": Export(calendar_pdf, PDF, "pdf"),
}

__all__ = ["CALENDAR_EXPORTS", "PAGE_EXPORTS", "Export"]
