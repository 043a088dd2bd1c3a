"""Word files in the layout universities use, from the templates in cms/exporting/word.

The templates are ordinary .docx files with docxtpl's tags: whoever wants another look changes them
in Word. `python -m cms.exporting.word` makes them anew.
"""

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from docx.shared import Cm
from docxtpl import DocxTemplate

from cms.content.models import LessonPage, SyllabusPage
from cms.exporting.domain.particulars import (
    calendar_particulars,
    lesson_particulars,
    lines_of,
    syllabus_particulars,
)
from cms.exporting.domain.pictures import Pictures
from cms.exporting.domain.printing import Element, print_body
from courses.teaching.models import TeachingClass

TEMPLATES = Path(__file__).resolve().parent.parent / "word"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
TEXT_WIDTH = Cm(16)


def syllabus_docx(page: SyllabusPage, *, number: str = "") -> bytes:
    """教学大纲."""
    return _filled("syllabus.docx", syllabus_particulars(page, number=number))


def lesson_docx(page: LessonPage) -> bytes:
    """教案, and behind it what students read."""
    pictures = Pictures()
    body = print_body(page.body, pictures=pictures)
    return _filled("lesson.docx", lesson_particulars(page), body=body, pictures=pictures)


def calendar_docx(teaching_class: TeachingClass) -> bytes:
    """教学日历."""
    return _filled("calendar.docx", calendar_particulars(teaching_class))


def _filled(
    name: str,
    context: dict[str, Any],
    *,
    body: Sequence[Element] = (),
    pictures: Pictures | None = None,
) -> bytes:
    template = DocxTemplate(TEMPLATES / name)
    # autoescape: text of people holds & and <, and no tags of the template's language.
    template.render(context, autoescape=True)
    document = template.docx
    files = {picture.name: picture for picture in pictures or ()}
    for one in body:
        _append(document, one, files)
    stored = io.BytesIO()
    document.save(stored)
    return stored.getvalue()


def _append(document: Any, one: Element, files: dict[str, Any]) -> None:
    """One block element at the end of the document."""
    if one.tag in {"h2", "h3", "h4"}:
        document.add_heading(_text(one), level=int(one.tag[1]))
    elif one.tag in {"ul", "ol"}:
        for line in lines_of([one]):
            document.add_paragraph(line)
    elif one.tag == "table":
        _append_table(document, one)
    elif one.tag == "figure":
        _append_picture(document, one, files)
    elif one.tag in {"blockquote", "section"}:
        for inner in one:
            _append(document, inner, files)
    elif one.tag != "hr":
        _append_paragraph(document, one)


def _text(one: Element) -> str:
    return "".join(one.itertext()).strip()


def _append_paragraph(document: Any, one: Element) -> None:
    paragraph = document.add_paragraph()
    _add_runs(paragraph, one, bold="aside-title" in one.get("class", ""), italic=False)


def _add_runs(paragraph: Any, one: Element, *, bold: bool, italic: bool) -> None:
    """Text with its bold and italic parts; other marks are read through."""
    bold = bold or one.tag in {"b", "strong"}
    italic = italic or one.tag in {"i", "em"}

    def run(text: str | None) -> None:
        if text:
            added = paragraph.add_run(text)
            added.bold, added.italic = bold or None, italic or None

    if one.tag == "br":
        paragraph.add_run().add_break()
    run(one.text)
    for child in one:
        _add_runs(paragraph, child, bold=bold, italic=italic)
        run(child.tail)


def _append_table(document: Any, one: Element) -> None:
    caption = one.find("caption")
    if caption is not None:
        document.add_paragraph(_text(caption))
    rows = [[_text(cell) for cell in row] for row in one.iter("tr")]
    table = document.add_table(rows=len(rows), cols=len(rows[0]))
    table.style = "Table Grid"
    for line, row in zip(table.rows, rows, strict=True):
        for cell, text in zip(line.cells, row, strict=True):
            cell.text = text
    document.add_paragraph()


def _append_picture(document: Any, one: Element, files: dict[str, Any]) -> None:
    drawn, words = one.find("img"), one.find("figcaption")
    picture = files[drawn.get("src")]
    # 96 dots an inch, as on screen, but no wider than the text.
    width = min(Cm(2.54 * picture.width / 96), TEXT_WIDTH)
    shape = document.add_picture(io.BytesIO(picture.content), width=width)
    shape._inline.docPr.set("descr", drawn.get("alt", ""))
    if words is not None and _text(words):
        document.add_paragraph(_text(words))
