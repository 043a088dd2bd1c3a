"""Lessons and sections with something to read, to answer and to teach."""

from typing import Any

from cms.content.domain import add_page
from cms.content.models import ChapterPage, LessonPage, SectionPage, SyllabusPage

REFLECTION = "8f3cf4b0-7e0f-4b5f-9c6e-111111111111"
HEADING = "8f3cf4b0-7e0f-4b5f-9c6e-222222222222"
BODY = [
    {"type": "heading", "value": {"text": "认识自我", "level": "2"}, "id": HEADING},
    {"type": "prose", "value": "<p>兴趣、能力与价值观。</p>"},
    {
        "type": "reflection",
        "value": {"question": "你最看重什么？", "hint": "写三点", "may_share": True},
        "id": REFLECTION,
    },
]
PLAN = [
    {
        "type": "activity",
        "value": {
            "title": "导入",
            "minutes": minutes,
            "form": "lecture",
            "materials": "",
            "text": "<p>教师提示语</p>",
        },
    }
    for minutes in (30, 60)
]


def make_lesson(syllabus: SyllabusPage, title: str = "第一课", **fields: Any) -> LessonPage:
    """A published lesson with a heading, a text, a self-reflection and a plan of 90 minutes."""
    fields.setdefault("body", BODY)
    fields.setdefault("plan", PLAN)
    fields.setdefault("key_points", "<p>教学重点所在</p>")
    lesson = LessonPage(title=title, **fields)
    for name in ("body", "plan"):
        block = LessonPage._meta.get_field(name).stream_block
        setattr(lesson, name, block.to_python(fields[name]))
    return add_page(syllabus, lesson)


def make_section(chapter: ChapterPage, title: str) -> SectionPage:
    block = SectionPage._meta.get_field("body").stream_block
    return add_page(chapter, SectionPage(title=title, body=block.to_python(BODY)))
