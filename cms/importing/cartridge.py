"""A Common Cartridge 1.1–1.3: pages, files and links; quizzes wait for the question bank."""

from __future__ import annotations

import posixpath
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, BinaryIO
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from cms.importing.blocks import raw_block
from cms.importing.cartridge_manifest import Item, Manifest, Resource, read_manifest
from cms.importing.errors import PageImportRefused
from cms.importing.html_blocks import BlockWriter, cleaned, tell_what_ran
from cms.importing.images import ending_of
from cms.importing.package import MEBIBYTE, Package, PackageLimits, inside
from cms.importing.parsed import ParsedFile, ParsedPage
from cms.importing.rich_text import BLOCK, may_link, rich_text

LIMITS = PackageLimits(entries=5_000, unpacked=1024 * MEBIBYTE, part=60 * MEBIBYTE)
_PAGES = (".html", ".htm", ".xhtml")
_IMAGES = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg", ".bmp")
_MOST_PAGES = 1_000

Report = Callable[[int, object], None]


@dataclass(slots=True)
class ReadCartridge:
    """`pages` in the order of the organisation; `kept` names each quiz with its questions."""

    title: str
    version: str
    pages: list[ParsedPage] = field(default_factory=list)
    kept: list[dict[str, Any]] = field(default_factory=list)


def read_cartridge(file: BinaryIO, *, page_type: str, report: Report) -> ReadCartridge:
    """What a cartridge would become below a syllabus (`page_type` "lesson"), a textbook
    ("chapter", with sections below) or a chapter ("section").

    Raises PageImportRefused for what isn't a cartridge of these versions, or isn't safe to open.
    """
    package = Package(file, LIMITS)
    manifest = read_manifest(package)
    reader = _Reader(package, manifest, report)
    read = ReadCartridge(manifest.title, manifest.version)
    if page_type == "chapter":
        for item in manifest.items:
            chapter = ParsedPage(type="chapter", title=item.title[:255])
            below = item.leaves()
            chapter.children = reader.pages(below, "section")
            read.pages.append(chapter)
    else:
        leaves = [leaf for item in manifest.items for leaf in item.leaves()]
        read.pages = reader.pages(leaves, page_type)
    read.pages += reader.left_over(page_type)
    read.kept = reader.kept
    if not any(True for page in read.pages for _ in page.walk()) and not read.kept:
        raise PageImportRefused(_("The cartridge holds nothing that could become a page."))
    return read


