"""The columns of a grade sheet, and what its title rows say."""

import re
from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from assessments.grading.domain.score_cells import parse_remark, parse_score, parse_total
from assessments.grading.models import GradeSheet, SchemeComponent
from media.imports.errors import ImportRefused
from media.spreadsheets.normalising import matching_text
from media.spreadsheets.parsers import student_number, text
from media.spreadsheets.schema import Column, Schema
from media.spreadsheets.table import Table

_PREFIX = "score:"
# Names that sheets use for a component, beside the name that the scheme gives it.
_COURSEWORK = ("平时", "平时成绩", "平时分", "平时分数")
_EXAM = ("期末", "期末成绩", "卷面", "卷面成绩", "期末考试", "期末考试成绩", "考试成绩")
_MIDTERM = ("期中", "期中成绩", "期中考试", "期中考试成绩")

_CLASS_CODE = re.compile(r"\(\d{4}-\d{4}-\d\)-[a-z0-9]+(?:-[a-z0-9]+)*")


def column_key(component: SchemeComponent) -> str:
    return f"{_PREFIX}{component.code}"


def column_label(component: SchemeComponent) -> str:
    """平时 → 平时成绩, as sheets head the column."""
    name = component.name
    return name if name.endswith("成绩") or name.isascii() else f"{name}成绩"


def score_schema(components: Sequence[SchemeComponent]) -> Schema:
    """学号, 姓名, a column for every component, and 总评 and 备注 if they are there."""
    return Schema(
        key="number",
        repeated_blocks=True,
        columns=(
            Column(
                "number",
                gettext_lazy("Student number"),
                ("学号", "学生学号", "xh"),
                parse=student_number(),
            ),
            Column(
                "name",
                pgettext_lazy("of a person", "Name"),
                ("姓名", "学生姓名", "xm"),
                parse=text(),
            ),
            Column(
                "class",
                gettext_lazy("Class"),
                ("班级", "行政班", "行政班级", "bj"),
                required=False,
                parse=text(required=False),
            ),
            *(
                Column(
                    column_key(component),
                    column_label(component),
                    _synonyms(component),
                    parse=parse_score,
                )
                for component in components
            ),
            Column(
                "total",
                gettext_lazy("Total"),
                ("总评成绩", "总评", "总成绩", "综合成绩", "zpcj"),
                required=False,
                parse=parse_total,
                formulas=True,
            ),
            Column(
                "remark",
                gettext_lazy("Remarks"),
                ("备注", "成绩标志", "考试情况", "bz"),
                required=False,
                parse=parse_remark,
            ),
        ),
    )


def _names(component: SchemeComponent) -> list[str]:
    """What the component may be called, the longest first."""
    names = {component.name, component.name.removesuffix("成绩") or component.name}
    names |= {f"{name}成绩" for name in names if not name.endswith("成绩")}
    for family in (_COURSEWORK, _MIDTERM, _EXAM):
        if names & set(family):
            names |= set(family)
    if component.is_exam:
        names |= set(_EXAM)
    return sorted(names, key=len, reverse=True)


def _synonyms(component: SchemeComponent) -> tuple[str, ...]:
    names = _names(component)
    return (*names, *(f"{name}{component.weight}%" for name in names))


def check_titles(table: Table, sheet: GradeSheet, components: Sequence[SchemeComponent]) -> None:
    """Refuse a file whose title rows name another class, or other weights than the scheme.

    Raises ImportRefused.
    """
    titles = [matching_text(row.text) for row in table.titles]
    _check_class(titles, sheet)
    headers = [matching_text(found.header) for found in table.header.columns]
    for component in components:
        named = _weight_named(component, [*titles, *headers])
        if named is not None and named != component.weight:
            raise ImportRefused(
                _(
                    "The file says that %(component)s counts %(named)s percent; the scheme "
                    "“%(scheme)s” says %(weight)s. Nothing was read."
                )
                % {
                    "component": component.name,
                    "named": f"{named:g}",
                    "scheme": sheet.scheme.name,
                    "weight": component.weight,
                }
            )


def _check_class(titles: Iterable[str], sheet: GradeSheet) -> None:
    own = matching_text(sheet.teaching_class.code)
    if any(own in title for title in titles):
        return
    for title in titles:
        if found := _CLASS_CODE.search(title):
            raise ImportRefused(
                _("The file is the sheet of %(found)s, not of %(own)s. Nothing was read.")
                % {"found": found[0].upper(), "own": sheet.teaching_class.code}
            )


def _weight_named(component: SchemeComponent, texts: Iterable[Any]) -> float | None:
    """The percentage that a text gives this component: 平时成绩比例60%, 期末占40%, 平时(60%)."""
    names = "|".join(re.escape(matching_text(name)) for name in _names(component))
    pattern = re.compile(
        rf"(?:{names})(?:所)?(?:占)?(?:总评|总成绩)?(?:比例|比重|权重|占比)?(?:为|是)?[:(]*"
        r"(\d{1,3}(?:\.\d+)?)%"
    )
    for text_ in texts:
        if found := pattern.search(text_):
            return float(found[1])
    return None
