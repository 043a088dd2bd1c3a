"""What stands between ::: and ::: in a Markdown page."""

from __future__ import annotations

import datetime
import re
import shlex
from typing import Any, Protocol

from django.utils.translation import gettext as _
from markdown_it import MarkdownIt
from markdown_it.token import Token

from cms.importing import markdown_tokens as md
from cms.importing.blocks import raw_list, rows_text
from cms.importing.parsed import FILE, ParsedFile, ParsedPage
from cms.importing.rich_text import BLOCK

_CALLOUTS = ("note", "tip", "important", "warning")
_PROSE = ("paragraph", "bullet_list", "ordered_list")
_ACTIVITY = re.compile(r"(?P<minutes>\S+)\s+(?P<title>[^{]*?)\s*(?:\{(?P<more>[^}]*)\})?")
_CHART = re.compile(r"(?P<kind>\S+)\s+(?P<rest>.*)")
_CASE_SOURCE = re.compile(r"来源[:：]\s*(.+)")


class Reader(Protocol):
    """What the reader of the page lends to the containers."""

    page: ParsedPage
    parser: MarkdownIt

    def add(self, kind: str, value: object, line: int) -> None: ...

    def rich(self, tokens: list[Token], features: tuple[str, ...], line: int) -> str: ...


class ContainerReader:
    def __init__(self, reader: Reader) -> None:
        self.reader = reader

    def read(self, group: list[Token], line: int) -> None:
        """Add the block of one container; whatever is wrong is told with its line."""
        name, _space, title = group[0].info.strip().partition(" ")
        blocks = md.inside(group)
        if name in _CALLOUTS:
            text = self._text(blocks, line)
            self.reader.add("callout", {"kind": name, "title": title.strip(), "text": text}, line)
            return
        reading = getattr(self, f"_read_{name}", None) if name.isalpha() else None
        if reading is None:
            self._tell(_("There is no block “%(name)s”.") % {"name": name}, line)
            return
        reading(title.strip(), blocks, line)

    def _tell(self, message: object, line: int) -> None:
        self.reader.page.tell(message, line=line)

    def _text(self, blocks: list[md.Group], line: int, features: tuple[str, ...] = BLOCK) -> str:
        tokens: list[Token] = []
        for block in blocks:
            images = any(
                child.type == "image"
                for token in md.inlines(block)
                for child in token.children or ()
            )
            if md.kind_of(block) not in _PROSE or images:
                self._tell(_("Only paragraphs and lists can stand here."), md.line_of(block))
                continue
            tokens.extend(block)
        return self.reader.rich(tokens, features, line)

    def _read_activity(self, title: str, blocks: list[md.Group], line: int) -> None:
        found = _ACTIVITY.fullmatch(title)
        if not found or not found["minutes"].isdecimal():
            self._tell(_("An activity begins with its minutes: “::: activity 15 …”."), line)
            return
        options = {"form": "discussion", "materials": ""}
        try:
            pairs = [word.partition("=") for word in shlex.split(found["more"] or "")]
        except ValueError:
            self._tell(_("A quotation mark between the braces is not closed."), line)
            return
        for key, _equals, given in pairs:
            if key not in options:
                self._tell(_("An activity has no “%(key)s”.") % {"key": key}, line)
                continue
            options[key] = given
        value = {
            "title": found["title"],
            "minutes": int(found["minutes"][:6]),
            "text": self._text(blocks, line),
            **options,
        }
        self.reader.add("activity", value, line)

    def _read_case(self, title: str, blocks: list[md.Group], line: int) -> None:
        source = md.cut_last_line(blocks[-1], _CASE_SOURCE) if blocks else None
        if source and md.kind_of(blocks[-1]) == "paragraph" and not _has_words(blocks[-1]):
            blocks.pop()
        questions: list[str] = []
        if blocks and md.kind_of(blocks[-1]) == "ordered_list":
            questions = _items(blocks.pop())
        if not questions:
            self._tell(_("The case ends without questions: a numbered list."), line)
        value = {
            "title": title,
            "text": self._text(blocks, line),
            "questions": raw_list(questions),
            "source": source[1] if source else "",
        }
        self.reader.add("case", value, line)

    def _read_reflection(self, title: str, blocks: list[md.Group], line: int) -> None:
        words = [md.plain(block[1]) for block in blocks if md.kind_of(block) == "paragraph"]
        if title or len(words) != len(blocks) or not 1 <= len(words) <= 2:
            self._tell(_("A reflection is one paragraph, the question, and perhaps a hint."), line)
            return
        value = {"question": words[0], "hint": "".join(words[1:]), "may_share": True}
        self.reader.add("reflection", value, line)

    def _read_policy(self, title: str, blocks: list[md.Group], line: int) -> None:
        parts = [part.strip() for part in title.replace("｜", "|").split("|")]
        if len(parts) != 5:
            self._tell(
                _("A policy names document | number | issuer | date | clause, empty or not."), line
            )
            return
        document, number, issuer, issued_on, clause = parts
        if issued_on and not _is_date(issued_on):
            self._tell(_("“%(date)s” is no date such as 2007-12-28.") % {"date": issued_on}, line)
            return
        value = {
            "document": document,
            "number": number,
            "issuer": issuer,
            "issued_on": issued_on or None,
            "clause": clause,
            "text": self._text(blocks, line, ("bold",)),
            "url": "",
        }
        self.reader.add("policy", value, line)

    def _read_chart(self, title: str, blocks: list[md.Group], line: int) -> None:
        found = _CHART.fullmatch(title)
        parts = [part.strip() for part in found["rest"].split("|")] if found else []
        if not found or len(parts) != 3:
            self._tell(_("A chart names kind, title | unit | source."), line)
            return
        if [md.kind_of(block) for block in blocks] != ["table"]:
            self._tell(_("A chart holds one table and nothing else."), line)
            return
        value = {
            "title": parts[0],
            "kind": found["kind"],
            "unit": parts[1],
            "rows": rows_text(md.rows_of_table(blocks[0])),
            "source": parts[2],
        }
        self.reader.add("chart", value, line)

    def _read_timeline(self, title: str, blocks: list[md.Group], line: int) -> None:
        if [md.kind_of(block) for block in blocks] != ["bullet_list"]:
            self._tell(_("A timeline holds one list of “- when | what | text”."), line)
            return
        steps: list[dict[str, Any]] = []
        for item in md.inside(blocks[0]):
            content = md.joined(item[2].content) if len(item) > 2 else ""
            parts = [part.strip() for part in content.split("|", 2)]
            if len(parts) < 2 or len(md.inlines(item)) != 1:
                self._tell(_("A step of a timeline is “- when | what | text”."), md.line_of(item))
                continue
            tokens = self.reader.parser.parse(parts[2]) if len(parts) == 3 else []
            text = self.reader.rich(tokens, ("bold", "link"), md.line_of(item))
            steps.append({"when": parts[0], "what": parts[1], "text": text})
        self.reader.add("timeline", {"title": title, "steps": raw_list(steps)}, line)

    def _read_quiz(self, title: str, blocks: list[md.Group], line: int) -> None:
        parts = [part.strip() for part in title.split("|")]
        if blocks or len(parts) > 3:
            self._tell(_("A quiz is one line: title | code | note."), line)
            return
        name, code, note = (*parts, "", "")[:3]
        self.reader.add("quiz", {"title": name, "code": code, "note": note}, line)

    def _read_video(self, title: str, blocks: list[md.Group], line: int) -> None:
        if blocks or not title:
            self._tell(_("A video is one line: the title that it has in the library."), line)
            return
        self.reader.page.files.append(ParsedFile(title, "video"))
        self.reader.add("video", {"video": f"{FILE}{title}", "counts": True}, line)


def _items(group: md.Group) -> list[str]:
    return [" ".join(md.plain(token) for token in md.inlines(item)) for item in md.inside(group)]


def _has_words(group: md.Group) -> bool:
    return any(md.plain(token) for token in md.inlines(group))


def _is_date(text: str) -> bool:
    try:
        datetime.date.fromisoformat(text)
    except ValueError:
        return False
    return True
