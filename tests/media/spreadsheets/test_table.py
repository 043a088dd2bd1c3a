"""From sheets to rows: headers, footers, blocks, and what is said about bad cells."""

from decimal import Decimal

import pytest

from media.spreadsheets.errors import SpreadsheetRefused
from media.spreadsheets.parsers import text
from media.spreadsheets.schema import Column, Schema
from media.spreadsheets.table import find_duplicates, mark_duplicates, parse_workbook, read_table
from media.spreadsheets.workbook import Sheet, Workbook
from tests.media.spreadsheets import building


def roster(rows, schema=building.ROSTER, **parts):
    sheet = Sheet("名单", [[str(cell) for cell in row] for row in rows], **parts)
    return parse_workbook(Workbook([sheet]), schema)


def scores(rows):
    return roster(rows, building.SCORES)


def test_header_is_found_below_titles_by_its_synonyms():
    table = read_table(
        building.xlsx(
            [
                ["2026级学生基本信息一览表"],
                ["学年学期：2026-2027-1    打印日期：2026-09-01"],
                [],
                ["序号", "学\u3000号", "姓 名", "性别", "院系名称", "专业名称", "行政班", "年级"],
                [1, *building.student(0), ""],
                [2, *building.student(1, 入学年份="2026级")],
                ["合计", 2, "人"],
            ],
            hidden={"数据字典": [building.HEADER]},
        ),
        filename="名单.xlsx",
        schema=building.ROSTER,
    )

    assert table.header.row == 4
    assert [title.number for title in table.titles] == [1, 2]
    assert [row.number for row in table.good_rows] == [5, 6]
    assert table.rows[0].values == {
        "number": "0260100000",
        "name": "华桂珍",
        "sex": "female",
        "department": "机电工程学院",
        "major": "机械设计制造及其自动化",
        "class": "机械2601",
        "year": 2026,
    }
    assert [(row.number, row.text) for row in table.skipped] == [(7, "合计 2 人")]
    assert table.header.ignored == ()
    assert table.hidden_sheets == ["数据字典"]


@pytest.mark.parametrize("header", ["学号*", "学号（必填）", "学 号：", "XH", " 学号 (text)"])
def test_header_is_matched_whatever_stands_around_it(header):
    assert building.ROSTER.column_for(header).key == "number"


def test_unknown_and_repeated_columns_are_listed_as_ignored():
    table = roster([[*building.HEADER, "民族", "姓名"], [*building.student(), "汉", "王"]])

    assert [(c.letter, c.header) for c in table.header.ignored] == [("H", "民族"), ("I", "姓名")]
    assert table.rows[0].values["name"] == "华桂珍"


def test_missing_columns_are_named_with_what_was_found():
    with pytest.raises(SpreadsheetRefused) as caught:
        roster([["名单"], ["学号", "姓名", "民族"], ["1", "王", "汉"]])

    for word in ("Sex", "Department", "Entry year", "Row 2", "学号, 姓名, 民族"):
        assert word in str(caught.value)


def test_sheet_without_any_header_is_refused_with_the_columns_needed():
    with pytest.raises(SpreadsheetRefused, match=r"No header row.*Student number, Name"):
        roster([["1", "王"]])


def test_first_sheet_with_a_fitting_header_is_taken_and_the_others_named():
    content = building.xlsx(
        [["说明：请勿修改表头"]],
        学生=[building.HEADER, building.student()],
        备份=[building.HEADER, building.student(5)],
    )

    table = read_table(content, filename="a.xlsx", schema=building.ROSTER)

    assert table.sheet == "学生"
    assert table.other_sheets == ["名单", "备份"]


def test_missing_optional_column_gives_none():
    table = scores([["学号", "姓名", "平时成绩", "期末成绩"], ["1", "王", "80", "70"]])

    assert table.rows[0].values["remark"] is None


def test_blocks_side_by_side_are_read_left_then_right():
    half = ["序号", "学号", "姓名", "平时成绩", "期末成绩", "总评成绩", "备注"]
    table = scores(
        [
            ["学生成绩登记表"],
            half * 2,
            "1 01 王 63 84 71 - 3 03 李 - - - 免修".replace("-", "").split(" "),
            ["2", "02", "张", "58", "", "", "缓考", "", "", "", "", "", "", ""],
            ["任课教师（签名）：", "", "", "教研室主任：", "", "", "年 月 日"] + [""] * 7,
        ]
    )

    assert [(row.number, row.values["number"]) for row in table.rows] == [
        (3, "01"),
        (4, "02"),
        (3, "03"),
    ]
    assert table.rows[0].values["coursework"] == Decimal(63)
    assert table.rows[2].values["remark"] == "免修"
    assert table.rows[2].columns[0].letter == "I"
    assert [row.number for row in table.skipped] == [5]
    assert not table.problems


