"""教学大纲: facts, objectives, units with hours, assessment, textbooks."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

import lxml.html
from django.utils.translation import gettext as _

from cms.importing.grids import grid_of, words_of
from cms.importing.parsed import ParsedPage
from cms.importing.rich_text import FIELD, rich_text
from cms.importing.word_layouts import SYLLABUS_FACTS, Part, level_of, parts_of, title_without
from cms.importing.word_units import is_unit_table, units_of_headings, units_of_table, with_content
from cms.importing.wording import label_of, number_in, tidy
from courses.curriculum.enums import ObjectiveKind

_FIELDS = {
    "description": ("简介", "概述", "描述", "定位", "任务", "说明", "课程性质"),
    "objectives": ("目标", "目的"),
    "units": ("教学内容", "课程内容", "学时分配", "教学安排", "内容与要求", "内容及要求"),
    "assessment": ("考核", "成绩", "评价"),
    "textbooks": ("教材", "参考", "资源", "书目"),
}
# Asked in this order: 课程目标与考核 is about assessment, 教学目标 about objectives.
_ORDER = ("assessment", "textbooks", "units", "objectives", "description")
_KINDS = (
    (ObjectiveKind.ATTITUDE, ("态度", "情感", "素质", "素养", "价值", "思政", "育人", "观念")),
    (ObjectiveKind.SKILLS, ("技能", "能力")),
    (ObjectiveKind.KNOWLEDGE, ("知识", "认知")),
)
_ITEM_MARK = re.compile(r"^(?:[(（]?\d{1,2}[)）.、．]|[①-⑳]|[-•·])\s*")
_PAIR = re.compile(rf"({'|'.join(sorted(SYLLABUS_FACTS, key=len, reverse=True))})\s*[:：]\s*")


def read_syllabus(tree: Any) -> ParsedPage:
    """A page of type "syllabus". What has no field of its own stays as text in the description."""
    page = ParsedPage(type="syllabus")
    texts: dict[str, list[str]] = {"description": [], "assessment": [], "textbooks": []}
    first, *parts = parts_of(list(tree))
    _read_start(page, first, texts["description"])
    for part in parts:
        if not page.title and "大纲" in part.heading:
            page.title = title_without(part.heading, "教学大纲", "课程大纲", "课程标准", "课程")
            _read_start(page, part, texts["description"])
            continue
        _read_part(page, part, texts)
    for name, markup in texts.items():
        refused: list[str] = []
        page.fields[name] = rich_text("".join(markup), FIELD, refused=refused)
        for address in refused:
            page.tell(
                _("The link to “%(address)s” was taken off: readers can't reach it from outside.")
                % {"address": address[:100]},
                is_error=False,
            )
    if any(True for _image in tree.iter("img")):
        page.tell(_("Images of a syllabus have no place on its page."), is_error=False)
    _check_sum(page)
    return page


def _read_start(page: ParsedPage, part: Part, description: list[str]) -> None:
    for element in part.elements:
        words = tidy(element.text_content())
        if element.tag == "table":
            _read_facts(page, element, description)
        elif _PAIR.search(words):
            pieces = _PAIR.split(words)
            for label, value in zip(pieces[1::2], pieces[2::2], strict=True):
                _fact(page, label, value.strip(" ;；，,"))
            if pieces[0].strip():
                description.append(_paragraph(pieces[0]))
        elif "大纲" in words and len(words) <= 60 and not page.title:
            page.title = title_without(words, "教学大纲", "课程大纲", "课程")
        elif words:
            description.append(_markup(element))


def _read_facts(page: ParsedPage, table: Any, description: list[str]) -> None:
    for row in grid_of(table, repeat=False):
        cells = [cell for cell in row if cell]
        place = 0
        while place < len(cells):
            label = label_of(cells[place])
            value = cells[place + 1] if place + 1 < len(cells) else ""
            if label in SYLLABUS_FACTS and label_of(value) not in SYLLABUS_FACTS:
                _fact(page, label, value)
            elif label in SYLLABUS_FACTS:
                place -= 1  # an empty value: the next cell is a label again
            elif cells[place]:
                words = f"{cells[place].rstrip(':：')}：{value}" if value else cells[place]
                description.append(_paragraph(words))
                page.tell(
                    _("“%(words)s” has no field of its own; it stands in the description.")
                    % {"words": tidy(words)[:80]},
                    is_error=False,
                )
            place += 2


def _fact(page: ParsedPage, label: str, value: str) -> None:
    name = SYLLABUS_FACTS[label]
    value = " ".join(value.split())
    if not value:
        return
    if name == "title":
        page.title = value.strip("《》")[:255]
    elif name in ("majors", "prerequisites", "name_en"):
        page.fields[name] = value[:200]
    else:
        page.facts[name] = value
        if name == "credits" and (number := number_in(value)) is not None:
            page.fields["recommended_credits"] = str(Decimal(str(number)).quantize(Decimal("0.1")))


def _read_part(page: ParsedPage, part: Part, texts: dict[str, list[str]]) -> None:
    name = _field_of(part.label)
    if name == "objectives":
        _read_objectives(page, part)
    elif name == "units":
        _read_units(page, part, texts["description"])
    elif name:
        texts[name].extend(_markup(element) for element in part.elements)
    elif any(is_unit_table(element) for element in part.elements):
        _read_units(page, part, texts["description"])
    else:
        facts = [e for e in part.elements if e.tag == "table" and _is_facts(e)]
        for table in facts:
            _read_facts(page, table, texts["description"])
        rest = [element for element in part.elements if element not in facts]
        if not rest:
            return
        texts["description"].append(f"<p><b>{_escape(part.heading)}</b></p>")
        texts["description"].extend(_markup(element) for element in rest)
        page.tell(
            _("“%(heading)s” has no field of its own; it stands in the description.")
            % {"heading": part.heading},
            is_error=False,
        )


def _is_facts(table: Any) -> bool:
    labels = {label_of(cell) for row in grid_of(table, repeat=False) for cell in row}
    return len(labels & set(SYLLABUS_FACTS)) >= 3


def _field_of(label: str) -> str:
    for name in _ORDER:
        if any(word in label for word in _FIELDS[name]):
            return name
    return ""


def _read_objectives(page: ParsedPage, part: Part) -> None:
    kind: ObjectiveKind | None = None
    for line in _lines(part.elements):
        words = _ITEM_MARK.sub("", line)
        label, colon, rest = re.sub(r"^[(（][^()（）]{1,4}[)）]", "", words).partition("：")
        if not colon:
            label, colon, rest = words.partition(":")
        named = _kind_of(label) if len(label) <= 14 else None
        if named and ("目标" in label or "层面" in label or not rest.strip()):
            kind = named
            words = rest.strip() if colon else ""
            words = _ITEM_MARK.sub("", words)
        if not words or (named and not colon):
            continue
        if kind is None:
            page.tell(
                _("No kind stands with the objective “%(words)s”; it counts as knowledge.")
                % {"words": words[:40]},
                is_error=False,
            )
        page.objectives.append({"kind": str(kind or ObjectiveKind.KNOWLEDGE), "text": words})


def _kind_of(words: str) -> ObjectiveKind | None:
    return next((kind for kind, names in _KINDS if any(name in words for name in names)), None)


def _lines(elements: list[Any]) -> list[str]:
    lines: list[str] = []
    for element in elements:
        if element.tag == "table":
            for row in grid_of(element, repeat=False):
                cells = [" ".join(cell.split()) for cell in row if cell]
                lines.append("：".join((cells[0], " ".join(cells[1:]))) if cells[1:] else cells[0])
        else:
            lines.extend(words_of(element).splitlines())
    return [line for line in lines if line]


def _read_units(page: ParsedPage, part: Part, description: list[str]) -> None:
    tables = [element for element in part.elements if is_unit_table(element)]
    rest = [element for element in part.elements if element not in tables]
    units: list[dict[str, Any]] = []
    for table in tables:
        units += units_of_table(page, table)
    described, left = units_of_headings(rest)
    if units and described:
        units = with_content(units, described)
    page.units += units or described
    kept = [element for element in left if tidy(element.text_content())]
    if kept:
        description.extend(_markup(element) for element in kept)
        page.tell(
            _("Words between the units stand in the description: “%(words)s”.")
            % {"words": tidy(kept[0].text_content())[:40]},
            is_error=False,
        )
    if not page.units:
        page.tell(
            _("Under “%(heading)s” no units with hours were recognised.")
            % {"heading": part.heading},
            is_error=False,
        )


def _check_sum(page: ParsedPage) -> None:
    total = sum(
        unit["theory_hours"] + unit["practice_hours"] + unit["online_hours"] for unit in page.units
    )
    said = number_in(page.facts.get("hours", ""))
    if page.units and said is not None and said != total:
        page.tell(
            _("The document says %(said)g hours, its units add up to %(total)d.")
            % {"said": said, "total": total},
            is_error=False,
        )


def _markup(element: Any) -> str:
    if element.tag == "table":
        lines = (
            " ｜ ".join(cell for cell in row if cell) for row in grid_of(element, repeat=False)
        )
        return "".join(_paragraph(line) for line in lines if line)
    if level_of(element):
        return f"<p><b>{_escape(tidy(element.text_content()))}</b></p>"
    return str(lxml.html.tostring(element, encoding="unicode", with_tail=False))


def _paragraph(words: str) -> str:
    return f"<p>{_escape(' '.join(words.split()))}</p>"


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
