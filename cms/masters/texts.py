"""A page's text as the merge sees it, read from what Wagtail keeps in a revision, and back.

Only what says the same is equal: the editor marks paragraphs with keys of its own and writes <b>
where a loader wrote <strong>, and neither is a change of the text.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from modelcluster.models import get_all_child_relations
from wagtail.blocks import Block, ListBlock, RichTextBlock, StreamBlock, StructBlock
from wagtail.fields import RichTextField, StreamField
from wagtail.models import COMMENTS_RELATION_NAME, Page

from cms.content.models.adoptable import AdoptablePage, adoptable_models
from cms.masters.merging import Item, Text

# The school's own (its course), or bookkeeping of the adoption.
NOT_TEXT = frozenset({"page_ptr", "course", "is_fixed", "master", "master_revision_id"})
OF_EVERY_PAGE = ("title", "seo_title", "search_description")
# Bookkeeping of a row; its key is the item's, and whether it is fixed too.
NOT_OF_ROW = frozenset({"pk", "id", "page", "sort_order", "key", "is_fixed"})

_EDITOR_KEY = re.compile(r' data-block-key="[^"]*"')
_SAME_TAGS = {"strong": "b", "em": "i"}
_TAG = re.compile(r"<(/?)(strong|em)(?=[\s>])")
_BETWEEN_BLOCKS = re.compile(r">\s*\n\s*<")
_BLOCK_EDGE = re.compile(r"(<(?:p|li)>)\s+|\s+(</(?:p|li)>)")
_WORDS = re.compile(r"(<[^>]*>)")
_PAGE_LINK = re.compile(r"<a\b[^>]*\blinktype=\"page\"[^>]*>")
_LINK_ID = re.compile(r'\bid="(\d+)"')


def text_of(model: type[Page], content: Mapping[str, Any]) -> Text:
    """`content`: as in a revision of a page of this type."""
    values: dict[str, Any] = {}
    lists: dict[str, list[Item]] = {}
    for field in text_fields(model):
        raw = content.get(field.name)
        if isinstance(field, StreamField):
            lists[field.name] = list(_blocks(field.stream_block, raw))
        elif isinstance(field, RichTextField):
            values[field.name] = plain_html(raw or "")
        else:
            values[field.name] = raw
    for name in row_relations(model):
        lists[name] = list(_rows(_in_order(content.get(name) or [])))
    return Text(values, {name: tuple(items) for name, items in lists.items()})


def with_text(model: type[Page], content: Mapping[str, Any], text: Text) -> dict[str, Any]:
    """`content` with another text; rows that stay keep their number."""
    result = dict(content)
    streams = {field.name for field in text_fields(model) if isinstance(field, StreamField)}
    for name, value in text.values.items():
        result[name] = value
    for name, items in text.lists.items():
        if name in streams:
            blocks = [{**item.value, "id": item.key} for item in items]
            result[name] = json.dumps(blocks, ensure_ascii=False)
        else:
            result[name] = _content_rows(_in_order(content.get(name) or []), items)
    return result


def text_fields(model: type[Page]) -> list[Any]:
    """What authors write on a page of this type, in the order of the declaration."""
    return [
        field
        for field in model._meta.concrete_fields
        if field.name in OF_EVERY_PAGE or (field.model is model and field.name not in NOT_TEXT)
    ]


def row_relations(model: type[Page]) -> list[str]:
    """Rows that belong to a page: objectives, units, readings."""
    names = [relation.get_accessor_name() for relation in get_all_child_relations(model)]
    return [name for name in names if name != COMMENTS_RELATION_NAME]


def model_named(kind: str) -> type[AdoptablePage]:
    """The page type by its name, such as "lessonpage"."""
    return {model._meta.model_name: model for model in adoptable_models()}[kind]


def plain_html(html: str) -> str:
    """Rich text without what only the editor needs."""
    html = _EDITOR_KEY.sub("", html.replace("\r\n", "\n")).strip()
    html = _BETWEEN_BLOCKS.sub("><", html)
    html = _BLOCK_EDGE.sub(lambda match: match[1] or match[2], html)
    html = _TAG.sub(lambda match: f"<{match[1]}{_SAME_TAGS[match[2]]}", html)
    # Quotation marks are escaped by loaders and not by the editor; inside a tag they must be.
    pieces = [
        piece if piece.startswith("<") else piece.replace("&quot;", '"').replace("&#x27;", "'")
        for piece in _WORDS.split(html)
    ]
    html = "".join(pieces)
    return "" if html == "<p></p>" else html


def linked_pages(content: Any) -> set[int]:
    """Numbers of pages that links and readings of the content lead to."""
    found: set[int] = set()

    def note(number: int) -> int:
        found.add(number)
        return number

    _map_links(content, note)
    return found


def with_links(content: Any, moved: Mapping[int, int]) -> Any:
    """The content with links to pages that are keys of `moved` led to their values."""
    return _map_links(content, lambda number: moved.get(number, number))


def _map_links(value: Any, to: Any, name: str = "") -> Any:
    if isinstance(value, dict):
        return {key: _map_links(inner, to, key) for key, inner in value.items()}
    if isinstance(value, list):
        return [_map_links(inner, to, name) for inner in value]
    if name == "reading" and isinstance(value, int):
        return to(value)
    if isinstance(value, str) and "linktype" in value:
        # A stream is JSON inside the content: its quotation marks are escaped.
        if value.startswith(("[", "{")):
            return json.dumps(_map_links(json.loads(value), to, name), ensure_ascii=False)
        return _PAGE_LINK.sub(
            lambda tag: _LINK_ID.sub(lambda link: f'id="{to(int(link[1]))}"', tag[0]), value
        )
    return value


def _blocks(stream: StreamBlock, raw: Any) -> Iterator[Item]:
    blocks = json.loads(raw) if isinstance(raw, str) and raw else raw or []
    for number, block in enumerate(blocks):
        kind = block["type"]
        definition = stream.child_blocks.get(kind)
        value = block["value"]
        if definition is not None:
            value = _complete(definition, value)
        yield Item(block.get("id") or f"{kind}-{number}", {"type": kind, "value": value})


def _complete(block: Block, value: Any) -> Any:
    """The value with defaults where a loader left something out, and without editors' keys."""
    if isinstance(block, RichTextBlock):
        return plain_html(value or "")
    if isinstance(block, StructBlock):
        given = value or {}
        return {
            name: _complete(child, given[name])
            if name in given
            else child.get_prep_value(child.get_default())
            for name, child in block.child_blocks.items()
        }
    if isinstance(block, ListBlock):
        inner = [item["value"] if _is_list_item(item) else item for item in value or []]
        return [{"type": "item", "value": _complete(block.child_block, item)} for item in inner]
    return value


