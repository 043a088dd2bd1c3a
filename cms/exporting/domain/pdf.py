"""The same documents as PDF."""

from typing import Any

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from lxml import etree

from cms.content.models import LessonPage, SyllabusPage
from cms.exporting.domain.particulars import (
    calendar_particulars,
    lesson_particulars,
    syllabus_particulars,
)
from cms.exporting.domain.pictures import Pictures
from cms.exporting.domain.printing import Element, print_body
from courses.teaching.models import TeachingClass
from media.pdf import render

# What the renderer lays out wider than the page it is cut off at; 96 dots an inch, 17 cm of text.
WIDEST = 600


def signers() -> list[str]:
    return [_("Head of the teaching section"), _("Department"), _("Teaching office")]


def syllabus_pdf(page: SyllabusPage) -> bytes:
    context: dict[str, Any] = {**syllabus_particulars(page), "signers": signers()}
    return render("cms/exporting/syllabus.html", context, made_at=page.last_published_at)


def lesson_pdf(page: LessonPage) -> bytes:
    """教案, and behind it what students read."""
    pictures = Pictures()
    body = print_body(page.body, pictures=pictures)
    context = {**lesson_particulars(page), "body": _as_html(body, pictures)}
    return render("cms/exporting/lesson.html", context, made_at=page.last_published_at)


def calendar_pdf(teaching_class: TeachingClass) -> bytes:
    context = {**calendar_particulars(teaching_class), "signers": signers()}
    return render("cms/exporting/calendar.html", context)


def _as_html(body: list[Element], pictures: Pictures) -> SafeString:
    """Elements that `print_body` made, with pictures inside: all text was escaped by lxml."""
    files = {picture.name: picture for picture in pictures}
    top = etree.Element("div")
    top.extend(body)
    for node in top.iter():
        if node.tag == "img":
            picture = files[node.get("src")]
            node.set("src", picture.data_uri())
            if picture.width > WIDEST:
                node.set("width", str(WIDEST))
                node.set("height", str(round(picture.height * WIDEST / picture.width)))
        elif node.tag == "table":
            node.set("class", "ruled")
            node.set("repeat", "1")
        elif node.tag == "caption":
            # The renderer knows no captions: the words stand above the table.
            node.tag = "p"
            table = node.getparent()
            table.remove(node)
            table.addprevious(node)
    return mark_safe(etree.tostring(top, encoding="unicode", method="html"))  # noqa: S308 — see above
