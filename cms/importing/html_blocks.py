"""HTML from strangers → raw blocks. What can't be a block is kept as text, and told."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import lxml.html
import nh3
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cms.importing.blocks import raw_block, rows_text
from cms.importing.grids import grid_of, words_of
from cms.importing.parsed import FILE, ParsedFile, ParsedPage
from cms.importing.rich_text import BLOCK, QUOTATION, may_link, rich_text
from cms.importing.wording import heading_level, tidy

_INLINE = {"a", "b", "strong", "i", "em", "sup", "sub", "br", "span", "img", "u", "s", "code"}
_GROUPS = {
    "div", "section", "article", "main", "header", "footer", "figure", "body", "center", "aside",
    "address", "details", "summary", "dl", "dt", "dd", "form", "fieldset",
}  # fmt: skip
_TABLE = {"table", "thead", "tbody", "tfoot", "tr", "td", "th", "caption"}
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_TEXT = {"p", "ul", "ol", "li", "blockquote", "pre", "figcaption"}
# Of these not even the words stay.
_RUNS = {"script", "style", "iframe", "object", "embed", "applet", "svg", "math", "noscript",
         "template", "title"}  # fmt: skip
_EVENT = re.compile(r"<[^>]+\son\w+\s*=", re.IGNORECASE)
_RUNNING = re.compile(r"<\s*(script|iframe|object|embed|applet|svg)\b", re.IGNORECASE)
_TABLE_CAPTION = re.compile(r"表\s*[\d一二三四五六七八九十.\-—]*\s*[:：]?\s*\S.*")
# Where the editor's limits lie (cms.content.blocks).
_HEADING_LENGTH, _CAPTION_LENGTH, _MOST_COLUMNS, _MOST_ROWS = 120, 200, 12, 200

# From the address of an image or link to the file of the upload; None where there is none.
Resolve = Callable[[str], ParsedFile | None]


def cleaned(html: str) -> Any:
    """The sanitised tree: a div that holds only words, structure, images and links."""
    safe = nh3.clean(
        html,
        tags=_INLINE | _GROUPS | _TABLE | _HEADINGS | _TEXT,
        clean_content_tags=_RUNS,
        attributes={
            "a": {"href"},
            "img": {"src", "alt", "title"},
            "td": {"colspan", "rowspan"},
            "th": {"colspan", "rowspan"},
        },
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel=None,
    )
    return lxml.html.fragment_fromstring(safe, create_parent="div")


def tell_what_ran(page: ParsedPage, html: str, *, place: str = "") -> None:
    """Say which parts of the HTML would have run and were left out."""
    tags = sorted({found.lower() for found in _RUNNING.findall(html)})
    if tags:
        page.tell(
            _("Left out, because it could run: %(tags)s.") % {"tags": ", ".join(tags)},
            place=place,
            is_error=False,
        )
    if _EVENT.search(html):
        page.tell(
            _("Left out, because it could run: scripts in attributes such as onclick."),
            place=place,
            is_error=False,
        )


class BlockWriter:
    """Adds blocks to `page.body` from the elements of a sanitised tree."""

    def __init__(self, page: ParsedPage, *, resolve: Resolve, place: str = "") -> None:
        self.page = page
        self._resolve = resolve
        self._place = place
        self._prose: list[str] = []

    def write(self, elements: list[Any]) -> None:
        for element in elements:
            self._write(element)
        self.flush()

    def write_children(self, parent: Any) -> None:
        """Everything inside, words outside of any element included."""
        self._loose(parent.text)
        for child in parent:
            self._write(child)
            self._loose(child.tail)
        self.flush()

    def flush(self) -> None:
        if not self._prose:
            return
        refused: list[str] = []
        stored = rich_text("".join(self._prose), BLOCK, refused=refused)
        self._prose = []
        for address in refused:
            self._note(
                _("The link to “%(address)s” was taken off: readers can't reach it from outside.")
                % {"address": address[:100]}
            )
        if stored:
            self._add("prose", stored)

    def _write(self, element: Any) -> None:
        tag = element.tag
        if tag in _HEADINGS:
            self._heading(element, 2 if tag in ("h1", "h2") else 3)
        elif tag == "table":
            self._table(element)
        elif tag == "blockquote":
            self._quotation(element)
        elif tag == "img":
            self._image(element)
        elif tag in _GROUPS:
            self.flush()
            self.write_children(element)
        elif tag == "pre":
            lines = [line for line in (element.text_content() or "").splitlines() if line.strip()]
            self._prose.append("".join(f"<p>{_escape(line)}</p>" for line in lines))
        elif tag == "p" and heading_level(element.text_content()) and _is_short_and_plain(element):
            self._heading(element, heading_level(element.text_content()))
        else:
            self._text(element)

    def _text(self, element: Any) -> None:
        images = list(element.iter("img"))
        for table in list(element.iter("table")):
            # A list item that holds a table keeps its words; the table follows it.
            images.append(table)
        for found in images:
            _take_out(found)
        self._map_links(element)
        tail, element.tail = element.tail, None
        markup = lxml.html.tostring(element, encoding="unicode")
        element.tail = tail
        self._prose.append(markup)
        for found in images:
            self._table(found) if found.tag == "table" else self._image(found)

    def _loose(self, text: str | None) -> None:
        if text and text.strip():
            self._prose.append(f"<p>{_escape(text.strip())}</p>")

    def _heading(self, element: Any, level: int) -> None:
        images = list(element.iter("img"))
        text = tidy(element.text_content())
        if text and len(text) <= _HEADING_LENGTH:
            self.flush()
            self._add("heading", {"text": text, "level": str(level)})
        elif text:
            self._prose.append(f"<p><b>{_escape(text)}</b></p>")
        for image in images:
            self._image(image)

    def _image(self, element: Any) -> None:
        self.flush()
        source = element.get("src") or ""
        file = self._resolve(source)
        if file is None or file.kind != "image":
            self._note(
                _("The image “%(name)s” could not be brought in.") % {"name": source[-80:] or "?"}
            )
            return
        file.alt = file.alt or tidy(element.get("alt") or "")[:255]
        if all(known.name != file.name for known in self.page.files):
            self.page.files.append(file)
        if not file.alt:
            self._note(
                _("The image “%(name)s” has no words for those who can't see it; add them.")
                % {"name": file.name}
            )
        self._add("image", {"image": f"{FILE}{file.name}", "caption": file.caption[:200]})

    def _quotation(self, element: Any) -> None:
        lines = words_of(element).splitlines()
        source = re.fullmatch(r"(?:——|—|--)\s*(.+)", lines[-1]) if lines else None
        if source and len(lines) > 1:
            self.flush()
            text = "".join(f"<p>{_escape(line)}</p>" for line in lines[:-1])
            value = {"text": rich_text(text, QUOTATION), "source": source[1][:200]}
            self._add("quotation", value)
        elif lines:
            # Without its source it can't be a quotation block.
            self._prose.extend(f"<p>{_escape(line)}</p>" for line in lines)
            self._note(_("A quotation without a source is kept as text."))

    def _table(self, element: Any) -> None:
        images = list(element.iter("img"))
        caption_element = element.find("caption")
        rows = [[" ".join(cell.split()) for cell in row] for row in grid_of(element)]
        rows = [row for row in rows if any(row)]
        caption = tidy(caption_element.text_content()) if caption_element is not None else ""
        caption = caption or self._caption_before()
        self.flush()
        fits = len(rows) >= 2 and len(rows[0]) <= _MOST_COLUMNS and len(rows) <= _MOST_ROWS
        if fits:
            if not caption:
                caption = pgettext("caption", "Table")
                self._note(_("A table without a caption was called “Table”; give it one."))
            value = {
                "caption": caption[:_CAPTION_LENGTH],
                "rows": rows_text(rows),
                "row_headings": True,
            }
            self._add("table", value)
        elif rows:
            if len(rows) > 1:
                self._note(_("A table too large for a page is kept as text, a line for each row."))
            lines = (" ｜ ".join(dict.fromkeys(cell for cell in row if cell)) for row in rows)
            self._prose.extend(f"<p>{_escape(line)}</p>" for line in lines)
        for image in images:
            self._image(image)

    def _caption_before(self) -> str:
        """The paragraph just before the table when it reads like "表1 学时分配"."""
        if not self._prose:
            return ""
        words = tidy(lxml.html.fragment_fromstring(self._prose[-1], "div").text_content())
        if len(words) <= 60 and _TABLE_CAPTION.fullmatch(words):
            self._prose.pop()
            return re.sub(r"^表\s*[:：]\s*", "", words)
        return ""

    def _map_links(self, element: Any) -> None:
        """Links to files of the upload become document blocks after the text."""
        for link in list(element.iter("a")):
            address = link.get("href") or ""
            if not address or address.startswith("#"):
                link.attrib.pop("href", None)
                continue
            if may_link(address):
                continue
            file = self._resolve(address)
            if file is not None and file.kind == "page":
                link.attrib.pop("href", None)
            elif file is not None and file.kind == "document":
                link.attrib.pop("href", None)
                self._document(file, tidy(link.text_content()))

    def _document(self, file: ParsedFile, words: str) -> None:
        file.caption = file.caption or words[:200]
        if all(known.name != file.name for known in self.page.files):
            self.page.files.append(file)
            self._add("document", {"document": f"{FILE}{file.name}", "note": words[:200]})

    def _add(self, kind: str, value: Any) -> None:
        self.page.body.append(raw_block(kind, value))

    def _note(self, message: object) -> None:
        self.page.tell(message, place=self._place, is_error=False)


def _is_short_and_plain(element: Any) -> bool:
    return element.find(".//img") is None and element.find(".//a") is None


def _take_out(element: Any) -> None:
    tail = element.tail
    element.tail = None
    parent = element.getparent()
    previous = element.getprevious()
    parent.remove(element)
    if tail:
        if previous is not None:
            previous.tail = (previous.tail or "") + tail
        else:
            parent.text = (parent.text or "") + tail


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
