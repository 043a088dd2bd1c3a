"""Blocks of rows."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.blocks import (
    BooleanBlock,
    CharBlock,
    ChoiceBlock,
    ListBlock,
    RichTextBlock,
    StructBlock,
    StructBlockValidationError,
    TextBlock,
)

CELL_SEPARATOR = "|"
MAX_COLUMNS = 12
MAX_ROWS = 200


def rows_of(text: str) -> list[list[str]]:
    """A small table as it is typed: one row a line, cells between "|" or tabs."""
    lines = [line.strip() for line in text.replace("\t", CELL_SEPARATOR).splitlines()]
    return [
        [cell.strip() for cell in line.strip(CELL_SEPARATOR).split(CELL_SEPARATOR)]
        for line in lines
        if line
    ]


def check_rows(rows: list[list[str]]) -> None:
    """Raise ValidationError, naming the row, unless there are a header and equal rows."""
    if len(rows) < 2:
        raise ValidationError(_("A table needs a row of headings and at least one more row."))
    if len(rows) > MAX_ROWS or len(rows[0]) > MAX_COLUMNS:
        raise ValidationError(
            _("At most %(rows)d rows and %(columns)d columns.")
            % {"rows": MAX_ROWS, "columns": MAX_COLUMNS}
        )
    for number, row in enumerate(rows[1:], start=2):
        if len(row) != len(rows[0]):
            raise ValidationError(
                _("Row %(row)d has %(cells)d cells, the row of headings has %(headings)d.")
                % {"row": number, "cells": len(row), "headings": len(rows[0])}
            )


ROWS_HELP = gettext_lazy("One row a line, cells between | or tabs; the first row holds headings.")


class TableBlock(StructBlock):
    """`value["rows"]` is text; `rows_of` gives header and rows."""

    caption = CharBlock(label=gettext_lazy("caption"), max_length=200)
    rows = TextBlock(label=gettext_lazy("rows"), help_text=ROWS_HELP)
    row_headings = BooleanBlock(
        label=gettext_lazy("the first column holds headings"), required=False, default=True
    )

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        try:
            check_rows(rows_of(cleaned["rows"]))
        except ValidationError as error:
            raise StructBlockValidationError(block_errors={"rows": error}) from error
        return cleaned

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        header, *body = rows_of(value["rows"]) or [[]]
        return {**super().get_context(value, parent_context), "header": header, "body": body}

    class Meta:
        icon = "table"
        label = gettext_lazy("Table")
        template = "cms/content/blocks/table.html"


class ChartBlock(StructBlock):
    """A chart with its figures as a table: the first column names, the others hold numbers."""

    title = CharBlock(label=gettext_lazy("title that says the finding"), max_length=160)
    kind = ChoiceBlock(
        label=gettext_lazy("kind of chart"),
        choices=[
            ("bar", gettext_lazy("bars")),
            ("line", gettext_lazy("line")),
            ("pie", gettext_lazy("shares")),
            ("radar", gettext_lazy("radar")),
        ],
        default="bar",
    )
    unit = CharBlock(label=gettext_lazy("unit"), max_length=20, required=False)
    rows = TextBlock(label=gettext_lazy("rows"), help_text=ROWS_HELP)
    source = CharBlock(label=gettext_lazy("source"), max_length=200)

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        rows = rows_of(cleaned["rows"])
        try:
            check_rows(rows)
            figures_of(rows)
        except ValidationError as error:
            raise StructBlockValidationError(block_errors={"rows": error}) from error
        return cleaned

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        header, *body = rows_of(value["rows"]) or [[]]
        return {**super().get_context(value, parent_context), "header": header, "body": body}

    class Meta:
        icon = "view"
        label = gettext_lazy("Chart")
        template = "cms/content/blocks/chart.html"


def figures_of(rows: list[list[str]]) -> list[list[float]]:
    """The numbers of a chart's rows, without names and headings. Raises ValidationError that
    names the cell."""
    if len(rows[0]) < 2:
        raise ValidationError(_("A chart needs a column of names and at least one of numbers."))
    figures = []
    for number, row in enumerate(rows[1:], start=2):
        line = []
        for place, cell in enumerate(row[1:], start=2):
            try:
                line.append(float(cell.replace(",", "").rstrip("%")))
            except ValueError:
                raise ValidationError(
                    _("Row %(row)d, column %(column)d: “%(cell)s” is no number.")
                    % {"row": number, "column": place, "cell": cell}
                ) from None
        figures.append(line)
    return figures


class TimelineBlock(StructBlock):
    title = CharBlock(label=gettext_lazy("title"), max_length=120)
    steps = ListBlock(
        StructBlock(
            [
                ("when", CharBlock(label=gettext_lazy("when"), max_length=40)),
                ("what", CharBlock(label=gettext_lazy("what"), max_length=120)),
                (
                    "text",
                    RichTextBlock(
                        label=gettext_lazy("text"), features=["bold", "link"], required=False
                    ),
                ),
            ]
        ),
        label=gettext_lazy("steps"),
        min_num=1,
    )

    class Meta:
        icon = "history"
        label = gettext_lazy("Timeline")
        template = "cms/content/blocks/timeline.html"
