"""How the parts of a 教学大纲 or 教案 are recognised."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from cms.importing.grids import grid_of, words_of
from cms.importing.wording import (
    counts_in_chinese,
    heading_level,
    is_unit_heading,
    label_of,
    tidy,
    without_mark,
)

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
SYLLABUS_FACTS = {
    "课程名称": "title", "课程中文名称": "title", "中文名称": "title",
    "英文名称": "name_en", "课程英文名称": "name_en", "英文名": "name_en",
    "课程代码": "code", "课程编号": "code", "课程编码": "code", "课程号": "code",
    "学分": "credits", "学分数": "credits", "课程学分": "credits",
    "总学时": "hours", "学时": "hours", "学时数": "hours", "课程学时": "hours", "总学时数": "hours",
    "课程性质": "nature", "课程类别": "nature", "课程类型": "nature",
    "适用专业": "majors", "适用对象": "majors", "授课对象": "majors", "开课专业": "majors",
    "面向专业": "majors",
    "先修课程": "prerequisites", "先修课": "prerequisites", "前导课程": "prerequisites",
}  # fmt: skip
LESSON_LABELS = {
    "课题": "title", "授课题目": "title", "教学题目": "title", "授课内容": "title",
    "课题名称": "title", "教学主题": "title", "授课章节": "title", "教学内容": "title",
    "章节": "title", "本次课题目": "title", "授课主题": "title",
    "单元": "unit", "所属单元": "unit", "教学单元": "unit",
    "学时": "hours", "课时": "hours", "授课学时": "hours", "教学学时": "hours", "授课课时": "hours",
    "教学目标": "objectives", "教学目的": "objectives", "教学目的与要求": "objectives",
    "教学目的和要求": "objectives", "教学目的及要求": "objectives", "学习目标": "objectives",
    "知识目标": "objectives", "能力目标": "objectives", "素质目标": "objectives",
    "技能目标": "objectives", "态度目标": "objectives", "情感目标": "objectives",
    "思政目标": "objectives",
    "教学重点": "key_points", "重点": "key_points", "教学重难点": "key_points",
    "重点难点": "key_points", "教学重点难点": "key_points", "教学重点与难点": "key_points",
    "教学重点和难点": "key_points", "教学重点、难点": "key_points", "重难点": "key_points",
    "教学难点": "difficulties", "难点": "difficulties",
    "教学方法": "methods", "教学方法与手段": "methods", "教学方法和手段": "methods",
    "教法": "methods",
    "教学方法及手段": "methods",
    "教具": "materials", "教学准备": "materials", "教学手段": "materials", "教学资源": "materials",
    "教学用具": "materials", "课前准备": "preparation", "课前预习": "preparation",
    "预习": "preparation", "预习要求": "preparation",
    "作业": "homework", "课后作业": "homework", "作业布置": "homework", "布置作业": "homework",
    "思考题": "homework", "思考与作业": "homework", "课后任务": "homework",
    "教学反思": "afterthought", "课后反思": "afterthought", "教学后记": "afterthought",
    "课后小结": "afterthought",
    "教学过程": "plan", "教学过程设计": "plan", "教学步骤": "plan", "教学环节": "plan",
    "教学设计": "plan", "教学进程": "plan", "教学活动": "plan", "教学实施": "plan",
}  # fmt: skip
STEP_LABELS = ("步骤", "环节", "教学环节", "教学步骤", "教学内容", "教学过程", "内容", "活动",
               "阶段",
               "教学活动", "教学进程", "过程")  # fmt: skip
TIME_LABELS = ("时间", "时长", "分钟", "时间分配", "用时", "时间(分钟)", "时间（分钟）", "时间安排",
               "教学时间")  # fmt: skip


@dataclass(slots=True)
class Part:
    """A heading and everything up to the next one of its kind."""

    heading: str
    level: int
    elements: list[Any] = field(default_factory=list)

    @property
    def label(self) -> str:
        return label_of(self.heading)


def level_of(element: Any) -> int:
    """1–6 for a heading by its style or its number, 0 for anything else."""
    words = tidy(element.text_content())
    if element.tag in _HEADINGS:
        return int(element.tag[1]) if words else 0
    if element.tag == "p" and element.find(".//img") is None:
        return heading_level(words)
    return 0


def parts_of(elements: list[Any], known: Mapping[str, str] | None = None) -> list[Part]:
    """The elements by heading; the first part has none. A short paragraph that is a `known` label
    and nothing else counts as a heading."""
    # Where 一、 counts the parts, 第一章 is a unit within one of them.
    counted = any(level_of(e) and counts_in_chinese(e.text_content()) for e in elements)
    top = min((level_of(e) for e in elements[1:] if level_of(e)), default=0)
    parts = [Part("", 0)]
    for element in elements:
        words = tidy(element.text_content())
        level = 0 if counted and is_unit_heading(words) else level_of(element)
        is_label = bool(known) and element.tag == "p" and label_of(words) in (known or {})
        if words and ((level and level <= top) or is_label):
            parts.append(Part(words, level or top or 2))
        else:
            parts[-1].elements.append(element)
    return parts


def is_syllabus(tree: Any) -> bool:
    start = _start(tree)
    if "教学大纲" in start or "课程大纲" in start or "课程标准" in start:
        return True
    if "教案" in start:
        return False
    return len(set(labels_in_tables(tree)) & set(SYLLABUS_FACTS) - {"学时"}) >= 3


def is_lesson_plan(tree: Any) -> bool:
    start = _start(tree)
    if "教案" in start or "教学设计" in start:
        return True
    labels = set(labels_in_tables(tree))
    labels |= {label_of(element.text_content()) for element in tree if level_of(element)}
    found = {LESSON_LABELS[label] for label in labels if label in LESSON_LABELS}
    return len(found & {"objectives", "key_points", "difficulties", "methods", "plan"}) >= 3


def labels_in_tables(tree: Any) -> Iterator[str]:
    for table in tree.iter("table"):
        for row in grid_of(table, repeat=False):
            for cell in row:
                if cell and len(cell) <= 20:
                    yield label_of(cell)


def _start(tree: Any) -> str:
    """The words before the body begins: a title and what may stand around it."""
    lines: list[str] = []
    for element in list(tree)[:6]:
        if element.tag == "table":
            break
        lines.append(words_of(element))
    return "".join(line for line in lines if len(line) <= 60).replace(" ", "")


def title_without(words: str, *endings: str) -> str:
    """《大学生职业发展》课程教学大纲 is 大学生职业发展."""
    plain = without_mark(words) if words[:1] != "《" else tidy(words)
    for ending in endings:
        plain = plain.removesuffix(ending)
    return plain.strip("《》 :：—-（）()")
