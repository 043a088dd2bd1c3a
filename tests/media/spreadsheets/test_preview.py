"""The summary that a page and a terminal show."""

import json

from media.spreadsheets.preview import build_preview, render_text
from media.spreadsheets.table import read_table
from tests.media.spreadsheets import building

ROWS = [
    ["名单"],
    [*building.HEADER, "民族"],
    *[building.student(number) for number in range(30)],
    building.student(30, 性别="未知", 入学年份="二〇二六"),
    ["合计", 31],
]


def preview(**limits):
    content = building.xlsx(ROWS, hidden={"字典": [["x"]]})
    table = read_table(content, filename="a.xlsx", schema=building.ROSTER)
    table.bad_rows[0].add_problem("campus", "No campus is set.")
    return build_preview(table, **limits)


def test_preview_counts_all_rows_and_folds_the_good_ones():
    summary = preview(good_limit=5)

    assert summary["counts"] == {"rows": 31, "good": 30, "bad": 1, "problems": 3, "skipped": 1}
    assert len(summary["good_rows"]) == 5


def test_preview_is_plain_data():
    summary = preview()

    assert json.loads(json.dumps(summary)) == summary


def test_preview_marks_each_bad_cell_with_its_reasons():
    (row,) = preview()["bad_rows"]

    marked = {cell["letter"]: cell["problems"] for cell in row["cells"] if cell["problems"]}
    assert row["number"] == 33
    assert marked.keys() == {"C", "G"}
    assert row["problems"] == ["No campus is set."]


def test_preview_names_columns_titles_and_what_was_left_out():
    summary = preview()

    assert summary["columns"][0] == {
        "key": "number",
        "label": "Student number",
        "header": "学号",
        "letter": "A",
        "block": 0,
    }
    assert summary["ignored_columns"] == [{"header": "民族", "letter": "H"}]
    assert summary["title_rows"] == [{"number": 1, "text": "名单"}]
    assert summary["skipped_rows"] == [{"number": 34, "text": "合计 31"}]
    assert summary["hidden_sheets"] == ["字典"]


def test_text_has_a_line_for_every_bad_cell():
    shown = render_text(preview())

    for words in ("C33 [未知]", "G33 [二〇二六]", "No campus is set.", "H 民族", "字典", "30"):
        assert words in shown


def test_text_says_how_many_bad_rows_are_not_shown():
    assert "1 more" in render_text(preview(bad_limit=0))
