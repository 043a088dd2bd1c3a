"""What was understood of a file, before anything is stored. All of it is JSON."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

# Stands in a block where the row number of a stored file will be: "file:images/island.png".
FILE = "file:"


@dataclass(slots=True)
class Finding:
    """Something the author should know. An error keeps the page from being made."""

    message: str
    line: int = 0
    place: str = ""
    is_error: bool = True


@dataclass(slots=True)
class ParsedFile:
    """A file that a block shows; `kind` is image, document or video, `name` its name in the
    upload (for a video: its name or title in the library)."""

    name: str
    kind: str = "image"
    alt: str = ""
    caption: str = ""


@dataclass(slots=True)
class ParsedPage:
    """A page to be.

    `fields` are model fields by name: rich text as Wagtail stores it, dates as ISO text. `body`
    and `plan` are raw blocks as a BodyField takes them, with ids, and with "file:…" where a stored
    file belongs. `units` are {title, content, theory_hours, practice_hours, online_hours},
    `objectives` {kind, text}; `facts` are what a document says of its course and the course knows
    itself (课程代码: …). `children` are pages below this one.
    """

    type: str
    title: str = ""
    slug: str = ""
    unit: str = ""
    fields: dict[str, Any] = field(default_factory=dict)
    body: list[dict[str, Any]] = field(default_factory=list)
    plan: list[dict[str, Any]] = field(default_factory=list)
    units: list[dict[str, Any]] = field(default_factory=list)
    objectives: list[dict[str, str]] = field(default_factory=list)
    facts: dict[str, str] = field(default_factory=dict)
    files: list[ParsedFile] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    children: list[ParsedPage] = field(default_factory=list)

    def tell(
        self, message: object, *, line: int = 0, place: str = "", is_error: bool = True
    ) -> None:
        self.findings.append(Finding(str(message), line, place, is_error))

    def walk(self) -> Iterator[ParsedPage]:
        """This page, then those below it."""
        yield self
        for child in self.children:
            yield from child.walk()

    @property
    def errors(self) -> list[Finding]:
        return [finding for page in self.walk() for finding in page.findings if finding.is_error]

    def to_json(self) -> dict[str, Any]:
        return dataclasses.asdict(self)

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> ParsedPage:
        lists: dict[str, Any] = {
            "files": [ParsedFile(**entry) for entry in stored["files"]],
            "findings": [Finding(**entry) for entry in stored["findings"]],
            "children": [cls.from_json(child) for child in stored["children"]],
        }
        return cls(**{**stored, **lists})
