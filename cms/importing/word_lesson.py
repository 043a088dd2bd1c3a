"""教案: what is taught, how, and in which minutes."""

from __future__ import annotations

import re
from typing import Any

import lxml.html
from django.utils.translation import gettext as _

from cms.importing.blocks import raw_block
from cms.importing.grids import grid_of, words_of
from cms.importing.html_blocks import BlockWriter, Resolve
from cms.importing.parsed import ParsedPage
from cms.importing.rich_text import BLOCK, FIELD, rich_text
from cms.importing.word_layouts import (
    LESSON_LABELS,
    STEP_LABELS,
    TIME_LABELS,
    Part,
    parts_of,
    title_without,
)
from cms.importing.wording import label_of, minutes_in, number_in, tidy, without_mark

_RICH = ("objectives", "key_points", "difficulties", "preparation", "homework", "afterthought")
_FORMS = (
    ("role_play", ("角色", "模拟", "情景", "情境")),
    ("test", ("测验", "测试", "测评", "考核", "小测")),
    ("presentation", ("展示", "汇报", "分享", "路演")),
    ("group", ("小组", "分组", "合作", "团队", "游戏")),
    ("discussion", ("讨论", "研讨", "提问", "互动", "问答", "辩论")),
    ("individual", ("练习", "自主", "个人", "思考", "填写", "撰写")),
)
_KINDS_OF_OBJECTIVES = (
    "知识目标",
    "能力目标",
    "技能目标",
    "素质目标",
    "态度目标",
    "情感目标",
    "思政目标",
)
_MINUTES_AT_END = re.compile(
    r"[(（【\[]?\s*约?\s*\d+\s*(?:分钟|min|分|['′])\s*[)）】\]]?\s*$", re.I
)
_SPLIT = re.compile(r"(?:教学)?难点\s*[:：]?")


class _Lesson:
    """The fields as they are found, as HTML; put together at the end."""

    def __init__(self) -> None:
        self.page = ParsedPage(type="lesson")
        self.found: dict[str, list[str]] = {}

    def note(self, message: object) -> None:
        self.page.tell(message, is_error=False)

    def add(self, label: str, lines: list[str]) -> None:
        name = LESSON_LABELS[label]
        lines = [line for line in lines if line.strip()]
        if name == "key_points" and "难" in label:
            lines = self._split_difficulties(lines)
        if lines and name == "objectives" and label in _KINDS_OF_OBJECTIVES:
            lines = [f"{label}：{lines[0]}", *lines[1:]]
        self.found.setdefault(name, []).extend(lines)

    def _split_difficulties(self, lines: list[str]) -> list[str]:
        """重点：… 难点：… in one cell."""
        for number, line in enumerate(lines):
            before, found, after = _partition(line)
            if found:
                rest = [after, *lines[number + 1 :]]
                self.found.setdefault("difficulties", []).extend(filter(None, rest))
                lines = [*lines[:number], before]
                break
        return [re.sub(r"^(?:教学)?重点\s*[:：]\s*", "", line) for line in lines if line]


def _partition(line: str) -> tuple[str, bool, str]:
    match = _SPLIT.search(line)
    if not match:
        return line, False, ""
    return line[: match.start()].strip(" ；;"), True, line[match.end() :].strip()


def read_lesson(tree: Any, *, resolve: Resolve) -> ParsedPage:
    """A page of type "lesson". Whatever is no field of a lesson plan becomes its body."""
    lesson = _Lesson()
    left: list[Any] = []
    for part in parts_of(list(tree), LESSON_LABELS):
        label = part.label
        if "教案" in part.heading and label not in LESSON_LABELS:
            lesson.found.setdefault("title", []).append(part.heading)
        elif part.heading and LESSON_LABELS.get(label) == "plan":
            left += _read_process(lesson, part)
            continue
        elif label in LESSON_LABELS:
            left += _read_texts(lesson, label, part)
            continue
        elif part.heading:
            left.append(_heading(part))
        for element in part.elements:
            if element.tag == "table":
                left += _read_table(lesson, element)
            elif not _read_line(lesson, element):
                left.append(element)
    _finish(lesson)
    BlockWriter(lesson.page, resolve=resolve).write(left)
    return lesson.page