class _Reader:
    def __init__(self, package: Package, manifest: Manifest, report: Report) -> None:
        self.package = package
        self.manifest = manifest
        self.report = report
        self.kept: list[dict[str, Any]] = []
        self._used: set[str] = set()
        self._count = 0
        self._formats: dict[str, str] = {}

    def pages(self, items: list[Item], page_type: str) -> list[ParsedPage]:
        pages: list[ParsedPage] = []
        for item in items:
            resource = self.manifest.resources.get(item.resource)
            self._count += 1
            if self._count > _MOST_PAGES:
                raise PageImportRefused(
                    _("The cartridge has more than %(limit)d pages. Split it.")
                    % {"limit": _MOST_PAGES}
                )
            self.report(min(90, 10 + self._count), item.title)
            page = self._page(item, resource, page_type)
            if page is not None:
                pages.append(page)
        return pages

    def left_over(self, page_type: str) -> list[ParsedPage]:
        """What the organisation doesn't name: quizzes are kept, pages and links come last (in a
        chapter of their own, where there are chapters). Files come with the pages that show them.
        """
        items = []
        for resource in list(self.manifest.resources.values()):
            if resource.identifier in self._used:
                continue
            if resource.is_assessment:
                self._keep(resource, resource.identifier)
            elif resource.is_link or resource.is_topic or resource.href.endswith(_PAGES):
                name = posixpath.basename(resource.href or resource.file)
                title = name.rpartition(".")[0] or resource.identifier
                items.append(Item(title, resource.identifier))
        pages = self.pages(items, "section" if page_type == "chapter" else page_type)
        for page in pages:
            page.tell(_("It stands outside the order of the cartridge."), is_error=False)
        if not pages or page_type != "chapter":
            return pages
        chapter = ParsedPage(type="chapter", title=_("More pages"))
        chapter.children = pages
        return [chapter]

    def _page(self, item: Item, resource: Resource | None, page_type: str) -> ParsedPage | None:
        page = ParsedPage(type=page_type, title=item.title[:255])
        if resource is None:
            page.tell(
                _("“%(title)s” names nothing that is in the cartridge.") % {"title": item.title},
                is_error=False,
            )
            return page
        self._used.add(resource.identifier)
        if resource.is_assessment:
            self._keep(resource, item.title)
            return None
        if resource.is_link:
            self._link(page, resource)
        elif resource.is_topic:
            self._topic(page, resource)
        elif resource.is_content and resource.href:
            self._content(page, resource.href)
        else:
            page.tell(
                _("“%(title)s” is of the kind %(kind)s, which can't become a page.")
                % {"title": item.title, "kind": resource.type},
                is_error=False,
            )
        return page

    def _content(self, page: ParsedPage, name: str) -> None:
        if name not in self.package:
            page.tell(_("“%(name)s” isn't in the cartridge.") % {"name": name}, is_error=False)
            return
        if name.lower().endswith(_PAGES):
            self._html(page, _decoded(self.package.read(name)), folder=posixpath.dirname(name))
            return
        file = self._file(name)
        if file is None:
            page.tell(
                _("“%(name)s” can't be brought in: files of this kind aren't taken.")
                % {"name": name},
                place=name,
                is_error=False,
            )
            return
        file.caption = file.caption or page.title[:200]
        page.files.append(file)
        if file.kind == "image":
            file.alt = file.alt or page.title[:255]
            page.body.append(raw_block("image", {"image": f"file:{file.name}", "caption": ""}))
        else:
            value = {"document": f"file:{file.name}", "note": page.title[:200]}
            page.body.append(raw_block("document", value))

    def _html(self, page: ParsedPage, html: str, *, folder: str) -> None:
        tell_what_ran(page, html, place=page.title)

        def resolve(address: str) -> ParsedFile | None:
            return self._resolve(address, folder)

        BlockWriter(page, resolve=resolve, place=page.title).write_children(cleaned(html))

    def _resolve(self, address: str, folder: str) -> ParsedFile | None:
        """The file that an address inside of a page means."""
        path = unquote(urlsplit(address).path)
        if urlsplit(address).scheme or not path:
            return None
        for marker in ("$IMS-CC-FILEBASE$", "%24IMS-CC-FILEBASE%24"):
            if path.startswith(marker):
                folder, path = "web_resources", path.removeprefix(marker).lstrip("/")
        name = inside(folder, path)
        if name is not None and name not in self.package:
            name = inside("", path)
        if name is None or name not in self.package:
            return None
        if name.lower().endswith(_PAGES):
            return ParsedFile(name, "page")
        return self._file(name)

    def _file(self, name: str) -> ParsedFile | None:
        """An image or document of the cartridge; None for what isn't taken, such as SVG."""
        lower = name.lower()
        if lower.endswith(_IMAGES):
            if name not in self._formats:
                self._formats[name] = ending_of(self.package.read(name))
            return ParsedFile(name, "image") if self._formats[name] else None
        ending = lower.rpartition(".")[2]
        if ending in settings.WAGTAILDOCS_EXTENSIONS:
            return ParsedFile(name, "document")
        return None

    def _link(self, page: ParsedPage, resource: Resource) -> None:
        root = self._xml(resource)
        address = next(
            (node.get("href") or "" for node in root.iter("{*}url") if node.get("href")), ""
        )
        words = next((node.text or "" for node in root.iter("{*}title") if node.text), page.title)
        if not may_link(address):
            page.tell(
                _("The link to “%(address)s” was taken off: readers can't reach it from outside.")
                % {"address": address[:100]},
                is_error=False,
            )
            stored = rich_text(f"<p>{_escape(words)}</p>", BLOCK)
        else:
            stored = rich_text(f'<p><a href="{_escape(address)}">{_escape(words)}</a></p>', BLOCK)
        page.body.append(raw_block("prose", stored))

    def _topic(self, page: ParsedPage, resource: Resource) -> None:
        root = self._xml(resource)
        text = next((node.text or "" for node in root.iter("{*}text")), "")
        self._html(page, text, folder=posixpath.dirname(resource.file))
        page.tell(_("A discussion topic: its text became the page."), is_error=False)

    def _keep(self, resource: Resource, title: str) -> None:
        self._used.add(resource.identifier)
        questions = sum(1 for _item in self._xml(resource).iter("{*}item"))
        self.kept.append({"title": title[:200], "questions": questions})

    def _xml(self, resource: Resource) -> Any:
        if resource.file not in self.package:
            raise PageImportRefused(
                _("“%(name)s” isn't in the cartridge.") % {"name": resource.file}
            )
        return self.package.xml(resource.file)


def _decoded(content: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return content.decode("utf-8", "replace")


def _escape(text: str) -> str:
    return (
        text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
    )
