"""What changed in a body, block by block, as readers see it.

Wagtail lists every block with what is stored of it, and takes each list of items for changed.
"""

from collections.abc import Iterator
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from wagtail.admin.compare import StreamBlockComparison, diff_text
from wagtail.blocks import BooleanBlock, ChoiceBlock, StructBlock
from wagtail.utils.text import text_from_html


def changed_blocks(block: Any, old: Any, new: Any) -> SafeString:
    """The blocks of a StreamField that were added, taken away or changed, marked as HTML; "" where
    none was. `block` is the field's stream block."""
    parts = [
        format_html(
            '<div class="change-block {}"><p class="muted">{}</p>{}</div>', kind, label, html
        )
        for kind, label, html in _parts(StreamBlockComparison(block, True, True, old, new))
    ]
    kept = {child.id for child in old} & {child.id for child in new}
    if [one.id for one in old if one.id in kept] != [one.id for one in new if one.id in kept]:
        parts.append(format_html("<p>{}</p>", _("The blocks stand in another order.")))
    return SafeString("".join(parts))


def _parts(stream: StreamBlockComparison) -> Iterator[tuple[str, str, SafeString]]:
    for one in stream.get_block_comparisons():
        block = one.block
        if one.is_new():
            yield "addition", block.label, format_html("<ins>{}</ins>", _text(block, one.val_b))
        elif one.is_deleted():
            yield "deletion", block.label, format_html("<del>{}</del>", _text(block, one.val_a))
        elif _stored(block, one.val_a) != _stored(block, one.val_b):
            yield "changed", block.label, _difference(block, one.val_a, one.val_b)


def _difference(block: Any, old: Any, new: Any) -> SafeString:
    before, after = _text(block, old), _text(block, new)
    if before != after:
        return SafeString(diff_text(before, after).to_html())
    if not isinstance(block, StructBlock):
        return format_html("{}", after)
    # What readers don't see in words: whether a video counts, which picture it is.
    changed = (
        (child.label, _value(child, old.get(name)), _value(child, new.get(name)))
        for name, child in block.child_blocks.items()
        if _stored(child, old.get(name)) != _stored(child, new.get(name))
    )
    return format_html_join("", "<p>{} <del>{}</del> <ins>{}</ins></p>", changed)


def _text(block: Any, value: Any) -> str:
    return str(text_from_html(str(block.render(value))))


def _value(block: Any, value: Any) -> str:
    if isinstance(block, BooleanBlock):
        return _("yes") if value else _("no")
    if isinstance(block, ChoiceBlock):
        return str(dict(block.field.choices).get(value, ""))
    return str("" if value is None else value)


def _stored(block: Any, value: Any) -> Any:
    return _without_ids(block.get_prep_value(value)) if value is not None else None


def _without_ids(stored: Any) -> Any:
    """Items of lists get an id each time that an older text is read."""
    if isinstance(stored, list):
        return [_without_ids(one) for one in stored]
    if isinstance(stored, dict):
        return {key: _without_ids(one) for key, one in stored.items() if key != "id"}
    return stored
