"""A revision laid open field by field: each place can be read, compared and commented on."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.forms import HiddenInput
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join, linebreaks
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from wagtail.admin.panels import FieldPanel, InlinePanel, Panel
from wagtail.blocks import StructBlock
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page
from wagtail.rich_text import expand_db_html

from cms.content.models import LessonPage, SyllabusPage
from cms.content.structure import syllabus_of


@dataclass(frozen=True)
class Part:
    """`path` names the place for forms ("description", "body.<block>", "units"); `comment_path` is
    where Wagtail's editor shows a comment on it."""

    path: str
    label: str
    html: SafeString
    comment_path: str

    @property
    def anchor(self) -> str:
        return "part-" + self.path.replace(".", "-")


def parts_of(page: Page) -> list[Part]:
    """What the page's editor asks for, in its order, without what is empty."""
    named = _names_of_keys(page)
    found: list[Part] = []
    # Only a province says what is fixed: a school's readers need no word on it.
    silent = set() if getattr(page, "is_fixed", False) else {"is_fixed"}
    for panel in _leaves(type(page).get_edit_handler()):
        if isinstance(panel, InlinePanel):
            found += _relation(page, panel, named)
        elif (
            isinstance(panel, FieldPanel)
            and not _is_hidden(panel)
            and panel.field_name not in silent
        ):
            found += _field(page, panel, named)
    return found


def _leaves(panel: Panel) -> Iterator[Panel]:
    children = getattr(panel, "children", None)
    if isinstance(panel, InlinePanel) or not children:
        yield panel
        return
    for child in children:
        yield from _leaves(child)


def _is_hidden(panel: FieldPanel) -> bool:
    widget = getattr(panel, "widget", None)
    return widget is HiddenInput or isinstance(widget, HiddenInput)


def _names_of_keys(page: Page) -> dict[uuid.UUID, str]:
    """Units and objectives are named by keys; people know them by their titles."""
    syllabus = page if isinstance(page, SyllabusPage) else None
    if isinstance(page, LessonPage):
        syllabus = syllabus_of(page)
    if syllabus is None:
        return {}
    units = {unit.key: unit.title for unit in syllabus.units.all()}
    return units | {one.key: one.text for one in syllabus.objectives.all()}


def _label(page: type[models.Model], name: str) -> str:
    return str(getattr(page._meta.get_field(name), "verbose_name", name))


def _field(page: Page, panel: FieldPanel, named: dict[uuid.UUID, str]) -> list[Part]:
    name = panel.field_name
    field = page._meta.get_field(name)
    label = str(panel.heading or _label(type(page), name))
    if isinstance(field, StreamField):
        return [
            Part(
                path=f"{name}.{block.id}",
                label=f"{label} · {block.block.label}",
                html=mark_safe(block.render()),  # noqa: S308 — the block's own template escapes
                comment_path=_place_of_block(name, block),
            )
            for block in getattr(page, name)
        ]
    html = _value(page, name, named)
    return [Part(name, label, html, name)] if html else []


def _place_of_block(name: str, block: Any) -> str:
    """Wagtail's editor puts comments at single inputs: of a block of several, at its first."""
    if isinstance(block.block, StructBlock):
        return f"{name}.{block.id}.{next(iter(block.block.child_blocks))}"
    return f"{name}.{block.id}"


def _value(row: models.Model, name: str, named: dict[uuid.UUID, str]) -> SafeString:
    field = row._meta.get_field(name)
    value = getattr(row, name)
    if value in (None, ""):
        return SafeString("")
    if isinstance(field, RichTextField):
        return mark_safe(expand_db_html(value))  # noqa: S308 — sanitised when it was saved
    if isinstance(value, uuid.UUID):
        return format_html("{}", named.get(value, _("(no longer there)")))
    if getattr(field, "choices", None):
        return format_html("{}", getattr(row, f"get_{name}_display")())
    if isinstance(field, models.BooleanField):
        return format_html("{}", _("yes") if value else _("no"))
    if isinstance(field, models.DateField):
        return format_html("{}", date_format(value))
    if isinstance(field, models.TextField):
        return mark_safe(linebreaks(value, autoescape=True))  # noqa: S308 — escaped by linebreaks
    return format_html("{}", value)


def _relation(page: Page, panel: InlinePanel, named: dict[uuid.UUID, str]) -> list[Part]:
    """Rows below the page as one table: Wagtail can't comment on single rows."""
    name = panel.relation_name
    rows = list(getattr(page, name).all())
    if not rows:
        return []
    columns = [
        leaf.field_name
        for child in type(rows[0]).panels
        for leaf in _leaves(child)
        if isinstance(leaf, FieldPanel) and not _is_hidden(leaf)
    ]
    model = type(rows[0])
    head = format_html_join("", '<th scope="col">{}</th>', ((_label(model, c),) for c in columns))
    body = format_html_join(
        "",
        "<tr><td>{}</td>{}</tr>",
        (
            (
                number,
                format_html_join("", "<td>{}</td>", ((_value(row, c, named),) for c in columns)),
            )
            for number, row in enumerate(rows, start=1)
        ),
    )
    html = format_html(
        '<div class="table-responsive"><table class="table">'
        '<thead><tr><th scope="col">{}</th>{}</tr></thead>'
        "<tbody>{}</tbody></table></div>",
        _("No."),
        head,
        body,
    )
    return [Part(name, str(panel.heading or panel.label or name), html, name)]