def _read_line(lesson: _Lesson, element: Any) -> bool:
    """A paragraph such as 教学方法：讲授, or the title with 教案."""
    if element.tag not in ("p", "h1") or element.find(".//img") is not None:
        return False
    words = tidy(element.text_content())
    if "教案" in words and len(words) <= 60:
        lesson.found.setdefault("title", []).append(words)
        return True
    label, colon, value = words.replace(":", "：", 1).partition("：")
    if colon and label_of(label) in LESSON_LABELS and LESSON_LABELS[label_of(label)] != "plan":
        lesson.add(label_of(label), [value])
        return True
    return False


def _read_texts(lesson: _Lesson, label: str, part: Part) -> list[Any]:
    """The words under a heading; its images and tables are left for the body."""
    left: list[Any] = []
    for element in part.elements:
        if element.tag == "table":
            left += _read_table(lesson, element)
        elif element.find(".//img") is not None:
            left.append(element)
        else:
            lesson.add(label, words_of(element).splitlines())
    return left


def _read_process(lesson: _Lesson, part: Part) -> list[Any]:
    """教学过程 as headings with minutes: （一）导入（10分钟）."""
    left: list[Any] = []
    step: tuple[str, int, list[str]] | None = None
    for element in part.elements:
        words = tidy(element.text_content())
        has_minutes = bool(_MINUTES_AT_END.search(words)) and len(words) <= 80
        if element.tag == "table":
            left += _read_table(lesson, element)
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


def _close_step(lesson: _Lesson, step: tuple[str, int, list[str]] | None) -> None:
    if step:
        _add_step(lesson, step[0], step[1], "".join(step[2]))


def _add_step(lesson: _Lesson, title: str, minutes: int | None, html: str) -> None:
    title = " ".join(title.split())
    words = lxml.html.fragment_fromstring(html or "<p></p>", "div").text_content()
    if not minutes or minutes > 240:
        lesson.note(
            _("The step “%(title)s” names no minutes from 1 to 240; it is kept as text.")
            % {"title": title[:60]}
        )
        stored = rich_text(f"<p><b>{_escape(title)}</b></p>{html}", BLOCK)
        lesson.page.plan.append(raw_block("prose", stored))
        return
    value = {
        "title": title[:120],
        "minutes": minutes,
        "form": _form_of(f"{title} {words}"),
        "materials": "",
        "text": rich_text(html or f"<p>{_escape(title)}</p>", BLOCK),
    }
    lesson.page.plan.append(raw_block("activity", value))


def _form_of(words: str) -> str:
    return next((form for form, names in _FORMS if any(n in words for n in names)), "lecture")


def _read_table(lesson: _Lesson, table: Any) -> list[Any]:
    """Labels with their values, and the rows of steps; gives back elements for the body."""
    grid = grid_of(table, repeat=False)
    left: list[Any] = []
    number = 0
    pending = ""
    known_any = any(label_of(cell) in LESSON_LABELS for row in grid for cell in row)
    if not known_any and _step_columns(grid[0] if grid else []) is None:
        return [table]
    while number < len(grid):
        row = grid[number]
        columns = _step_columns(row)
        if columns:
            number = _read_steps(lesson, grid, number + 1, columns)
            pending = ""
            continue
        pending = _read_row(lesson, row, pending, left)
        number += 1
    # Images inside of a table of labels still belong to the lesson.
    left += [_paragraph_with(image) for image in table.iter("img")]
    return left


def _read_row(lesson: _Lesson, row: list[str], pending: str, left: list[Any]) -> str:
    """One row of labels and values; gives back the label whose value is the next row."""
    cells = [cell for cell in row if cell]
    if not cells:
        return pending
    labels = [label_of(cell) for cell in cells]
    if not any(label in LESSON_LABELS for label in labels):
        if pending:
            for cell in cells:
                _add_value(lesson, pending, cell)
            return pending
        left.append(_kept(lesson, cells))
        return ""
    place, waiting = 0, ""
    loose: list[str] = []
    while place < len(cells):
        label = labels[place]
        if label not in LESSON_LABELS:
            loose.append(cells[place])
            place += 1
            continue
        end = place + 1
        while end < len(cells) and labels[end] not in LESSON_LABELS and end < place + 2:
            end += 1
        if end == place + 1:
            waiting = label if len(cells) == 1 else ""
        for cell in cells[place + 1 : end]:
            _add_value(lesson, label, cell)
        place = end
    if loose:
        left.append(_kept(lesson, loose))
    return waiting


