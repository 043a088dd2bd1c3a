"""Blocks of rows."""

from typing import Any

from django.core.exceptions import ValidationError
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

from cms.content.blocks.rows import check_chart, check_rows, figures_of, rows_of

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
    unit = CharBlock(label=gettext_lazy("unit of measure"), max_length=20, required=False)
    rows = TextBlock(label=gettext_lazy("rows"), help_text=ROWS_HELP)
    source = CharBlock(label=gettext_lazy("source"), max_length=200)

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        rows = rows_of(cleaned["rows"])
        try:
            check_chart(cleaned["kind"], rows)
        except ValidationError as error:
            raise StructBlockValidationError(block_errors={"rows": error}) from error
        return cleaned

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        """`lines`: per row its name and (cell as typed, number or None). A chart that an earlier
        version or a draft left broken shows its table only."""
        rows = rows_of(value["rows"]) or [[]]
        header, *body = rows
        try:
            check_chart(value["kind"], rows)
            figures: list[Any] = figures_of(rows)
        except ValidationError:
            figures = [[None] * len(row[1:]) for row in body]
        lines = [
            (row[0], list(zip(row[1:], line, strict=True)))
            for row, line in zip(body, figures, strict=True)
        ]
        drawable = bool(lines) and lines[0][1] != [] and lines[0][1][0][1] is not None
        context = super().get_context(value, parent_context)
        return {**context, "header": header, "lines": lines, "drawable": drawable}

    class Meta:
        icon = "view"
        label = gettext_lazy("Chart")
        template = "cms/content/blocks/chart.html"


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
