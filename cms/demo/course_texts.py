"""The texts of the demonstration's course: Markdown and YAML below `course/`, ready for pages."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml

from cms.content.models import (
    SyllabusContribution,
    SyllabusObjective,
    SyllabusPage,
    SyllabusUnit,
)
from cms.importing.markdown import read_markdown
from cms.importing.parsed import ParsedPage

FOLDER = Path(__file__).parent / "course"
# The same in C, where PyYAML was built with it, takes a tenth of the time.
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def page_in(path: Path) -> ParsedPage:
    """What the Markdown file holds. Raises ValueError, naming the file, for one with findings: a
    text of our own is right or a mistake of ours."""
    page = read_markdown(path.read_text(encoding="utf-8"))
    if page.findings:
        found = "; ".join(f"line {one.line}: {one.message}" for one in page.findings)
        raise ValueError(f"{path.name}: {found}")
    return page


def pages_in(folder: str) -> list[ParsedPage]:
    """The folder's Markdown files in the order of their names."""
    return [page_in(path) for path in sorted((FOLDER / folder).glob("*.md"))]


def table_in(name: str) -> dict[str, Any]:
    """The mapping of a YAML file of the course."""
    table = yaml.load((FOLDER / name).read_text(encoding="utf-8"), Loader=LOADER)  # noqa: S506 — a safe one
    assert isinstance(table, dict)
    return table


def rich(markdown: str) -> str:
    """Markdown as rich text: paragraphs, lists, bold."""
    page = read_markdown(f"---\ntype: section\ntitle: text\n---\n{markdown}")
    return "".join(block["value"] for block in page.body)


@cache
def unit_rows(name: str = "syllabus.yaml") -> tuple[tuple[str, str, int, int, int], ...]:
    """(title, content, theory, practice, online hours) of the syllabus's units in order."""
    return tuple(
        (
            unit["title"],
            unit["content"],
            unit.get("theory", 0),
            unit.get("practice", 0),
            unit.get("online", 0),
        )
        for part in table_in(name)["parts"]
        for unit in part["units"]
    )


def master_syllabus(name: str) -> SyllabusPage:
    """A new syllabus page, not stored yet, of a province: without a course of a school."""
    table = table_in(name)
    fixed = {
        unit["title"] for part in table["parts"] for unit in part["units"] if unit.get("fixed")
    }
    page = SyllabusPage(
        title=table["title"],
        slug=table["slug"],
        name_en=table["name_en"],
        recommended_nature=table["nature"],
        recommended_credits=table["credits"],
        majors=table["majors"],
        prerequisites=table["prerequisites"],
        **{key: rich(table[key]) for key in ("description", "assessment", "textbooks")},
    )
    objectives = {
        row["id"]: SyllabusObjective(sort_order=n, kind=row["kind"], text=row["text"])
        for n, row in enumerate(table["objectives"])
    }
    units = {
        title: SyllabusUnit(
            sort_order=n,
            title=title,
            content=content,
            theory_hours=theory,
            practice_hours=practice,
            online_hours=online,
            is_fixed=title in fixed,
        )
        for n, (title, content, theory, practice, online) in enumerate(unit_rows(name))
    }
    page.objectives = list(objectives.values())
    page.units = list(units.values())
    page.contributions = [
        SyllabusContribution(
            sort_order=n,
            objective_key=objectives[row["objective"]].key,
            unit_key=units[row["unit"]].key,
            assessment=row["assessment"],
        )
        for n, row in enumerate(table["map"])
    ]
    return page
