"""Values of a page as lines of plain words, for people who compare."""

import re
from collections.abc import Iterator
from functools import cached_property
from html import unescape
from typing import Any

from django.db.models import Model
from django.utils.encoding import force_str
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail.blocks import (
    Block,
    BooleanBlock,
    ChoiceBlock,
    ChooserBlock,
    IntegerBlock,
    ListBlock,
    RichTextBlock,
    StructBlock,
)
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page

from cms.masters.merging import ABSENT
from cms.masters.texts import text_fields

_BREAK = re.compile(r"<br\s*/?>|</(?:p|li|h\d|blockquote|tr)>")
_TAG = re.compile(r"<[^>]+>")


class Wording:
    """Words for the values of pages of one type."""

    def __init__(self, model: type[Page], names: "Names") -> None:
        self.model = model
        self.names = names

    @cached_property
    def fields(self) -> dict[str, Any]:
        return {field.name: field for field in text_fields(self.model)}

    def label(self, name: str) -> str:
        """Of a value or list, in the reader's language."""
        field = self.fields.get(name)
        if field is not None:
            return capfirst(force_str(field.verbose_name))
        return {
            "objectives": _("Objectives"),
            "units": _("Units and hours"),
            "contributions": _("Objectives × units × assessment"),
            "readings": _("To read before class"),
        }.get(name, name)

    def item_label(self, name: str, value: Any) -> str:
        """Of a block: its kind; of a row: nothing beyond the list's label."""
        field = self.fields.get(name)
        if isinstance(field, StreamField) and value is not ABSENT:
            block = field.stream_block.child_blocks.get(value["type"])
            return force_str(block.label) if block else value["type"]
        return ""

    def words(self, name: str, value: Any) -> str:
        """Empty for what isn't there."""
        if value is ABSENT or value is None:
            return ""
        field = self.fields.get(name)
        if isinstance(field, StreamField):
            block = field.stream_block.child_blocks.get(value["type"])
            return "\n".join(self._block(block, value["value"])) if block else str(value["value"])
        if isinstance(field, RichTextField):
            return plain(value)
        if field is not None and field.is_relation:
            return self.names.of(field.related_model, value)
        if field is not None:
            choices = dict(field.flatchoices)
            return force_str(choices.get(value, value))
        return self._row(name, value)

    def _row(self, name: str, value: dict[str, Any]) -> str:
        relation = getattr(self.model, name).rel.related_model
        lines = []
        for key, inner in value.items():
            if inner in (None, "", 0) or key in {"unit_key", "objective_key"}:
                continue
            field = relation._meta.get_field(key)
            if field.is_relation:
                # The only rows that name something are readings: they name pages.
                inner = self.names.of(Page, inner)
            choices = dict(field.flatchoices)
            lines.append(f"{capfirst(force_str(field.verbose_name))}: {choices.get(inner, inner)}")
        return "\n".join(lines)

    def _block(self, block: Block, value: Any) -> Iterator[str]:
        if value in (None, ""):
            return
        if isinstance(block, StructBlock):
            for name, child in block.child_blocks.items():
                yield from self._block(child, value.get(name))
        elif isinstance(block, ListBlock):
            for item in value:
                yield from self._block(block.child_block, item["value"])
        elif isinstance(block, RichTextBlock):
            yield plain(value)
        elif isinstance(block, ChooserBlock):
            yield self.names.of(block.model_class, value)
        elif isinstance(block, BooleanBlock):
            yield _labelled(block, _("yes") if value else _("no"))
        elif isinstance(block, IntegerBlock):
            yield _labelled(block, value)
        elif isinstance(block, ChoiceBlock):
            choices = dict(block.field.choices)
            yield force_str(choices.get(value, value))
        else:
            yield force_str(value)


def _labelled(block: Any, value: Any) -> str:
    return _("%(label)s: %(value)s") % {"label": block.label, "value": value}


class Names:
    """Titles of chosen files and pages; each is asked for once, and only where it is shown."""

    def __init__(self) -> None:
        self._found: dict[tuple[type[Model], Any], str] = {}

    def of(self, model: type[Model], number: Any) -> str:
        key = (model, number)
        if key not in self._found:
            thing = model._default_manager.filter(pk=number).first()
            self._found[key] = _("(gone)") if thing is None else str(thing)
        return self._found[key]


def plain(html: str) -> str:
    """Rich text as lines."""
    return unescape(_TAG.sub("", _BREAK.sub("\n", html))).strip()
