"""Raw blocks, as a BodyField takes them."""

import uuid
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.blocks import Block, StructBlockValidationError
from wagtail.blocks.list_block import ListBlockValidationError

from cms.content.blocks import body_blocks
from cms.importing.parsed import FILE


def raw_block(kind: str, value: Any) -> dict[str, Any]:
    return {"type": kind, "value": value, "id": str(uuid.uuid4())}


def raw_list(values: Sequence[Any]) -> list[dict[str, Any]]:
    return [raw_block("item", value) for value in values]


def rows_text(rows: Sequence[Sequence[str]]) -> str:
    """Rows as the table block takes them. The outer bars keep empty cells at the edges."""
    return "\n".join(f"| {' | '.join(_cell(cell) for cell in row)} |" for row in rows)


def _cell(text: str) -> str:
    return " ".join(text.replace("|", "｜").split())


def problems_of(raw: dict[str, Any]) -> list[str]:
    """What the editor would say about this block, one sentence a problem; "file:…" counts as a
    chosen file."""
    definition = _definitions()[raw["type"]]
    value = raw["value"]
    if isinstance(value, dict) and any(_is_file(entry) for entry in value.values()):
        children = {name: child for name, child in definition.child_blocks.items() if name in value}
        return [
            sentence
            for name, child in children.items()
            if not _is_file(value[name])
            for sentence in _problems(child, value[name])
        ]
    return _problems(definition, value)


def _problems(definition: Block, value: Any) -> list[str]:
    try:
        definition.clean(definition.to_python(value))
    except ValidationError as error:
        return list(_sentences(error, definition))
    return []


def _is_file(value: Any) -> bool:
    return isinstance(value, str) and value.startswith(FILE)


@lru_cache(maxsize=1)
def _definitions() -> dict[str, Block]:
    definitions = dict(body_blocks())
    for name, block in definitions.items():
        block.set_name(name)
    return definitions


def _sentences(error: ValidationError, definition: Any) -> Iterator[str]:
    if isinstance(error, StructBlockValidationError):
        for name, inner in error.block_errors.items():
            child = definition.child_blocks[name]
            for sentence in _sentences(inner, child):
                yield _("%(label)s: %(problem)s") % {"label": child.label, "problem": sentence}
        if error.non_block_errors:
            yield from error.non_block_errors.as_data()[0].messages
    elif isinstance(error, ListBlockValidationError):
        for inner in error.block_errors.values():
            yield from _sentences(inner, definition.child_block)
        for inner in error.non_block_errors.as_data():
            yield from inner.messages
    else:
        yield from error.messages
