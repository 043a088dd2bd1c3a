"""Reading markdown-it's tokens."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.container import container_plugin
from mdit_py_plugins.front_matter import front_matter_plugin

CONTAINER = "page_block"
_WIDE = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]")

Group = list[Token]


def make_parser() -> MarkdownIt:
    """CommonMark with tables, front matter and ::: containers; HTML is plain text."""
    parser = MarkdownIt("commonmark", {"html": False}).enable("table").use(front_matter_plugin)
    # Unknown names too: they are reported, not shown as text.
    return parser.use(container_plugin, CONTAINER, validate=lambda params, markup: True)


def groups_of(tokens: Sequence[Token]) -> Iterator[Group]:
    """Block by block: an opening token with everything up to its closing one."""
    group: Group = []
    depth = 0
    for token in tokens:
        group.append(token)
        depth += token.nesting
        if depth == 0:
            yield group
            group = []


def inside(group: Group) -> list[Group]:
    """The blocks within a block."""
    return list(groups_of(group[1:-1]))


def line_of(group: Group) -> int:
    """The line of the file, counted from 1."""
    place = group[0].map
    return place[0] + 1 if place else 0


def kind_of(group: Group) -> str:
    return group[0].type.removesuffix("_open")


def inlines(group: Group) -> list[Token]:
    return [token for token in group if token.type == "inline"]


def plain(token: Token) -> str:
    """The words of an inline token; a line break within Chinese is none."""
    words = []
    for child in token.children or ():
        if child.type in ("text", "code_inline", "text_special"):
            words.append(child.content)
        elif child.type in ("softbreak", "hardbreak"):
            words.append("\n")
    return joined("".join(words))


def joined(text: str) -> str:
    """Lines joined: by a space, or by nothing between Chinese characters."""
    lines = [line.strip() for line in text.splitlines()]
    whole = lines[0] if lines else ""
    for line in lines[1:]:
        meet = whole[-1:] and line[:1] and _WIDE.match(whole[-1]) and _WIDE.match(line[0])
        whole += line if meet or not line or not whole else f" {line}"
    return whole


def close_soft_breaks(tokens: Sequence[Token]) -> None:
    """In place: the same for tokens that will be shown as HTML."""
    for token in tokens:
        children = token.children or []
        for place, child in enumerate(children):
            if child.type != "softbreak":
                continue
            before = _text(children[:place], last=True)
            after = _text(children[place + 1 :], last=False)
            child.type, child.tag = "text", ""
            child.content = "" if _WIDE.match(before) and _WIDE.match(after) else " "


def _text(children: Sequence[Token], *, last: bool) -> str:
    """The character nearest to a break."""
    for child in reversed(children) if last else children:
        if child.content:
            return child.content[-1 if last else 0]
    return ""


def cut_last_line(group: Group, pattern: re.Pattern[str]) -> re.Match[str] | None:
    """Take the group's last line out of it when it matches, wherever a lazy line ended up."""
    tokens = inlines(group)
    if not tokens:
        return None
    children = tokens[-1].children or []
    breaks = [n for n, child in enumerate(children) if child.type in ("softbreak", "hardbreak")]
    start = breaks[-1] + 1 if breaks else 0
    tail = "".join(child.content for child in children[start:])
    found = pattern.fullmatch(tail.strip())
    if found:
        tokens[-1].children = children[: max(start - 1, 0)]
    return found


def rows_of_table(group: Group) -> list[list[str]]:
    rows: list[list[str]] = []
    for token in group:
        if token.type == "tr_open":
            rows.append([])
        elif token.type == "inline":
            rows[-1].append(plain(token))
    return rows
