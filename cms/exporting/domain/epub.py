"""A textbook as EPUB 3.2 (W3C): a file a section, a table of contents, pictures inside."""

import datetime
import io
import uuid
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from lxml import etree

from cms.content.models import ChapterPage, SectionPage, TextbookPage
from cms.exporting.domain.pictures import Pictures
from cms.exporting.domain.printing import Element, element, print_body, print_rich_text

XHTML = "http://www.w3.org/1999/xhtml"
OPS = "http://www.idpf.org/2007/ops"
OPF = "http://www.idpf.org/2007/opf"
DC = "http://purl.org/dc/elements/1.1/"
CONTAINER = "urn:oasis:names:tc:opendocument:xmlns:container"
LANGUAGE = "zh-CN"
# A zip file knows no earlier day; the same book gives the same bytes.
NO_TIME = (1980, 1, 1, 0, 0, 0)
CSS = """body { line-height: 1.7; }
h1 { text-align: center; }
table { border-collapse: collapse; width: 100%; }
th, td { border: 1px solid #888; padding: 0.3em; text-align: left; vertical-align: top; }
figure { margin: 1em 0; text-align: center; }
img { max-width: 100%; height: auto; }
figcaption, .recording { font-size: 0.85em; }
.aside { border-left: 3px solid #888; margin: 1em 0; padding-left: 1em; }
.aside-title { font-weight: bold; }
"""


@dataclass
class _File:
    """One XHTML document of the book; `level` is its depth in the table of contents, 0 for none."""

    name: str
    title: str
    body: list[Element]
    level: int = 1


@dataclass
class _Book:
    page: TextbookPage
    files: list[_File] = field(default_factory=list)
    pictures: Pictures = field(default_factory=Pictures)


def textbook_epub(book: TextbookPage) -> bytes:
    """The published chapters and sections of the book, in order."""
    made = _Book(book)
    cover = made.pictures.add(book.cover)
    made.files.append(_File("title.xhtml", book.title, _title_page(book, cover), level=0))
    for number, chapter in enumerate(
        ChapterPage.objects.child_of(book).live().order_by("path"), start=1
    ):
        name = f"chapter-{number:02d}"
        introduction = print_rich_text(chapter.introduction)
        made.files.append(_File(f"{name}.xhtml", chapter.title, introduction))
        sections = SectionPage.objects.child_of(chapter).live().order_by("path")
        for place, section in enumerate(sections, start=1):
            text = print_body(section.body, pictures=made.pictures)
            made.files.append(_File(f"{name}-{place:02d}.xhtml", section.title, text, level=2))
    return _package(made, cover.name if cover else "")


def _title_page(book: TextbookPage, cover: Any) -> list[Element]:
    lines = [element("p", book.subtitle)] if book.subtitle else []
    if cover is not None:
        figure = element("figure")
        alternative = _("Cover of %(title)s") % {"title": book.title}
        figure.append(element("img", src=cover.name, alt=alternative))
        lines.append(figure)
    facts = [book.authors, book.edition, book.publisher, f"ISBN {book.isbn}" if book.isbn else ""]
    lines.extend(element("p", fact) for fact in [*facts, book.licence] if fact)
    lines.extend(print_rich_text(book.summary))
    return lines


def _package(book: _Book, cover: str) -> bytes:
    stored = io.BytesIO()
    with zipfile.ZipFile(stored, "w", zipfile.ZIP_DEFLATED) as package:

        def write(name: str, content: bytes, *, compress: bool = True) -> None:
            kind = zipfile.ZIP_DEFLATED if compress else zipfile.ZIP_STORED
            package.writestr(zipfile.ZipInfo(name, NO_TIME), content, compress_type=kind)

        # The first entry, stored: how readers know the kind of file (OCF 3.2, 4.3).
        write("mimetype", b"application/epub+zip", compress=False)
        write("META-INF/container.xml", _container())
        write("OEBPS/package.opf", _opf(book, cover))
        write("OEBPS/nav.xhtml", _navigation(book))
        write("OEBPS/book.css", CSS.encode())
        for one in book.files:
            write(f"OEBPS/{one.name}", _document(one.title, [element("h1", one.title), *one.body]))
        for picture in book.pictures:
            write(f"OEBPS/{picture.name}", picture.content, compress=False)
    return stored.getvalue()


def _xml(root: Element, doctype: str = "") -> bytes:
    return etree.tostring(
        root, xml_declaration=True, encoding="UTF-8", doctype=doctype or None, pretty_print=False
    )