def _is_list_item(item: Any) -> bool:
    return isinstance(item, dict) and item.get("type") == "item" and "value" in item


def _in_order(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(rows, key=lambda row: row.get("sort_order") or 0)


def _rows(rows: list[dict[str, Any]]) -> Iterator[Item]:
    seen: Counter[str] = Counter()
    for row in rows:
        key = _row_key(row)
        seen[key] += 1
        if seen[key] > 1:
            key = f"{key}#{seen[key]}"
        value = {name: inner for name, inner in row.items() if name not in NOT_OF_ROW}
        yield Item(key, value, bool(row.get("is_fixed", False)))


def _row_key(row: Mapping[str, Any]) -> str:
    """What stays the same while a row is edited: its key, or what it connects."""
    if "key" in row:
        return str(row["key"])
    if "reading" in row:
        return str(row["reading"])
    if "objective_key" in row:
        return f"{row['objective_key']}/{row['unit_key']}"
    return json.dumps(
        {name: inner for name, inner in row.items() if name not in NOT_OF_ROW}, sort_keys=True
    )


def _content_rows(old: list[dict[str, Any]], items: Any) -> list[dict[str, Any]]:
    before = {item.key: row for item, row in zip(_rows(old), old, strict=True)}
    rows = []
    for number, item in enumerate(items):
        row = {"pk": None, "page": None, **before.get(item.key, {}), **item.value}
        # Names that a row of this kind hasn't got are passed over when it is read.
        rows.append({**row, "key": item.key, "is_fixed": item.fixed, "sort_order": number})
    return rows
