"""Word documents in the layouts that universities use, and broken ones."""

import io
import re
import zipfile

import pytest
from docx import Document
from hypothesis import given
from hypothesis import strategies as st

from cms.importing.errors import PageImportRefused
from cms.importing.grids import grid_of
from cms.importing.html_blocks import cleaned
from cms.importing.word import read_word
from cms.importing.wording import hours_in, label_of, minutes_in, number_in, without_hours
from tests.cms.importing.documents import (
    chapter_document,
    lesson_document,
    png,
    rebuilt,
    saved,
    syllabus_document,
    syllabus_of_headings,
)


def bare(html):
    return re.sub(r' data-block-key="\w+"', "", html)


def read(content, **more):
    return read_word(content, filename="文档.docx", **more)


def notes(page):
    return " ".join(finding.message for finding in page.findings)


def test_syllabus_gives_facts_objectives_and_units_with_hours():
    page = read(syllabus_document())
    assert (page.type, page.title) == ("syllabus", "大学生职业发展与就业指导")
    assert page.facts == {"code": "C2092000", "credits": "2", "hours": "38学时"}
    assert page.fields["majors"] == "全校各专业"
    assert page.fields["recommended_credits"] == "2.0"
    assert [(o["kind"], o["text"]) for o in page.objectives] == [
        ("attitude", "树立职业生涯发展的自主意识。"),
        ("knowledge", "了解职业发展的阶段特点。"),
        ("skills", "掌握自我探索的方法。"),
    ]
    assert [
        (u["title"], u["theory_hours"], u["practice_hours"], u["online_hours"]) for u in page.units
    ] == [("建立生涯与职业意识", 4, 0, 2), ("职业发展规划", 10, 4, 4), ("提高就业能力", 10, 4, 0)]
    # The second chapter's rows are merged into one unit.
    assert page.units[1]["content"] == "认识自我\n认识职业"
    assert "平时成绩占40%" in page.fields["assessment"]
    assert "高等教育出版社" in page.fields["textbooks"]


def test_what_a_syllabus_has_no_field_for_stays_and_is_told():
    page = read(syllabus_document())
    for words in ("招生就业处", "王老师", "融入家国情怀"):
        assert words in page.fields["description"]
    assert "开课单位" in notes(page)
    assert "课程思政" in notes(page)


def test_syllabus_of_plain_lines_gives_units_of_its_headings():
    page = read(syllabus_of_headings())
    assert page.title == "创业基础"
    assert [(u["title"], u["theory_hours"], u["practice_hours"]) for u in page.units] == [
        ("创业与人生", 2, 0),
        ("创业团队", 2, 4),
    ]
    assert page.units[0]["content"] == "什么是创业。"
    # 32 hours are announced, 8 are there.
    assert "32" in notes(page)


def test_lesson_plan_gives_steps_with_minutes():
    page = read(lesson_document())
    assert (page.type, page.title, page.fields["hours"]) == ("lesson", "认识自我：兴趣", 2)
    steps = [b["value"] for b in page.plan if b["type"] == "activity"]
    assert [(s["title"], s["minutes"], s["form"]) for s in steps] == [
        ("导入", 10, "discussion"),
        ("兴趣岛", 30, "group"),
        ("讲授", 45, "lecture"),
    ]
    assert bare(page.fields["difficulties"]) == "<p>从兴趣到职业</p>"
    assert page.fields["methods"] == "讲授法、小组讨论"
    assert bare(page.fields["homework"]) == "<p>写一段话</p>"


def test_step_without_minutes_and_unknown_row_are_kept_as_text():
    page = read(lesson_document())
    assert "小结" in page.plan[-1]["value"]
    assert page.plan[-1]["type"] == "prose"
    assert "软件2601" in page.body[0]["value"]
    assert "85" in notes(page)


def test_image_keeps_its_alternative_text():
    page = read(lesson_document())
    assert [(entry.name, entry.alt) for entry in page.files] == [("image-1.png", "兴趣岛海报")]
    assert page.body[-1]["value"]["image"] == "file:image-1.png"


def test_other_document_becomes_blocks():
    page = read(chapter_document())
    assert (page.type, page.title) == ("section", "第一节 什么是职业")
    assert [block["type"] for block in page.body] == [
        "heading",
        "prose",
        "table",
        "quotation",
        "image",
    ]
    assert page.body[2]["value"]["caption"] == "表1 职业的分类"
    assert page.body[3]["value"]["source"] == "黄炎培"
    assert "image-1.png" in notes(page)


def test_a_text_is_no_syllabus():
    with pytest.raises(PageImportRefused):
        read(chapter_document(), into="syllabus")
    with pytest.raises(PageImportRefused):
        read(syllabus_document(), into="lesson")
    assert read(chapter_document(), into="lesson").type == "lesson"
    assert read(lesson_document(), into="section").type == "section"


