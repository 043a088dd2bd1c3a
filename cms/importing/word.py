"""A Word document: opened safely, recognised, read."""

from __future__ import annotations

import io
import posixpath
import zipfile
from dataclasses import dataclass, field
from typing import Any

import mammoth
from django.utils.translation import gettext as _
from lxml import etree

from cms.importing.errors import PageImportRefused
from cms.importing.html_blocks import BlockWriter, cleaned
from cms.importing.images import ending_of
from cms.importing.package import MEBIBYTE, Package, PackageLimits, damaged, parse_xml
from cms.importing.parsed import ParsedFile, ParsedPage
from cms.importing.word_layouts import is_lesson_plan, is_syllabus
from cms.importing.word_lesson import read_lesson
from cms.importing.word_syllabus import read_syllabus
from cms.importing.wording import tidy

LIMITS = PackageLimits(entries=2_000, unpacked=200 * MEBIBYTE, part=60 * MEBIBYTE)
_OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HYPERLINK = "/relationships/hyperlink"
# What stands where a document refers to something outside of it: never fetched, told as lost.
_NOTHING = "outside-of-the-document"
# Chinese Word names its heading styles 标题 1 …; python-docx and English Word "heading 1".
_STYLES = "\n".join(
    [
        *(
            f"p[style-name='{name} {level}'] => h{level}:fresh"
            for name in ("标题", "heading", "Heading")
            for level in range(1, 7)
        ),
        *(f"p[style-name='{name}'] => h1:fresh" for name in ("Title", "标题")),
        *(f"p[style-name='{name}'] => blockquote > p:fresh" for name in ("Quote", "引用")),
    ]
)


@dataclass(slots=True)
class WordDocument:
    """The document as a sanitised tree, its images by the name that the tree uses, and what Word
    content had no place in it."""

    tree: Any
    images: dict[str, bytes] = field(default_factory=dict)
    alts: dict[str, str] = field(default_factory=dict)
    lost: list[str] = field(default_factory=list)

    def resolve(self, address: str) -> ParsedFile | None:
        if address in self.images:
            return ParsedFile(address, "image", self.alts.get(address, ""))
        return None


def read_word(content: bytes, *, filename: str, into: str = "") -> ParsedPage:
    """The page that a document describes. `into` "syllabus", "lesson" or "section" is what the
    author wants of it; without, it is what it looks like. Raises PageImportRefused for what can't
    be opened, and for a syllabus that is no syllabus."""
    document = open_word(content)
    looks_like = _layout(document.tree)
    if into == "syllabus" and looks_like != "syllabus":
        raise PageImportRefused(
            _(
                "No syllabus was recognised: it needs a table of the course's facts "
                "or a title with 教学大纲. For a lesson choose its syllabus, for a text a textbook."
            )
        )
    if into == "lesson" and looks_like == "syllabus":
        raise PageImportRefused(_("This is a syllabus: choose its course for it."))
    if into == "section" or looks_like == "section":
        page = _read_section(document, into or "section")
    elif looks_like == "syllabus":
        page = read_syllabus(document.tree)
    else:
        page = read_lesson(document.tree, resolve=document.resolve)
    page.title = (page.title or filename.rpartition(".")[0] or filename)[:255]
    for message in document.lost:
        page.tell(message, is_error=False)
    return page


def open_word(content: bytes) -> WordDocument:
    """Raises PageImportRefused for .doc, .docm, damaged files, bombs and XML entities."""
    if content.startswith(_OLD_WORD):
        raise PageImportRefused(
            _("This is the old .doc format. Open it in Word or WPS, save it as .docx, upload that.")
        )
    package = Package(io.BytesIO(content), LIMITS)
    if "[Content_Types].xml" not in package or "word/document.xml" not in package:
        raise PageImportRefused(_("This is no Word document (.docx)."))
    if any("vbaproject" in name.lower() for name in package.names()) or (
        b"macroEnabled" in package.read("[Content_Types].xml")
    ):
        raise PageImportRefused(_("The document holds macros. Save it as .docx without them."))
    document = WordDocument(tree=None)

    def keep(image: Any) -> dict[str, str]:
        with image.open() as opened:
            data = opened.read()
        ending = ending_of(data)
        if not ending:
            document.lost.append(
                _("An image of the kind %(kind)s could not be brought in.")
                % {"kind": image.content_type or "?"}
            )
            return {"src": ""}
        name = f"image-{len(document.images) + 1}.{ending}"
        document.images[name] = data
        document.alts[name] = tidy(image.alt_text or "")[:255]
        return {"src": name}

    try:
        converted = mammoth.convert_to_html(
            _repacked(package),
            style_map=_STYLES,
            convert_image=mammoth.images.img_element(keep),
            external_file_access=False,
        )
    except PageImportRefused:
        raise
    except Exception as error:
        # mammoth has no error of its own: whatever a broken document makes it stumble over.
        raise damaged() from error
    document.tree = cleaned(converted.value)
    return document


def _repacked(package: Package) -> io.BytesIO:
    """A package that we wrote ourselves: XML without definitions, nothing outside referred to but
    by links that a reader clicks."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for name in package.names():
            part = package.read(name)
            if name.endswith(".rels"):
                part = _without_outside(part)
            elif name.endswith(".xml"):
                parse_xml(part)
            archive.writestr(name, part)
        archive.writestr(f"word/{_NOTHING}", b"")
    target.seek(0)
    return target


def _without_outside(part: bytes) -> bytes:
    root = parse_xml(part)
    for relation in list(root):
        target = relation.get("Target") or ""
        outside = relation.get("TargetMode") == "External" or "://" in target
        leads_out = posixpath.normpath(target).startswith("../..")
        if (outside or leads_out) and not (relation.get("Type") or "").endswith(_HYPERLINK):
            # Removed it would be missed by what refers to it.
            relation.set("Target", _NOTHING)
            relation.attrib.pop("TargetMode", None)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8"))


def _layout(tree: Any) -> str:
    if is_syllabus(tree):
        return "syllabus"
    return "lesson" if is_lesson_plan(tree) else "section"


def _read_section(document: WordDocument, page_type: str) -> ParsedPage:
    page = ParsedPage(type=page_type)
    elements = list(document.tree)
    if elements and elements[0].tag == "h1" and elements[0].find(".//img") is None:
        page.title = tidy(elements.pop(0).text_content())
    BlockWriter(page, resolve=document.resolve).write(elements)
    return page
