"""The YAML at the head of a Markdown page."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import yaml
from django.core.exceptions import ValidationError
from django.db.models import Field, Model
from django.utils.translation import gettext as _

from cms.content.models import (
    CasePage,
    HandbookPage,
    LessonPage,
    NewsPage,
    PolicyPage,
    SectionPage,
)
from cms.importing.blocks import problems_of, raw_block
from cms.importing.parsed import ParsedPage

MODELS: dict[str, type[Model]] = {
    "lesson": LessonPage,
    "section": SectionPage,
    "case": CasePage,
    "policy": PolicyPage,
    "news": NewsPage,
    "handbook": HandbookPage,
}
_KEYS: dict[str, str] = {
    "lesson": "hours audience objectives key_points difficulties methods materials preparation "
    "preparation_minutes homework",
    "section": "",
    "case": "summary industry founded_year region source",
    "policy": "summary issuer number region valid_from valid_until original_url",
    "news": "dated summary",
    "handbook": "summary",
}
_RICH = {"objectives", "key_points", "difficulties", "preparation", "homework"}
_STEP = {"title", "minutes", "form", "materials", "text"}
_LONGEST = 64 * 1024
_DEEPEST = 5


@dataclass(slots=True)
class FrontMatter:
    """What the YAML holds, and the line of the file on which each key stands."""

    values: dict[str, Any] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    steps: list[int] = field(default_factory=list)


class BadYaml(Exception):
    """The YAML can't be read; `line` counts from 1 within it."""

    def __init__(self, message: str, line: int = 1) -> None:
        super().__init__(message)
        self.line = line


def load(text: str) -> FrontMatter:
    """Raises BadYaml for what isn't a plain mapping; aliases and tags are refused."""
    if len(text) > _LONGEST:
        raise BadYaml(_("The head of the page is too long."))
    depth = 0
    try:
        for event in yaml.parse(text, Loader=yaml.SafeLoader):
            depth += isinstance(event, yaml.CollectionStartEvent)
            depth -= isinstance(event, yaml.CollectionEndEvent)
            if depth > _DEEPEST:
                raise BadYaml(_("The head of the page must be lines of “key: value”."))
            if isinstance(event, yaml.AliasEvent):
                line = event.start_mark.line + 1 if event.start_mark else 1
                raise BadYaml(_("References (*) aren't read here."), line)
        loader = yaml.SafeLoader(text)
        node = loader.get_single_node()
        if node is None:
            return FrontMatter()
        if not isinstance(node, yaml.MappingNode):
            raise BadYaml(_("The head of the page must be lines of “key: value”."))
        found = FrontMatter()
        for key, value in node.value:
            name = str(key.value)
            if name in found.lines:
                raise BadYaml(
                    _("“%(key)s” stands here twice.") % {"key": name}, key.start_mark.line + 1
                )
            found.lines[name] = key.start_mark.line + 1
            if name == "plan" and isinstance(value, yaml.SequenceNode):
                found.steps = [step.start_mark.line + 1 for step in value.value]
        found.values = {str(k): v for k, v in loader.construct_document(node).items()}
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        raise BadYaml(
            _("This isn't YAML: %(problem)s") % {"problem": error.problem or ""},
            mark.line + 1 if mark else 1,
        ) from error
    except (yaml.YAMLError, RecursionError, ValueError, TypeError) as error:
        raise BadYaml(_("The head of the page can't be read.")) from error
    return found


def read_fields(page: ParsedPage, head: FrontMatter, *, rich: Callable[[str, int], str]) -> None:
    """Fill `page` from `head`; `rich(markdown, line)` gives rich text."""
    known = {"type", "title", "slug", *_KEYS[page.type].split()}
    if page.type == "lesson":
        known |= {"unit", "plan"}
    for name in head.values:
        if name not in known:
            page.tell(
                _("A page of type %(type)s has no “%(key)s”.") % {"type": page.type, "key": name},
                line=head.lines[name],
            )
    page.title = page.title or _text(page, head, "title")
    page.slug = _text(page, head, "slug")
    page.unit = _text(page, head, "unit")
    for name in _KEYS[page.type].split():
        _read_field(page, head, name, rich)
    _check_title(page, head)
    if "plan" in head.values:
        _read_plan(page, head, rich)


def _text(page: ParsedPage, head: FrontMatter, name: str) -> str:
    value = head.values.get(name)
    if value is None or value == "":
        return ""
    if isinstance(value, (dict, list, set, bytes)):
        page.tell(_("“%(key)s” must be plain text.") % {"key": name}, line=head.lines[name])
        return ""
    return str(value).strip()


def _check_title(page: ParsedPage, head: FrontMatter) -> None:
    model = MODELS[page.type]
    for name, value in (("title", page.title), ("slug", page.slug)):
        if name == "slug" and not value:
            continue
        _clean(page, model._meta.get_field(name), value, head.lines.get(name, 1))


def _read_field(
    page: ParsedPage, head: FrontMatter, name: str, rich: Callable[[str, int], str]
) -> None:
    model_field: Any = MODELS[page.type]._meta.get_field(name)
    line = head.lines.get(name, 1)
    text = _text(page, head, name)
    if not text:
        if model_field.has_default() or getattr(model_field, "null", False):
            return
        value: Any = ""
    else:
        value = rich(text, line) if name in _RICH else text
    cleaned = _clean(page, model_field, value, line)
    if cleaned is not None and value != "":
        is_date = isinstance(cleaned, datetime.date)
        page.fields[name] = cleaned.isoformat() if is_date else cleaned


def _clean(page: ParsedPage, model_field: Any, value: Any, line: int) -> Any:
    assert isinstance(model_field, Field)
    try:
        return model_field.clean(value, None)
    except ValidationError as error:
        for message in error.messages:
            page.tell(
                _("%(label)s: %(problem)s")
                % {"label": model_field.verbose_name, "problem": message},
                line=line,
            )
        return None


def _read_plan(page: ParsedPage, head: FrontMatter, rich: Callable[[str, int], str]) -> None:
    steps = head.values["plan"]
    if not isinstance(steps, list):
        page.tell(_("“plan” must be a list of steps."), line=head.lines["plan"])
        return
    for step, line in zip(steps, head.steps, strict=True):
        if not isinstance(step, dict) or not set(step) <= _STEP:
            page.tell(
                _("A step has title, minutes, form, materials and text, nothing else."), line=line
            )
            continue
        minutes = step.get("minutes")
        if isinstance(minutes, bool) or not isinstance(minutes, int):
            page.tell(_("The minutes of a step must be a whole number."), line=line)
            continue
        raw = raw_block(
            "activity",
            {
                "title": str(step.get("title") or ""),
                "minutes": minutes,
                "form": str(step.get("form") or "discussion"),
                "materials": str(step.get("materials") or ""),
                "text": rich(str(step.get("text") or ""), line),
            },
        )
        for problem in problems_of(raw):
            page.tell(problem, line=line)
        page.plan.append(raw)
