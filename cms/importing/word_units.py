"""Units with their hours: from a table, or from headings with （2学时）."""

from __future__ import annotations

import re
from typing import Any

from django.utils.translation import gettext as _

from cms.importing.grids import grid_of, words_of
from cms.importing.parsed import ParsedPage
from cms.importing.word_layouts import level_of
from cms.importing.wording import (
    hours_in,
    label_of,
    narrow,
    number_in,
    tidy,
    without_hours,
    without_mark,
)

_TITLES = ("章节", "章", "单元", "模块", "项目", "专题", "教学内容", "课程内容", "主题", "内容",
           "教学单元", "知识单元", "章节名称", "单元名称", "项目名称", "模块名称", "教学章节",
           "教学主题", "章节内容", "教学项目")  # fmt: skip
_CONTENTS = ("主要内容", "内容", "教学内容", "教学要点", "内容要点", "主要教学内容", "知识点",
             "要点",
             "教学内容与要求", "内容提要")  # fmt: skip
_KINDS = {
    "theory_hours": ("理论", "讲授", "课堂", "讲课"),
    "practice_hours": ("实践", "实验", "实训", "讨论", "上机", "实操", "习题"),
    "online_hours": ("线上", "在线", "网络", "慕课", "自学"),
}
_TOTALS = ("学时", "课时", "小计", "总计", "合计")
_SUMS = ("合计", "总计", "小计", "总学时", "学时合计", "合计学时")
_HEADER_ROWS = 3


def is_unit_table(element: Any) -> bool:
    """Whether its first rows name a unit column and an hours column."""
    if element.tag != "table":
        return False
    grid = grid_of(element)
    header, _rows = _header(grid)
    return bool(header) and _title_column(header) is not None and bool(_hour_columns(header))


def units_of_table(page: ParsedPage, table: Any) -> list[dict[str, Any]]:
    """One unit per title; rows of a merged title are its content. Sums are checked, not taken."""
    grid, once = grid_of(table), grid_of(table, repeat=False)
    header, first = _header(grid)
    hours = _hour_columns(header)
    title_column = _title_column(header)
    assert title_column is not None
    content_column = next(
        (n for n, label in enumerate(header) if n > title_column and label in _CONTENTS), None
    )
    units: list[dict[str, Any]] = []
    for number, row in enumerate(grid[first:], start=first):
        title = tidy(row[title_column])
        if label_of(title) in _SUMS or label_of(row[0]) in _SUMS:
            continue
        if not title:
            _keep_row(page, row, number)
            continue
        if units and not once[number][title_column] and units[-1]["title"] == _title(title):
            unit = units[-1]
        else:
            unit = new_unit(_title(title))
            units.append(unit)
        _add_hours(page, unit, once[number], hours, title)
        used = {title_column, *(column for column, _kind in hours)}
        cells = [content_column] if content_column is not None else []
        cells += [n for n in range(len(row)) if n not in used and n not in cells]
        lines = [
            once[number][n]
            for n in cells
            if once[number][n] and not (n < title_column and once[number][n].strip().isdecimal())
        ]
        unit["content"] = "\n".join(filter(None, [unit["content"], *lines]))
    return units


def units_of_headings(elements: list[Any]) -> tuple[list[dict[str, Any]], list[Any]]:
    """Units by headings such as 第一章 绪论（2学时）, and the elements before the first of them."""
    level = next((level_of(e) for e in elements if _names_unit(e)), 0)
    units: list[dict[str, Any]] = []
    left: list[Any] = []
    for element in elements:
        words = tidy(element.text_content())
        if _names_unit(element) and level_of(element) in (level, 0):
            unit = new_unit(_title(words))
            for kind, value in _hours_of_heading(words).items():
                unit[kind] = value
            units.append(unit)
        elif units:
            unit = units[-1]
            unit["content"] = "\n".join(filter(None, [unit["content"], words_of(element)]))
        else:
            left.append(element)
    return units, left


