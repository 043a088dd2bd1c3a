"""教学过程 in Word: what is done in how many minutes, as headings, in one cell or in rows."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import lxml.html
from django.utils.translation import gettext as _

from cms.importing.blocks import raw_block
from cms.importing.lesson_found import LessonFound, escaped
from cms.importing.rich_text import BLOCK, rich_text
from cms.importing.word_layouts import LESSON_LABELS, STEP_LABELS, TIME_LABELS, Part
from cms.importing.wording import label_of, minutes_in, tidy, without_mark

_FORMS = (
    ("role_play", ("角色", "模拟", "情景", "情境")),
    ("test", ("测验", "测试", "测评", "考核", "小测")),
    ("presentation", ("展示", "汇报", "分享", "路演")),
    ("group", ("小组", "分组", "合作", "团队", "游戏")),
    ("discussion", ("讨论", "研讨", "提问", "互动", "问答", "辩论")),
    ("individual", ("练习", "自主", "个人", "思考", "填写", "撰写")),
)
_MINUTES_AT_END = re.compile(
    r"[(（【\[]?\s*约?\s*\d+\s*(?:分钟|min|分|['′])\s*[)）】\]]?\s*$", re.I
)


def read_process(
    lesson: LessonFound, part: Part, *, read_table: Callable[[Any, Any], list[Any]]
) -> list[Any]:
    """教学过程 as headings with minutes: （一）导入（10分钟）; gives back elements for the body.

    `read_table` reads the tables among them.
    """
    left: list[Any] = []
    step: tuple[str, int, list[str]] | None = None
    for element in part.elements:
        words = tidy(element.text_content())
        has_minutes = bool(_MINUTES_AT_END.search(words)) and len(words) <= 80
        if element.tag == "table":
            left += read_table(lesson, element)
        elif has_minutes:
            _close_step(lesson, step)
            title = without_mark(_MINUTES_AT_END.sub("", words)) or words
            step = (title, minutes_in(_MINUTES_AT_END.search(words)[0]) or 0, [])  # type: ignore[index]  # searched above
        elif element.find(".//img") is not None:
            left.append(element)
        elif step:
            step[2].append(_markup(element))
        else:
            lesson.page.plan.append(raw_block("prose", rich_text(_markup(element), BLOCK)))
    _close_step(lesson, step)
    return left


def read_steps_of_cell(lesson: LessonFound, cell: str) -> None:
    """The whole course of the lesson in one cell: lines with minutes begin its steps."""
    step: tuple[str, int, list[str]] | None = None
    for line in cell.splitlines():
        if _MINUTES_AT_END.search(line) and len(line) <= 80:
            _close_step(lesson, step)
            title = without_mark(_MINUTES_AT_END.sub("", line)) or line
            step = (title, minutes_in(_MINUTES_AT_END.search(line)[0]) or 0, [])  # type: ignore[index]  # searched above
        elif step:
            step[2].append(f"<p>{escaped(line)}</p>")
        else:
            html = rich_text(f"<p>{escaped(line)}</p>", BLOCK)
            lesson.page.plan.append(raw_block("prose", html))
    _close_step(lesson, step)


def step_columns(row: list[str]) -> tuple[int, int] | None:
    """The columns of the step's name and of its minutes, when the row is the head of steps."""
    labels = [label_of(cell) for cell in row]
    times = [
        n for n, label in enumerate(labels) if label in TIME_LABELS or label.startswith("时间")
    ]
    names = [n for n, label in enumerate(labels) if label in STEP_LABELS]
    names.sort(key=lambda n: (STEP_LABELS.index(labels[n]), n))
    return (names[0], times[0]) if times and names and times[0] != names[0] else None


def read_steps(
    lesson: LessonFound, grid: list[list[str]], number: int, columns: tuple[int, int]
) -> int:
    """Read rows of steps; gives back the number of the row at which they end."""
    heads = grid[number - 1]
    while number < len(grid):
        row = grid[number]
        filled = [cell for cell in row if cell]
        if not filled:
            number += 1
            continue
        if label_of(filled[0]) in LESSON_LABELS and LESSON_LABELS[label_of(filled[0])] != "plan":
            break
        title = row[columns[0]]
        if label_of(title) in ("合计", "总计", "小计"):
            number += 1
            continue
        rest = [
            f"{tidy(heads[n])}：{cell}" if heads[n] and len(filled) > 3 else cell
            for n, cell in enumerate(row)
            if cell and n not in columns
        ]
        lines = title.splitlines() or [filled[0]]
        more = [*lines[1:], *(line for text in rest for line in text.splitlines())]
        html = "".join(f"<p>{escaped(line)}</p>" for line in more)
        minutes = minutes_in(row[columns[1]]) or minutes_in(lines[0])
        name = without_mark(_MINUTES_AT_END.sub("", lines[0])) or lines[0]
        _add_step(lesson, name, minutes, html)
        number += 1
    return number


def _close_step(lesson: LessonFound, step: tuple[str, int, list[str]] | None) -> None:
    if step:
        _add_step(lesson, step[0], step[1], "".join(step[2]))


def _add_step(lesson: LessonFound, title: str, minutes: int | None, html: str) -> None:
    title = " ".join(title.split())
    words = lxml.html.fragment_fromstring(html or "<p></p>", "div").text_content()
    if not minutes or minutes > 240:
        lesson.note(
            _("The step “%(title)s” names no minutes from 1 to 240; it is kept as text.")
            % {"title": title[:60]}
        )
        stored = rich_text(f"<p><b>{escaped(title)}</b></p>{html}", BLOCK)
        lesson.page.plan.append(raw_block("prose", stored))
        return
    value = {
        "title": title[:120],
        "minutes": minutes,
        "form": _form_of(f"{title} {words}"),
        "materials": "",
        "text": rich_text(html or f"<p>{escaped(title)}</p>", BLOCK),
    }
    lesson.page.plan.append(raw_block("activity", value))


def _form_of(words: str) -> str:
    return next((form for form, names in _FORMS if any(n in words for n in names)), "lecture")


def _markup(element: Any) -> str:
    return str(lxml.html.tostring(element, encoding="unicode", with_tail=False))
