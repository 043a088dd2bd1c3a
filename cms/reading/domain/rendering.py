"""A page's text as HTML, made once for all its readers.

A StreamField takes 20–60 ms to render, the page around it two: so what is the same for everybody is
kept in the cache under the page's live revision and the language. A new revision has a new key, so
nothing needs to be deleted. What else the text shows (a picture's caption, a video's tracks, the
address of a linked page) is fresh again after an hour, and at once when a file of the library
changes (`forget_library`).
"""

import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.core.cache import cache
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from wagtail.models import Page
from wagtail.rich_text import expand_db_html

from cms.content.models import ChapterPage, LessonPage, SectionPage, TextbookPage

KEPT_SECONDS = 60 * 60
LIBRARY_KEY = "reading:library"
# What cms/reading/_reflection.html leaves where the reader's own answer belongs.
ANSWER_PLACE = "<!--answer-->"


@dataclass(frozen=True)
class ShownBlock:
    """A block as HTML. `heading` is the text of a heading block; `question`, `hint` and `may_share`
    are those of a self-reflection, to which each reader has an own answer."""

    id: str
    kind: str
    html: SafeString
    # What comes after the place where a reader answers; only of a self-reflection.
    rest: str = ""
    heading: str = ""
    question: str = ""
    hint: str = ""
    may_share: bool = False

    @property
    def whole(self) -> str:
        """The block in its frame, where nobody has anything of their own."""
        return (
            f'<div class="block block-{self.kind}" id="b-{self.id}" data-block="{self.id}">'
            f"{self.html}{self.rest}</div>"
        )


@dataclass(frozen=True)
class ShownReading:
    """A page to read before class."""

    title: str
    address: str
    note: str


@dataclass(frozen=True)
class ShownText:
    """What students read of a page."""

    blocks: list[ShownBlock] = field(default_factory=list)
    # Rich texts of the page by the name of their field, empty ones left out.
    prose: dict[str, SafeString] = field(default_factory=dict)
    readings: list[ShownReading] = field(default_factory=list)

    @property
    def kinds(self) -> set[str]:
        """Kinds of blocks in it: which scripts the page needs."""
        return {block.kind for block in self.blocks}


@dataclass(frozen=True)
class ShownPlan:
    """What those who teach read of a lesson. `activities` is the number of steps with minutes."""

    blocks: list[ShownBlock]
    prose: dict[str, SafeString]
    planned_minutes: int
    minutes: int

    @property
    def left_over(self) -> int:
        """Minutes of the lesson that no step takes; below 0 when the steps take too many."""
        return self.minutes - self.planned_minutes

    @property
    def minutes_over(self) -> int:
        return -self.left_over


# The rich texts of each page type that students read, and those of the teacher's part.
STUDENT_PROSE = {
    LessonPage: ("preparation", "homework"),
    SectionPage: (),
    ChapterPage: ("introduction",),
    TextbookPage: ("summary",),
}
TEACHER_PROSE = ("objectives", "key_points", "difficulties", "afterthought")


def text_of(page: Page, *, preview: Any = None) -> ShownText:
    """The students' text of a lesson, section, chapter or book. `preview`: the request of the
    editor's preview, which shows this very object, past the cache."""
    if preview or page.live_revision_id is None:
        return _render_text(page, preview)
    return _kept(page, "text", lambda: _render_text(page))


def plan_of(lesson: LessonPage, *, preview: Any = None) -> ShownPlan:
    """The teacher's part of a lesson."""
    if preview or lesson.live_revision_id is None:
        return _render_plan(lesson, preview)
    return _kept(lesson, "plan", lambda: _render_plan(lesson))


def forget_library() -> None:
    """A file of the library changed: what was rendered with the old one is made again."""
    cache.set(LIBRARY_KEY, time.time_ns(), None)


def _kept(page: Page, part: str, render: Any) -> Any:
    key = f"reading:{part}:{page.pk}:{page.live_revision_id}:{get_language()}"
    found = cache.get_many([key, LIBRARY_KEY])
    library = found.get(LIBRARY_KEY, 0)
    kept = found.get(key)
    if kept is not None and kept[0] == library:
        return kept[1]
    made = render()
    cache.set(key, (library, made), KEPT_SECONDS)
    return made


def _render_text(page: Any, preview: Any = None) -> ShownText:
    body = getattr(page, "body", None) or ()
    readings: Iterable[Any] = ()
    if isinstance(page, LessonPage):
        readings = page.readings.all().select_related("reading")
    return ShownText(
        blocks=_rendered(body, page, preview),
        prose=_prose(page, STUDENT_PROSE[type(page)]),
        readings=[
            ShownReading(one.reading.title, one.reading.url_path, one.note)
            for one in readings
            if one.reading.live
        ],
    )


def _render_plan(lesson: LessonPage, preview: Any = None) -> ShownPlan:
    return ShownPlan(
        blocks=_rendered(lesson.plan, lesson, preview),
        prose=_prose(lesson, TEACHER_PROSE),
        planned_minutes=lesson.planned_minutes,
        minutes=lesson.minutes,
    )


def _rendered(body: Iterable[Any], page: Page, preview: Any) -> list[ShownBlock]:
    """Blocks are rendered without the request: what they show must not depend on who reads."""
    shown = []
    for block in body:
        context = {"page": page, "block": block}
        if preview:
            context["request"] = preview
        html, _place, rest = block.render(context).partition(ANSWER_PLACE)
        shown.append(
            ShownBlock(
                id=str(block.id),
                kind=block.block_type,
                html=mark_safe(html),  # noqa: S308 — a template's output
                rest=mark_safe(rest),  # noqa: S308 — a template's output
                **_words(block),
            )
        )
    return shown


def _words(block: Any) -> dict[str, Any]:
    if block.block_type == "heading":
        return {"heading": block.value["text"]}
    if block.block_type == "reflection":
        names = ("question", "hint", "may_share")
        return {name: block.value[name] for name in names}
    return {}


def _prose(page: Page, names: Iterable[str]) -> dict[str, SafeString]:
    texts = {name: getattr(page, name) for name in names}
    # Wagtail's own clean HTML, with its links turned into addresses.
    return {
        name: mark_safe(expand_db_html(text))  # noqa: S308 — stored by Wagtail's whitelist
        for name, text in texts.items()
        if text
    }