def with_content(
    units: list[dict[str, Any]], described: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    """Hours from the table, content from the headings; a heading that the table lacks follows."""
    known = {_key(unit["title"]): unit for unit in units}
    for unit in described:
        match = known.get(_key(unit["title"]))
        if match is None:
            units.append(unit)
        elif unit["content"]:
            match["content"] = "\n".join(filter(None, [match["content"], unit["content"]]))
    return units


def new_unit(title: str) -> dict[str, Any]:
    return {
        "title": title[:200],
        "content": "",
        "theory_hours": 0,
        "practice_hours": 0,
        "online_hours": 0,
    }


def _key(title: str) -> str:
    return re.sub(r"\W", "", title)


def _title(words: str) -> str:
    return without_mark(without_hours(words)) or tidy(words)


def _names_unit(element: Any) -> bool:
    words = tidy(element.text_content())
    if element.tag == "table" or len(words) > 80:
        return False
    return hours_in(words) is not None and bool(level_of(element) or re.match(r"第|\d|专题", words))


def _hours_of_heading(words: str) -> dict[str, int]:
    found: dict[str, int] = {}
    for name, labels in _KINDS.items():
        match = re.search(rf"(?:{'|'.join(labels)})\D{{0,4}}(\d+)", narrow(words))
        if match:
            found[name] = int(match[1])
    return found or {"theory_hours": round(hours_in(words) or 0)}


def _header(grid: list[list[str]]) -> tuple[list[str], int]:
    """The labels of the columns, of one row or of two under a common 学时分配, and the number of
    rows that they take."""
    for number, row in enumerate(grid[:_HEADER_ROWS]):
        labels = [label_of(cell) for cell in row]
        if _title_column(labels) is None or not _hour_columns(labels):
            continue
        if number + 1 < len(grid):
            below = [label_of(cell) for cell in grid[number + 1]]
            if any(_kind_of(label) for label in below) and number_in(below[-1]) is None:
                joined = [
                    lower if lower != upper and _kind_or_total(lower) else upper
                    for upper, lower in zip(labels, below, strict=True)
                ]
                return joined, number + 2
        return labels, number + 1
    return [], 0


def _title_column(labels: list[str]) -> int | None:
    for wanted in _TITLES:
        if wanted in labels:
            return labels.index(wanted)
    return None


def _hour_columns(labels: list[str]) -> list[tuple[int, str]]:
    kinds = [(n, _kind_of(label)) for n, label in enumerate(labels)]
    found = [(n, kind) for n, kind in kinds if kind]
    totals = [(n, "total") for n, label in enumerate(labels) if _is_total(label)]
    return found + totals[-1:] if not found else found + totals


def _kind_of(label: str) -> str:
    if len(label) > 12 or "内容" in label or "教学法" in label:
        return ""
    return next(
        (kind for kind, names in _KINDS.items() if any(label.startswith(name) for name in names)),
        "",
    )


def _is_total(label: str) -> bool:
    return len(label) <= 8 and any(word in label for word in _TOTALS) and not _kind_of(label)


def _kind_or_total(label: str) -> bool:
    return bool(_kind_of(label)) or _is_total(label)


def _add_hours(
    page: ParsedPage,
    unit: dict[str, Any],
    row: list[str],
    hours: list[tuple[int, str]],
    title: str,
) -> None:
    by_kind: dict[str, float] = {}
    total: float | None = None
    for column, kind in hours:
        value = number_in(row[column])
        if value is None:
            if tidy(row[column]) not in ("", "-", "—", "/", "无"):
                page.tell(
                    _("“%(title)s”: “%(cell)s” isn't a number of hours.")
                    % {"title": title, "cell": tidy(row[column])[:40]},
                    is_error=False,
                )
        elif kind == "total":
            total = value if total is None else max(total, value)
        else:
            by_kind[kind] = by_kind.get(kind, 0) + value
    if not by_kind:
        by_kind = {"theory_hours": total if total is not None else hours_in(title) or 0}
    elif total is not None and sum(by_kind.values()) != total:
        page.tell(
            _("“%(title)s”: the kinds add up to %(sum)g hours, the total says %(total)g.")
            % {"title": title, "sum": sum(by_kind.values()), "total": total},
            is_error=False,
        )
    for kind, value in by_kind.items():
        if value != round(value):
            page.tell(
                _("“%(title)s”: %(value)g isn't a whole number of hours; it was rounded.")
                % {"title": title, "value": value},
                is_error=False,
            )
        unit[kind] += min(round(value), 999)


def _keep_row(page: ParsedPage, row: list[str], number: int) -> None:
    words = " ".join(dict.fromkeys(cell for cell in row if cell))
    if words:
        page.tell(
            _("Row %(row)d of the table of units has no title and was not taken: “%(words)s”.")
            % {"row": number + 1, "words": tidy(words)[:80]},
            is_error=False,
        )
