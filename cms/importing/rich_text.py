"""HTML from anywhere, as our rich text stores it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from html import escape

import lxml.html
import nh3
from django.core.exceptions import ValidationError
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter

from cms.content.addresses import check_address

# Of a page's own fields; blocks allow cms.content.blocks.text.PROSE.
FIELD = ("bold", "italic", "ul", "ol", "link")
BLOCK = (*FIELD, "superscript", "subscript")
QUOTATION = ("bold", "italic")

_TAGS = {"p", "b", "strong", "i", "em", "ul", "ol", "li", "a", "sup", "sub", "br"}
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}


@lru_cache(maxsize=8)
def _converter(features: tuple[str, ...]) -> ContentstateConverter:
    return ContentstateConverter(features)


def rich_text(
    html: str, features: Sequence[str] = BLOCK, *, refused: list[str] | None = None
) -> str:
    """Sanitise, then go through the editor's own converter: what comes out is what the editor
    would have saved. Addresses that no page may link to lose their link, keep their words and are
    added to `refused`.
    """

    def checked(tag: str, name: str, value: str) -> str | None:
        if may_link(value):
            return value.strip()
        if refused is not None:
            refused.append(value)
        return None

    cleaned = nh3.clean(
        html,
        tags=_TAGS | _HEADINGS,
        attributes={"a": {"href"}},
        attribute_filter=checked,
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel=None,
    )
    if not _has_words(cleaned):
        return ""
    converter = _converter(tuple(features))
    stored = converter.to_database_format(converter.from_database_format(_tidy(cleaned)))
    return re.sub(r'<p data-block-key="\w+"></p>', "", stored)


def may_link(address: str) -> bool:
    """Whether an imported page may link there; places within the file it came from have no page."""
    if not re.match(r"(?:https?|mailto|tel):", address.strip(), re.IGNORECASE):
        return False
    try:
        check_address(address, direct=True)
    except ValidationError:
        return False
    return True


def _has_words(html: str) -> bool:
    return bool(nh3.clean(html, tags=set()).strip())


def _tidy(html: str) -> str:
    """Shapes that the converter doesn't expect: headings, paragraphs inside of list items, words
    outside of any paragraph."""
    root = lxml.html.fragment_fromstring(html, create_parent="div")
    for element in list(root.iter(*_HEADINGS)):
        element.tag = "p"
    for item in root.iter("li"):
        _unwrap_paragraphs(item)
    tidied: list[str] = []
    loose: list[str] = [_escaped(root.text)]
    for child in root:
        tail, child.tail = _escaped(child.tail), None
        markup = lxml.html.tostring(child, encoding="unicode")
        if child.tag in ("p", "ul", "ol"):
            _close_paragraph(loose, tidied)
            tidied.append(markup)
        else:
            loose.append(markup)
        loose.append(tail)
    _close_paragraph(loose, tidied)
    return "".join(tidied)


def _close_paragraph(loose: list[str], tidied: list[str]) -> None:
    if any(part.strip() for part in loose):
        tidied.append(f"<p>{''.join(loose)}</p>")
    loose.clear()


def _escaped(text: str | None) -> str:
    return escape(text or "", quote=False)


def _unwrap_paragraphs(item: lxml.html.HtmlElement) -> None:
    paragraphs = item.findall("p")
    for number, paragraph in enumerate(paragraphs):
        if number:
            item.insert(item.index(paragraph), lxml.html.Element("br"))
        paragraph.tail = None
        paragraph.drop_tag()