DOCX = chapter_document()
ENTITY = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"no zip at all",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
        DOCX[: len(DOCX) // 2],
        rebuilt(DOCX, without=("word/document.xml",)),
        rebuilt(DOCX, {"word/document.xml": b"<w:document"}),
        rebuilt(DOCX, {"word/document.xml": ENTITY}),
        rebuilt(DOCX, {"word/document.xml": ENTITY.decode().encode("utf-16")}),
        rebuilt(DOCX, {"word/styles.xml": ENTITY}),
        rebuilt(DOCX, {"word/vbaProject.bin": b"x"}),
        rebuilt(DOCX, {"../evil.xml": b"<x/>"}),
        rebuilt(DOCX, {"/etc/evil.xml": b"<x/>"}),
        rebuilt(DOCX, {"word/media/bomb.bin": b"\0" * (70 * 1024 * 1024)}),
        rebuilt(DOCX, {f"word/media/{n}.bin": b"" for n in range(2100)}),
        b"PK\x03\x04" + b"\0" * 100,
    ],
    ids=[
        "empty", "text", "doc", "truncated", "without document", "broken xml", "entity",
        "entity in utf-16", "entity in styles", "macros", "path outside", "absolute path", "bomb",
        "entries", "header only",
    ],
)  # fmt: skip
def test_broken_document_is_refused_in_words(content):
    with pytest.raises(PageImportRefused) as refusal:
        read(content)
    assert str(refusal.value)


def test_outside_image_is_not_fetched():
    document = Document()
    document.add_paragraph("文")
    document.add_picture(io.BytesIO(png()))
    content = saved(document)
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        rels = package.read("word/_rels/document.xml.rels").decode()
    outside = re.sub(
        r'Target="media/image1\.png"', 'Target="http://10.0.0.1/x.png" TargetMode="External"', rels
    )
    assert outside != rels
    page = read(rebuilt(content, {"word/_rels/document.xml.rels": outside}))
    assert page.files == []
    assert "文" in page.body[0]["value"]
    assert page.findings


def test_links_in_a_document_are_checked():
    page = read(
        rebuilt(
            DOCX,
            {
                "word/document.xml": (
                    '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
                    ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
                    '<w:body><w:p><w:hyperlink r:id="rIdX"><w:r><w:t>内网</w:t></w:r></w:hyperlink>'
                    "</w:p></w:body></w:document>"
                ),
                "word/_rels/document.xml.rels": (
                    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
                    'relationships"><Relationship Id="rIdX" Target="http://192.168.1.8/oa" '
                    'TargetMode="External" Type="http://schemas.openxmlformats.org/officeDocument/'
                    '2006/relationships/hyperlink"/></Relationships>'
                ),
            },
        )
    )
    assert bare(page.body[0]["value"]) == "<p>内网</p>"
    assert "192.168.1.8" in notes(page)


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("（2学时）", 2), ("２课时", 2), ("理论４学时", 4), ("两课时", 2), ("十二学时", 12),
        ("1.5学时", 1.5), ("第2章", None), ("", None),
    ],
)  # fmt: skip
def test_hours_are_read_as_people_write_them(text, hours):
    assert hours_in(text) == hours


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("10分钟", 10), ("１０ min", 10), ("0-15分钟", 15), ("45", 45), ("15′", 15), ("", None),
        ("课前", None),
    ],
)  # fmt: skip
def test_minutes_are_read_as_people_write_them(text, minutes):
    assert minutes_in(text) == minutes


def test_labels_lose_numbers_and_spaces():
    assert label_of("一、 课程 名称：") == "课程名称"
    assert label_of("（三）教学目标") == "教学目标"
    assert label_of("２学时") == "2学时"
    assert without_hours("第一章 绪论（理论2学时，实践2学时）") == "第一章 绪论"


@given(st.text(max_size=60))
def test_any_words_are_read_without_a_fall(text):
    for reading in (hours_in, minutes_in, number_in, label_of, without_hours):
        reading(text)


@given(
    st.lists(
        st.lists(st.tuples(st.integers(1, 4), st.integers(1, 4)), min_size=1, max_size=4),
        min_size=1,
        max_size=5,
    )
)
def test_merged_cells_make_a_full_grid(rows):
    html = "".join(
        "<tr>" + "".join(f"<td rowspan={r} colspan={c}>x</td>" for r, c in row) + "</tr>"
        for row in rows
    )
    (table,) = cleaned(f"<table>{html}</table>").iter("table")
    for repeat in (True, False):
        grid = grid_of(table, repeat=repeat)
        assert len({len(row) for row in grid}) == 1
        assert len(grid) >= len(rows)
    once = sum(cell == "x" for row in grid_of(table, repeat=False) for cell in row)
    assert once <= sum(len(row) for row in rows)