def _add_value(lesson: _Lesson, label: str, cell: str) -> None:
    if LESSON_LABELS[label] != "plan":
        lesson.add(label, cell.splitlines())
        return
    # The whole course of the lesson in one cell: lines with minutes begin its steps.
    step: tuple[str, int, list[str]] | None = None
    for line in cell.splitlines():
        if _MINUTES_AT_END.search(line) and len(line) <= 80:
            _close_step(lesson, step)
            title = without_mark(_MINUTES_AT_END.sub("", line)) or line
            step = (title, minutes_in(_MINUTES_AT_END.search(line)[0]) or 0, [])  # type: ignore[index]  # searched above
        elif step:
            step[2].append(f"<p>{_escape(line)}</p>")
        else:
            html = rich_text(f"<p>{_escape(line)}</p>", BLOCK)
            lesson.page.plan.append(raw_block("prose", html))
    _close_step(lesson, step)


def _step_columns(row: list[str]) -> tuple[int, int] | None:
    """The columns of the step's name and of its minutes, when the row is the head of steps."""
    labels = [label_of(cell) for cell in row]
    times = [
        n for n, label in enumerate(labels) if label in TIME_LABELS or label.startswith("时间")
    ]
    names = [n for n, label in enumerate(labels) if label in STEP_LABELS]
    names.sort(key=lambda n: (STEP_LABELS.index(labels[n]), n))
    return (names[0], times[0]) if times and names and times[0] != names[0] else None


def _read_steps(
    lesson: _Lesson, grid: list[list[str]], number: int, columns: tuple[int, int]
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
        html = "".join(f"<p>{_escape(line)}</p>" for line in more)
        minutes = minutes_in(row[columns[1]]) or minutes_in(lines[0])
        name = without_mark(_MINUTES_AT_END.sub("", lines[0])) or lines[0]
        _add_step(lesson, name, minutes, html)
        number += 1
    return number


def _finish(lesson: _Lesson) -> None:
    page = lesson.page
    for name in _RICH:
        lines = lesson.found.get(name, [])
        if lines:
            html = "".join(f"<p>{_escape(line)}</p>" for line in lines)
            page.fields[name] = rich_text(html, FIELD)
    for name, longest in (("methods", 200), ("materials", 300)):
        words = "；".join(lesson.found.get(name, []))
        if len(words) > longest:
            lesson.note(_("Too long for its field and cut: “%(words)s”.") % {"words": words[:60]})
        if words:
            page.fields[name] = words[:longest]
    for words in lesson.found.get("title", []):
        title = title_without(words, "教学设计", "教案", "课程")
        if title and (not page.title or "教案" not in words):
            page.title = title
    page.unit = without_mark(" ".join(lesson.found.get("unit", [])))
    hours = number_in(" ".join(lesson.found.get("hours", [])))
    if hours is not None and hours == round(hours) and 0 < hours < 100:
        page.fields["hours"] = round(hours)
    elif lesson.found.get("hours"):
        lesson.note(
            _("“%(words)s” isn't a number of hours.") % {"words": lesson.found["hours"][0][:40]}
        )
    minutes = sum(b["value"]["minutes"] for b in page.plan if b["type"] == "activity")
    wanted = page.fields.get("hours", 2) * 45
    if minutes and minutes != wanted:
        lesson.note(
            _("The steps take %(minutes)d minutes, the lesson has %(wanted)d.")
            % {"minutes": minutes, "wanted": wanted}
        )


def _kept(lesson: _Lesson, cells: list[str]) -> Any:
    words = "：".join(" ".join(cell.split()) for cell in cells)
    lesson.note(_("Kept as text, because no field is for it: “%(words)s”.") % {"words": words[:80]})
    element = lxml.html.Element("p")
    element.text = words
    return element


def _heading(part: Part) -> Any:
    element = lxml.html.Element("h2" if part.level <= 2 else "h3")
    element.text = part.heading
    return element


def _paragraph_with(image: Any) -> Any:
    element = lxml.html.Element("p")
    element.append(lxml.html.fromstring(lxml.html.tostring(image, with_tail=False)))
    return element


def _markup(element: Any) -> str:
    return str(lxml.html.tostring(element, encoding="unicode", with_tail=False))


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
