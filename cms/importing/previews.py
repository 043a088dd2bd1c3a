"""What the person sees before anything is stored."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.functional import cached_property
from django.utils.translation import pgettext

from cms.content.blocks import body_blocks, plan_blocks
from cms.importing.models import PageImport
from cms.importing.parsed import FILE, Finding, ParsedPage
from courses.curriculum.domain import HoursLine, UnitDraft, compare_hours, hours_of
from courses.curriculum.enums import ObjectiveKind

# Shown by their words: their own templates belong on a page, with its reader or its file.
_IN_WORDS = ("image", "video", "audio", "document", "reflection", "quiz", "chart")
_SHOWN_PAGES = 40


@dataclass(slots=True)
class ShownBlock:
    """`html` where the block shows itself, else its raw value."""

    kind: str
    html: str
    value: Any
    thumbnail: str = ""


@dataclass(slots=True)
class ShownPage:
    page: ParsedPage
    depth: int
    body: list[ShownBlock]
    plan: list[ShownBlock]

    @property
    def label(self) -> str:
        return {
            "syllabus": pgettext("page import", "Syllabus"),
            "lesson": pgettext("page import", "Lesson"),
            "chapter": pgettext("page import", "Chapter"),
            "section": pgettext("page import", "Section"),
            "case": pgettext("page import", "Case"),
            "policy": pgettext("page import", "Policy"),
            "news": pgettext("page import", "News"),
            "handbook": pgettext("page import", "Handbook"),
        }.get(self.page.type, "")

    @property
    def objectives(self) -> list[tuple[str, str]]:
        labels = dict(ObjectiveKind.choices)
        return [(str(labels[entry["kind"]]), entry["text"]) for entry in self.page.objectives]

    @property
    def texts(self) -> list[tuple[str, str]]:
        """Rich texts of the page's own fields; everything is sanitised when it is read."""
        return [
            (str(label), self.page.fields[name])
            for name, label in (
                ("objectives", pgettext("page import", "Objectives")),
                ("key_points", pgettext("page import", "Key points")),
                ("difficulties", pgettext("page import", "Difficult points")),
                ("methods", pgettext("page import", "Methods")),
                ("materials", pgettext("page import", "Materials")),
                ("preparation", pgettext("page import", "Before class")),
                ("homework", pgettext("page import", "Homework")),
                ("afterthought", pgettext("page import", "Afterthoughts")),
                ("majors", pgettext("page import", "Majors")),
                ("prerequisites", pgettext("page import", "Prerequisites")),
                ("description", pgettext("page import", "Course description")),
                ("assessment", pgettext("page import", "Assessment")),
                ("textbooks", pgettext("page import", "Textbooks and references")),
                ("summary", pgettext("page import", "Summary")),
            )
            if self.page.fields.get(name)
        ]


class Preview:
    def __init__(self, run: PageImport) -> None:
        self.run = run
        self.pages = [ParsedPage.from_json(stored) for stored in run.parsed.get("pages", [])]
        self.kept: list[dict[str, Any]] = run.parsed.get("kept", [])
        self._small: dict[str, str] = run.parsed.get("thumbnails", {})

    @cached_property
    def count(self) -> int:
        return sum(1 for page in self.pages for _below in page.walk())

    @cached_property
    def findings(self) -> list[tuple[ParsedPage, Finding]]:
        """Errors first."""
        found = [(p, f) for top in self.pages for p in top.walk() for f in p.findings]
        return sorted(found, key=lambda pair: not pair[1].is_error)

    @property
    def errors(self) -> int:
        return sum(finding.is_error for _page, finding in self.findings)

    @property
    def shown(self) -> list[ShownPage]:
        found: list[ShownPage] = []
        for page in self.pages:
            self._show(page, 0, found)
        return found[:_SHOWN_PAGES]

    @property
    def left_out(self) -> int:
        """How many pages the preview is too long for."""
        return max(self.count - _SHOWN_PAGES, 0)

    @cached_property
    def hours(self) -> list[HoursLine]:
        """The units of a syllabus against its course."""
        units = [unit for page in self.pages for unit in page.units]
        if not units or self.run.course is None:
            return []
        drafts = [
            UnitDraft(
                unit["title"],
                unit["content"],
                unit["theory_hours"],
                unit["practice_hours"],
                unit["online_hours"],
            )
            for unit in units
        ]
        return compare_hours(hours_of(self.run.course), drafts)

    @property
    def other_code(self) -> str:
        """The course code that the document names when it is another course's."""
        for page in self.pages:
            code = page.facts.get("code", "")
            if self.run.course is not None and code and code != self.run.course.code:
                return code
        return ""

    def _show(self, page: ParsedPage, depth: int, found: list[ShownPage]) -> None:
        if len(found) >= _SHOWN_PAGES:
            return
        found.append(
            ShownPage(
                page,
                depth,
                [self._block(raw, dict(body_blocks())) for raw in page.body],
                [self._block(raw, dict(plan_blocks())) for raw in page.plan],
            )
        )
        for child in page.children:
            self._show(child, depth + 1, found)

    def _block(self, raw: dict[str, Any], definitions: dict[str, Any]) -> ShownBlock:
        kind, value = raw["type"], raw["value"]
        if kind in _IN_WORDS:
            name = str(value.get("image", "")).removeprefix(FILE)
            return ShownBlock(kind, "", value, self._small.get(name, ""))
        block = definitions[kind]
        return ShownBlock(kind, block.render(block.to_python(value)), value)
