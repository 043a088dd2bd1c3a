"""教案: what is taught, how, and in which minutes."""

from __future__ import annotations

from typing import Any

import lxml.html
from django.utils.translation import gettext as _

from cms.importing.grids import words_of
from cms.importing.html_blocks import BlockWriter, Resolve
from cms.importing.lesson_found import LessonFound, escaped
from cms.importing.parsed import ParsedPage
from cms.importing.rich_text import FIELD, rich_text
from cms.importing.word_layouts import LESSON_LABELS, Part, parts_of, title_without
from cms.importing.word_lesson_table import read_table
from cms.importing.word_steps import read_process
from cms.importing.wording import label_of, number_in, tidy, without_mark

_RICH = ("objectives", "key_points", "difficulties", "preparation", "homework", "afterthought")


def read_lesson(tree: Any, *, resolve: Resolve) -> ParsedPage:
    """A page of type "lesson". Whatever is no field of a lesson plan becomes its body."""
    lesson = LessonFound()
    left: list[Any] = []
    for part in parts_of(list(tree), LESSON_LABELS):
        label = part.label
        if "教案" in part.heading and label not in LESSON_LABELS:
            lesson.found.setdefault("title", []).append(part.heading)
        elif part.heading and LESSON_LABELS.get(label) == "plan":
            left += read_process(lesson, part, read_table=read_table)
            continue
        elif label in LESSON_LABELS:
            left += _read_texts(lesson, label, part)
            continue
        elif part.heading:
            left.append(_heading(part))
        for element in part.elements:
            if element.tag == "table":
                left += read_table(lesson, element)
            elif not _read_line(lesson, element):
                left.append(element)
    _finish(lesson)
    BlockWriter(lesson.page, resolve=resolve).write(left)
    return lesson.page


def _read_line(lesson: LessonFound, element: Any) -> bool:
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


def _read_texts(lesson: LessonFound, label: str, part: Part) -> list[Any]:
    """The words under a heading; its images and tables are left for the body."""
    left: list[Any] = []
    for element in part.elements:
        if element.tag == "table":
            left += read_table(lesson, element)
        elif element.find(".//img") is not None:
            left.append(element)
        else:
            lesson.add(label, words_of(element).splitlines())
    return left


def _finish(lesson: LessonFound) -> None:
    page = lesson.page
    for name in _RICH:
        lines = lesson.found.get(name, [])
        if lines:
            html = "".join(f"<p>{escaped(line)}</p>" for line in lines)
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


def _heading(part: Part) -> Any:
    element = lxml.html.Element("h2" if part.level <= 2 else "h3")
    element.text = part.heading
    return element
