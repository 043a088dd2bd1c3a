"""What a lesson plan in Word holds, as it is found."""

from __future__ import annotations

import re

from cms.importing.parsed import ParsedPage
from cms.importing.word_layouts import LESSON_LABELS

_KINDS_OF_OBJECTIVES = (
    "知识目标",
    "能力目标",
    "技能目标",
    "素质目标",
    "态度目标",
    "情感目标",
    "思政目标",
)
_SPLIT = re.compile(r"(?:教学)?难点\s*[:：]?")


class LessonFound:
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


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