def test_right_block_that_lacks_a_required_column_is_ignored():
    table = scores([["学号", "姓名", "平时成绩", "期末成绩", "学号"], ["1", "王", "1", "2", "3"]])

    assert len(table.rows) == 1
    assert [column.letter for column in table.header.ignored] == ["E"]


def test_header_repeated_on_every_printed_page_is_left_out():
    table = roster([building.HEADER, building.student(0), building.HEADER, building.student(1)])

    assert [row.number for row in table.rows] == [2, 4]
    assert [row.number for row in table.skipped] == [3]


def test_empty_rows_are_left_out_silently():
    table = roster([building.HEADER, [], [""] * 7, building.student(0), []])

    assert [row.number for row in table.rows] == [4]
    assert table.skipped == []


@pytest.mark.parametrize(
    "footer",
    [
        ["合计", "2"],
        ["合 计：2人"],
        ["制表人：张三"],
        ["制表人", "张三"],
        ["", "任课教师签名："],
        ["备注：以上"],
        ["打印日期:2026-09-01", "教务处（盖章）"],
    ],
)
def test_footer_is_left_out_and_reported(footer):
    table = roster([building.HEADER, building.student(0), footer])

    assert len(table.rows) == 1
    assert [row.number for row in table.skipped] == [3]


def test_row_without_a_number_is_bad_and_not_taken_for_a_footer():
    table = roster([building.HEADER, building.student(0), building.student(1, 学号="")])

    assert [problem.cell for problem in table.problems] == ["A3"]


def test_text_in_unknown_columns_alone_is_reported_as_left_out():
    table = roster([["序号", *building.HEADER], ["1", *building.student(0)], ["2"]])

    assert [row.number for row in table.skipped] == [3]


def test_bad_cell_says_where_it_stands_and_why():
    table = roster(
        [["名单"], [], ["序号", *building.HEADER], ["1", *building.student(0, 性别="未知")]]
    )

    (problem,) = table.problems
    assert (problem.sheet, problem.cell, problem.header, problem.value) == (
        "名单",
        "D4",
        "性别",
        "未知",
    )
    assert "男, 女" in problem.message
    assert "sex" not in table.rows[0].values
    assert not table.rows[0].ok


def test_formula_in_a_used_column_is_refused():
    table = roster([[*building.HEADER], building.student(0)], formulas={(2, 1), (2, 9)})

    assert [(problem.cell, "formula" in problem.message) for problem in table.problems] == [
        ("B2", True)
    ]


def test_formula_without_a_stored_result_is_refused_even_in_an_empty_row():
    table = roster([building.HEADER, building.student(0), [""] * 7], formulas={(3, 0)})

    assert "formula" in table.rows[1].problems[0].message


def test_formula_result_is_taken_where_the_schema_allows_it():
    schema = Schema((Column("total", "Total", ("总评",), formulas=True),), key="total")

    assert roster([["总评"], ["71"]], schema, formulas={(2, 0)}).rows[0].values == {"total": "71"}
    assert roster([["总评"], ["=A1"]], schema, formulas={(2, 0)}).problems


def test_error_value_is_refused():
    table = roster([building.HEADER, building.student(0, 姓名="")], errors={(2, 1)})

    assert [problem.cell for problem in table.problems] == ["B2"]
    assert "error" in table.problems[0].message


def test_duplicate_names_the_earlier_row_and_spares_it():
    table = roster([building.HEADER, *[building.student(n) for n in (0, 1, 0, 0)]])

    mark_duplicates(table, "number")

    assert [(problem.cell, "row 2" in problem.message) for problem in table.problems] == [
        ("A4", True),
        ("A5", True),
    ]


def test_empty_values_are_no_duplicates():
    schema = Schema(
        (Column("a", "A"), Column("b", "B", required=False, parse=text(required=False))), key="a"
    )
    table = roster([["a", "b"], ["1", ""], ["2", ""], ["3", "x"], ["4", "x"]], schema)

    assert [row.number for row in find_duplicates(table.rows, "b")["x"]] == [4, 5]
    assert list(find_duplicates(table.rows, "b")) == ["x"]


def test_domain_can_add_a_problem_to_a_cell():
    table = roster([building.HEADER, building.student(0)])

    table.rows[0].add_problem("department", "No such department.")

    assert str(table.problems[0]) == "D2 学院: No such department."
