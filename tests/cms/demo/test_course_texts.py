"""The course's texts are whole: lengths, minutes, what every lesson holds, no filler."""

import re
from collections import Counter
from pathlib import Path

import pytest

from cms.demo.course_texts import FOLDER, page_in, pages_in, table_in, unit_rows
from cms.importing.markdown import read_markdown

MARKDOWN = sorted(FOLDER.rglob("*.md"))
TEXTS = [*MARKDOWN, *sorted(FOLDER.rglob("*.yaml"))]
LESSONS = sorted((FOLDER / "lessons").glob("*.md"))
SECTIONS = sorted((FOLDER / "textbook").glob("*.md"))
FILLER = re.compile(
    r"lorem|ipsum|TODO|FIXME|XXX|待补充|待完善|此处省略|示例文字|占位", re.IGNORECASE
)
POLICIES = {
    "教高厅〔2007〕7号",
    "教高厅〔2012〕4号",
    # The two that bear no number.
    "",
}


def name_of(path: Path) -> str:
    return str(path.relative_to(FOLDER))


def body_of(path: Path) -> str:
    _start, _head, body = path.read_text(encoding="utf-8").split("---\n", 2)
    return body


def han(text: str) -> int:
    return len(re.findall(r"[\u3400-\u9fff]", text))


@pytest.mark.parametrize("path", MARKDOWN, ids=name_of)
def test_text_reads_without_findings(path: Path) -> None:
    page = read_markdown(path.read_text(encoding="utf-8"))
    assert page.findings == []
    assert page.title
    assert page.body


def test_nineteen_lessons_make_the_hours_of_the_course() -> None:
    lessons = pages_in("lessons")
    hours = Counter[str]()
    for lesson in lessons:
        hours[lesson.unit] += lesson.fields["hours"]
    assert len(lessons) == 19
    assert hours == {title: sum(kinds) for title, _content, *kinds in unit_rows()}
    assert [sum(row[kind] for row in unit_rows()) for kind in (2, 3, 4)] == [22, 10, 6]
    # Lessons follow the units: a meeting finds its lesson by their order.
    assert list(hours) == [row[0] for row in unit_rows()]


def test_online_lessons_are_the_last_of_their_units_and_make_the_online_hours() -> None:
    """Meetings teach the first lessons of a unit; what is online comes after them."""
    lessons = pages_in("lessons")
    for title, _content, _theory, _practice, online in unit_rows():
        hours = [
            (lesson.fields["hours"], "（线上）" in lesson.title)
            for lesson in lessons
            if lesson.unit == title
        ]
        assert sum(length for length, is_online in hours if is_online) == online
        assert [is_online for _length, is_online in hours] == sorted(flag for _, flag in hours)


@pytest.mark.parametrize("path", LESSONS, ids=name_of)
def test_lesson_is_whole(path: Path) -> None:
    lesson = page_in(path)
    kinds = Counter(block["type"] for block in lesson.body)
    assert 600 <= han(body_of(path)) <= 1500
    assert sum(step["value"]["minutes"] for step in lesson.plan) == 90
    assert kinds["activity"] >= 1
    assert kinds["case"] == 1
    assert 1 <= kinds["reflection"] <= 3
    assert {
        "objectives", "key_points", "difficulties", "methods", "materials",
        "preparation", "preparation_minutes", "homework",
    } <= set(lesson.fields)  # fmt: skip


@pytest.mark.parametrize("path", LESSONS, ids=name_of)
def test_activities_of_students_are_steps_of_the_plan(path: Path) -> None:
    lesson = page_in(path)
    planned = Counter(step["value"]["minutes"] for step in lesson.plan)
    asked = Counter(
        block["value"]["minutes"] for block in lesson.body if block["type"] == "activity"
    )
    assert asked <= planned


@pytest.mark.parametrize("path", SECTIONS, ids=name_of)
def test_section_has_its_length(path: Path) -> None:
    assert 300 <= han(body_of(path)) <= 600


def test_textbook_has_a_chapter_for_each_part_with_two_or_three_sections() -> None:
    chapters = table_in("textbook/textbook.yaml")["chapters"]
    named = [name for chapter in chapters for name in chapter["sections"]]
    assert len(chapters) == len(table_in("syllabus.yaml")["parts"]) == 6
    assert {len(chapter["sections"]) for chapter in chapters} <= {2, 3}
    assert sorted(named) == [path.stem for path in SECTIONS]


def test_entrepreneurship_course_has_thirty_two_hours() -> None:
    rows = unit_rows("entrepreneurship_syllabus.yaml")
    assert len(rows) == 6
    assert sum(sum(row[2:]) for row in rows) == 32


@pytest.mark.parametrize("name", ["syllabus.yaml", "entrepreneurship_syllabus.yaml"])
def test_map_serves_every_objective_and_every_unit(name: str) -> None:
    table = table_in(name)
    assert {row["objective"] for row in table["map"]} == {row["id"] for row in table["objectives"]}
    assert {row["unit"] for row in table["map"]} == {row[0] for row in unit_rows(name)}
    assert {row["kind"] for row in table["objectives"]} == {"attitude", "knowledge", "skills"}


def test_readings_and_fixed_lessons_exist() -> None:
    table = table_in("syllabus.yaml")
    lessons = {lesson.slug for lesson in pages_in("lessons")}
    sections = {page_in(path).slug for path in SECTIONS}
    assert set(table["readings"]) | set(table["fixed_lessons"]) <= lessons
    assert {section for section, _note in table["readings"].values()} <= sections


def test_lists_have_their_lengths_and_no_doubles() -> None:
    terms = [row["term"] for row in table_in("glossary.yaml")["terms"]]
    books = [row["title"] for row in table_in("reading_list.yaml")["items"]]
    assert (len(terms), len(set(terms))) == (25, 25)
    assert (len(books), len(set(books))) == (8, 8)


def test_cases_say_that_they_are_invented() -> None:
    cases = pages_in("cases")
    assert len(cases) == 4
    assert {case.fields["source"] for case in cases} == {"教学案例（情节虚构），本课程编写组编写"}


def test_stories_and_figures_say_where_they_come_from() -> None:
    for path in MARKDOWN:
        for block in page_in(path).body:
            if block["type"] == "case":
                assert "编写" in block["value"]["source"], path
            if block["type"] == "chart":
                assert block["value"]["source"] == "教学示例数据", path


def test_only_known_documents_are_cited() -> None:
    numbers = {
        block["value"]["number"]
        for path in MARKDOWN
        for block in page_in(path).body
        if block["type"] == "policy"
    }
    assert numbers <= POLICIES


@pytest.mark.parametrize("path", TEXTS, ids=name_of)
def test_text_has_no_filler(path: Path) -> None:
    assert FILLER.findall(path.read_text(encoding="utf-8")) == []


def test_no_paragraph_stands_twice() -> None:
    """Notes that several pages share word by word are short; a long one was pasted. The second
    edition repeats what it replaces."""
    lines = Counter[str]()
    for path in TEXTS:
        if path.parent.name == "edition2":
            continue
        found = {line.strip() for line in path.read_text(encoding="utf-8").splitlines()}
        lines.update(line for line in found if han(line) >= 30 and not line.startswith(":::"))
    assert [line for line, times in lines.items() if times > 1] == []