def _document(title: str, body: Sequence[Element]) -> bytes:
    root = etree.Element(f"{{{XHTML}}}html", {"lang": LANGUAGE}, nsmap={None: XHTML, "epub": OPS})
    root.set("{http://www.w3.org/XML/1998/namespace}lang", LANGUAGE)
    head = etree.SubElement(root, "head")
    etree.SubElement(head, "title").text = title
    etree.SubElement(head, "link", rel="stylesheet", type="text/css", href="book.css")
    etree.SubElement(root, "body").extend(body)
    for node in root.iter():
        if not node.tag.startswith("{"):
            node.tag = f"{{{XHTML}}}{node.tag}"
    return _xml(root, "<!DOCTYPE html>")


def _navigation(book: _Book) -> bytes:
    contents = element("nav", id="toc")
    contents.set(f"{{{OPS}}}type", "toc")
    contents.append(element("h1", _("Contents")))
    top = etree.SubElement(contents, "ol")
    chapter: Element = None
    for one in book.files:
        if not one.level:
            continue
        parent = top
        if one.level > 1 and chapter is not None:
            parent = chapter.find("ol")
            if parent is None:
                parent = etree.SubElement(chapter, "ol")
        item = etree.SubElement(parent, "li")
        item.append(element("a", one.title, href=one.name))
        chapter = item if one.level == 1 else chapter
    if not len(top):
        item = etree.SubElement(top, "li")
        item.append(element("a", book.files[0].title, href=book.files[0].name))
    return _document(_("Contents"), [contents])


def _container() -> bytes:
    root = etree.Element(f"{{{CONTAINER}}}container", {"version": "1.0"}, nsmap={None: CONTAINER})
    files = etree.SubElement(root, f"{{{CONTAINER}}}rootfiles")
    etree.SubElement(
        files,
        f"{{{CONTAINER}}}rootfile",
        {"full-path": "OEBPS/package.opf", "media-type": "application/oebps-package+xml"},
    )
    return _xml(root)


def _opf(book: _Book, cover: str) -> bytes:
    page = book.page
    root = etree.Element(
        f"{{{OPF}}}package",
        {"version": "3.0", "unique-identifier": "book-id"},
        nsmap={None: OPF, "dc": DC},
    )
    root.set("{http://www.w3.org/XML/1998/namespace}lang", LANGUAGE)
    facts = etree.SubElement(root, f"{{{OPF}}}metadata")

    def fact(name: str, text: str, **attributes: str) -> None:
        if text:
            etree.SubElement(facts, f"{{{DC}}}{name}", attributes).text = text

    # Not the ISBN: that is of the printed book, and many books of schools have none.
    address = uuid.uuid5(uuid.NAMESPACE_URL, f"{settings.BASE_URL}/{page.translation_key}")
    fact("identifier", f"urn:uuid:{address}", id="book-id")
    fact("title", page.title)
    fact("language", LANGUAGE)
    fact("creator", page.authors)
    fact("publisher", page.publisher)
    fact("rights", page.licence)
    fact("source", f"urn:isbn:{page.isbn.replace('-', '')}" if page.isbn else "")
    changed = (page.last_published_at or page.latest_revision_created_at).astimezone(datetime.UTC)
    modified = etree.SubElement(facts, f"{{{OPF}}}meta", {"property": "dcterms:modified"})
    modified.text = changed.strftime("%Y-%m-%dT%H:%M:%SZ")
    manifest = etree.SubElement(root, f"{{{OPF}}}manifest")

    def entry(identifier: str, name: str, kind: str, properties: str = "") -> None:
        attributes = {"id": identifier, "href": name, "media-type": kind}
        if properties:
            attributes["properties"] = properties
        etree.SubElement(manifest, f"{{{OPF}}}item", attributes)

    entry("nav", "nav.xhtml", "application/xhtml+xml", "nav")
    entry("css", "book.css", "text/css")
    for number, one in enumerate(book.files):
        entry(f"text-{number}", one.name, "application/xhtml+xml")
    for number, picture in enumerate(book.pictures):
        is_cover = "cover-image" if picture.name == cover else ""
        entry(f"picture-{number}", picture.name, picture.content_type, is_cover)
    spine = etree.SubElement(root, f"{{{OPF}}}spine")
    for number in range(len(book.files)):
        etree.SubElement(spine, f"{{{OPF}}}itemref", {"idref": f"text-{number}"})
    return _xml(root)
