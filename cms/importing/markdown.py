"""A page written in Markdown: YAML head, then the body with ::: containers."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _
from markdown_it import MarkdownIt
from markdown_it.token import Token

from cms.importing import front_matter
from cms.importing import markdown_tokens as md
from cms.importing.blocks import problems_of, raw_block, rows_text
from cms.importing.markdown_containers import ContainerReader
from cms.importing.parsed import FILE, ParsedFile, ParsedPage
from cms.importing.rich_text import BLOCK, FIELD, QUOTATION, rich_text

LONGEST = 1024 * 1024
_CAPTION = re.compile(r"表[:：]\s*(.+)")
_SOURCE = re.compile(r"(?:——|—|--)\s*(.+)")
_PROSE = ("paragraph", "bullet_list", "ordered_list")


def read_markdown(text: str) -> ParsedPage:
    """The page that a Markdown text describes. Never raises for what an author wrote: whatever is
    wrong is a finding with the line of the file."""
    if len(text) > LONGEST:
        page = ParsedPage(type="")
        page.tell(_("The text is longer than a page may be."), line=1)
        return page
    return _Reader(text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")).read()


class _Reader:
    def __init__(self, text: str) -> None:
        self.lines = text.split("\n")
        self.parser: MarkdownIt = md.make_parser()
        self.tokens = self.parser.parse(text)
        self.page = ParsedPage(type="")
        self._prose: list[Token] = []
        self._prose_line = 0
        self._caption = ""
        self._caption_line = 0

    def read(self) -> ParsedPage:
        tokens = list(self.tokens)
        if not tokens or tokens[0].type != "front_matter":
            self.page.tell(_("The page must begin with a head between two lines of ---."), line=1)
            return self.page
        if self._read_head(tokens.pop(0)):
            self._read_body(tokens)
        return self.page

    def _read_head(self, token: Token) -> bool:
        try:
            head = front_matter.load(token.content)
        except front_matter.BadYaml as error:
            self.page.tell(error, line=error.line + 1)
            return False
        head.lines = {name: line + 1 for name, line in head.lines.items()}
        head.steps = [line + 1 for line in head.steps]
        kind = str(head.values.get("type") or "")
        if kind not in front_matter.MODELS:
            self.page.tell(
                _("“%(type)s” is no type of page; there are: %(types)s.")
                % {"type": kind, "types": ", ".join(front_matter.MODELS)},
                line=head.lines.get("type", 2),
            )
            return False
        self.page.type = kind
        front_matter.read_fields(self.page, head, rich=self._field)
        return True

    def _field(self, text: str, line: int) -> str:
        return self.rich(self.parser.parse(text, {}), FIELD, line)

    def rich(self, tokens: list[Token], features: tuple[str, ...], line: int) -> str:
        """Rich text of these tokens; an address that may not be linked is an error."""
        md.close_soft_breaks(tokens)
        refused: list[str] = []
        stored = rich_text(
            self.parser.renderer.render(tokens, self.parser.options, {}), features, refused=refused
        )
        for address in refused:
            self.page.tell(
                _("“%(address)s” can't be linked: only public http and https addresses can.")
                % {"address": address},
                line=line,
            )
        return stored

    def _read_body(self, tokens: list[Token]) -> None:
        containers = ContainerReader(self)
        for group in md.groups_of(tokens):
            kind, line = md.kind_of(group), md.line_of(group)
            if kind == "paragraph":
                self._paragraph(group, line)
                continue
            if kind in _PROSE:
                self._collect(group, line)
                continue
            self.flush()
            if kind != "table":
                self._drop_caption()
            if kind == "heading":
                self._heading(group, line)
            elif kind == "blockquote":
                self._quotation(group, line)
            elif kind == "table":
                self._table(group, line)
            elif kind == f"container_{md.CONTAINER}":
                self._check_closed(group, line)
                containers.read(group, line)
            else:
                self.page.tell(
                    _("Code and lines between sections can't stand on a page."), line=line
                )
        self.flush()
        self._drop_caption()

    def add(self, kind: str, value: object, line: int) -> None:
        """Put a block, telling what the editor would say about it."""
        raw = raw_block(kind, value)
        for problem in problems_of(raw):
            self.page.tell(problem, line=line)
        self.page.body.append(raw)

    def _collect(self, group: list[Token], line: int) -> None:
        self._drop_caption()
        self._images(group, line)
        if not self._prose:
            self._prose_line = line
        self._prose.extend(group)

    def flush(self) -> None:
        """End the text block of paragraphs and lists that follow each other."""
        if self._prose:
            stored = self.rich(self._prose, BLOCK, self._prose_line)
            if stored:
                self.add("prose", stored, self._prose_line)
            self._prose = []

    def _paragraph(self, group: list[Token], line: int) -> None:
        token = group[1]
        caption = _CAPTION.fullmatch(md.plain(token).strip())
        if caption:
            self.flush()
            self._drop_caption()
            self._caption, self._caption_line = caption[1].strip(), line
            return
        children = [child for child in token.children or () if child.content or child.nesting]
        if len(children) == 1 and children[0].type == "image":
            self.flush()
            self._drop_caption()
            self._image(children[0], line)
            return
        self._collect(group, line)

    def _images(self, group: list[Token], line: int) -> None:
        for token in md.inlines(group):
            if any(child.type == "image" for child in token.children or ()):
                self.page.tell(_("An image must stand in a paragraph of its own."), line=line)

    def _image(self, token: Token, line: int) -> None:
        name = str(token.attrs.get("src", ""))
        if re.match(r"[a-zA-Z][\w+.-]*:|/", name):
            self.page.tell(
                _("“%(name)s” isn't fetched: images must come with the upload.") % {"name": name},
                line=line,
            )
            return
        if not token.content:
            self.page.tell(_("The image needs words for those who can't see it."), line=line)
        caption = str(token.attrs.get("title", ""))
        self.page.files.append(ParsedFile(name, "image", token.content, caption))
        self.add("image", {"image": f"{FILE}{name}", "caption": caption}, line)

    def _heading(self, group: list[Token], line: int) -> None:
        level = int(group[0].tag[1])
        text = md.plain(group[1])
        if level not in (2, 3):
            self.page.tell(
                _("Headings have two or three #: the page's title stands in its head."), line=line
            )
        self.add("heading", {"text": text, "level": "2" if level < 3 else "3"}, line)

    def _quotation(self, group: list[Token], line: int) -> None:
        source = md.cut_last_line(group, _SOURCE)
        text = self.rich(group[1:-1], QUOTATION, line)
        if not source:
            self.page.tell(
                _("The quotation lacks its source: a last line that begins with ——."), line=line
            )
        self.add("quotation", {"text": text, "source": source[1] if source else ""}, line)

    def _table(self, group: list[Token], line: int) -> None:
        caption, self._caption = self._caption, ""
        if not caption:
            self.page.tell(_("The table lacks its caption: a line “表：…” before it."), line=line)
        for token in md.inlines(group):
            if any(child.type in ("link_open", "image") for child in token.children or ()):
                self.page.tell(_("Cells of a table hold words only."), line=line)
        rows = rows_text(md.rows_of_table(group))
        self.add("table", {"caption": caption, "rows": rows, "row_headings": True}, line)

    def _drop_caption(self) -> None:
        if self._caption:
            self.page.tell(_("No table follows this caption."), line=self._caption_line)
            self._caption = ""

    def _check_closed(self, group: list[Token], line: int) -> None:
        _start, end = group[0].map or (0, 0)
        closing = self.lines[end].strip() if end < len(self.lines) else ""
        if not closing or set(closing) != {":"}:
            self.page.tell(_("This ::: is never closed."), line=line)
