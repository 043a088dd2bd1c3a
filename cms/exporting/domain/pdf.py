"""The same documents as PDF."""

from typing import Any

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from lxml import etree

from cms.content.models import LessonPage, SyllabusPage
from cms.exporting.domain.particulars import (
    calendar_particulars,
    lesson_particulars,
    section_numbers,
    syllabus_particulars,
)
from cms.exporting.domain.pictures import Pictures
from cms.exporting.domain.printing import Element, print_body
from courses.teaching.models import TeachingClass
from media.pdf import render

# What the renderer lays out wider than the page it is cut off at; 96 dots an inch, 17 cm of text.
WIDEST = 600


def signers(*, of_teacher: bool = False) -> list[str]:
    """Who signs, in order; what a teacher hands in is signed by the teacher first."""
    head, department = _("Head of the teaching section"), _("Head of the department")
    if of_teacher:
        return [_("Instructor"), head, department]
    return [head, department, _("Teaching office")]


def syllabus_pdf(page: SyllabusPage, *, number: str = "") -> bytes:
    context: dict[str, Any] = {
        **syllabus_particulars(page, number=number),
        "signers": signers(),
        "numbers": section_numbers(),
    }
    return render("cms/exporting/syllabus.html", context, made_at=page.last_published_at)


def lesson_pdf(page: LessonPage) -> bytes:
    """教案, and behind it what students read."""
    pictures = Pictures()
    body = print_body(page.body, pictures=pictures)
    context = {
        **lesson_particulars(page),
        "body": _as_html(body, pictures),
        "signers": signers(of_teacher=True)[:2],
        "numbers": section_numbers(),
    }
    return render("cms/exporting/lesson.html", context, made_at=page.last_published_at)


def calendar_pdf(teaching_class: TeachingClass) -> bytes:
    context = {**calendar_particulars(teaching_class), "signers": signers(of_teacher=True)}
    return render("cms/exporting/calendar.html", context)


def _as_html(body: list[Element], pictures: Pictures) -> SafeString:
    """Elements that `print_body` made, with pictures inside: all text was escaped by lxml."""
    files = {picture.name: picture for picture in pictures}
    top = etree.Element("div")
    top.extend(body)
    for node in list(top.iter()):
        if node.tag == "img":
            # A line of its own: the renderer sets pictures into the line of words.
            line = etree.Element("p", {"class": "picture"})
            node.addprevious(line)
            line.append(node)
            picture = files[node.get("src")]
            node.set("src", picture.data_uri())
            if picture.width > WIDEST:
                node.set("width", str(WIDEST))
                node.set("height", str(round(picture.height * WIDEST / picture.width)))
        elif node.tag == "table":
            node.set("class", "ruled")
            node.set("repeat", "1")
            # The renderer leaves no room below a table.
            node.addnext(etree.Element("p", {"class": "gap"}))
            node.getnext().text = "\u00a0"
        elif node.tag == "caption":
            # The renderer knows no captions: the words stand above the table.
            node.tag = "p"
            node.set("class", "table-name")
            table = node.getparent()
            table.remove(node)
            table.addprevious(node)
        elif node.tag == "figcaption":
            node.tag = "p"
            node.set("class", "picture-words")
    return mark_safe(etree.tostring(top, encoding="unicode", method="html"))  # noqa: S308 — see above
