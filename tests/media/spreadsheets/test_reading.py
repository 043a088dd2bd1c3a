"""What is read from each format, and how its texts are spelt afterwards."""

import datetime as dt
import io

import openpyxl
import pytest

from media.spreadsheets.errors import SpreadsheetRefused
from media.spreadsheets.reading import read_workbook
from tests.media.spreadsheets import building

ROWS = [building.HEADER, building.student(0), building.student(1, 姓名="买买提·艾力")]
EXPECTED = [[str(cell) for cell in row] for row in ROWS]


@pytest.mark.parametrize("extension", ["xlsx", "xls", "ods"])
def test_workbook_gives_texts_of_visible_sheets(extension):
    content = getattr(building, extension)(ROWS, hidden={"数据字典": [["性别", 1]]})

    workbook = read_workbook(content, filename=f"名单.{extension}")

    assert [sheet.name for sheet in workbook.sheets] == ["名单"]
    assert workbook.hidden == ["数据字典"]
    assert [list(row) for row in workbook.sheets[0].rows] == EXPECTED


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv_encoding_and_delimiter_are_found(encoding, delimiter):
    content = building.csv_text(ROWS, delimiter).encode(encoding)

    assert read_workbook(content, filename="名单.CSV").sheets[0].rows == EXPECTED


def test_csv_delimiter_named_by_excel_is_used_and_keeps_row_numbers():
    content = b"sep=;\r\na,x;b\r\n1;2\r\n"

    assert read_workbook(content, filename="a.csv").sheets[0].rows == [[], ["a,x", "b"], ["1", "2"]]


def test_csv_keeps_blank_lines_so_that_row_numbers_stay_true():
    rows = read_workbook("学号,姓名\n\n1,王\n".encode(), filename="a.csv").sheets[0].rows

    assert rows == [["学号", "姓名"], [], ["1", "王"]]


def test_csv_text_that_excel_writes_to_keep_zeros_is_no_formula():
    sheet = read_workbook(b'a,b\r\n"=""0260""",="01"\r\n', filename="a.csv").sheets[0]

    assert sheet.rows[1] == ["0260", "01"]
    assert not sheet.formulas


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (2026.0, "2026"),
        (71.5, "71.5"),
        ("007", "007"),
        ("０２６０１０００１０", "0260100010"),
        ("６０％", "60%"),
        (" 0260\u3000", "0260"),
        ("苏丽\xa0", "苏丽"),
        ("买买提•艾力", "买买提·艾力"),
        ("买买提・艾力", "买买提·艾力"),
        ("王䶮", "王䶮"),
        ("王𠮷", "王𠮷"),
        ("王\ufa11\uf9dc", "王\ufa11\uf9dc"),
        ("计算机（师范）", "计算机（师范）"),
        (True, "TRUE"),
        (dt.datetime(2026, 9, 1), "2026-09-01"),
        (dt.datetime(2026, 9, 1, 8, 30), "2026-09-01 08:30:00"),
        (1234567890123456789, "1.234567890123457e+18"),
    ],
)
def test_cell_is_spelt_one_way(cell, expected):
    content = building.xlsx([["学号", "x"], [cell, "x"]])

    assert read_workbook(content, filename="a.xlsx").sheets[0].rows[1][0] == expected


@pytest.mark.parametrize("extension", ["xlsx", "xls", "ods"])
def test_dates_are_read_in_iso(extension):
    content = getattr(building, extension)([["日期"], [dt.date(2026, 9, 1)]])

    rows = read_workbook(content, filename=f"a.{extension}").sheets[0].rows
    assert rows[1] == ["2026-09-01"]


def test_rows_and_columns_count_from_the_corner_of_the_sheet():
    book = openpyxl.Workbook()
    book.active["C4"] = "学号"
    target = io.BytesIO()
    book.save(target)

    rows = read_workbook(target.getvalue(), filename="a.xlsx").sheets[0].rows

    assert rows[3][2] == "学号"


@pytest.mark.parametrize("extension", ["xlsx", "xls", "ods"])
def test_formulas_are_found_where_they_stand(extension):
    content = getattr(building, extension)([["学号", "姓名"], ["1", "王"], ["=1+1", "李"]])

    assert read_workbook(content, filename=f"a.{extension}").sheets[0].formulas == {(3, 0)}


def test_csv_formula_is_found():
    assert read_workbook("学号\n=1+1\n".encode(), filename="a.csv").sheets[0].formulas == {(2, 0)}


def test_xlsx_error_values_are_found():
    book = openpyxl.Workbook()
    book.active.append(["学号", "姓名"])
    book.active.append(["1", "王"])
    book.active["B2"] = "#REF!"
    book.active["B2"].data_type = "e"
    target = io.BytesIO()
    book.save(target)

    assert read_workbook(target.getvalue(), filename="a.xlsx").sheets[0].errors == {(2, 1)}


def test_cells_that_only_carry_a_format_do_not_count():
    book = openpyxl.Workbook()
    book.active.append(["学号"])
    book.active["XFD1048576"].number_format = "@"
    target = io.BytesIO()
    book.save(target)

    assert len(read_workbook(target.getvalue(), filename="a.xlsx").sheets[0].rows) == 1


@pytest.mark.parametrize(
    ("filename", "content", "word"),
    [
        ("a.xlsx", building.csv_text(ROWS).encode(), "text file"),
        ("a.xls", building.xlsx(ROWS), "xlsx"),
        ("a.csv", building.xlsx(ROWS), "xlsx"),
        ("a.ods", building.xlsx(ROWS), "xlsx"),
        ("a.xlsx", building.ods(ROWS), "ods"),
        ("a.xlsx", building.xls(ROWS), "xls"),
        ("a.xls", b"<html><table><tr><td>1</td></tr></table></html>", "web page"),
        ("a.xls", b'<?xml version="1.0"?><Workbook/>', "XML"),
        ("a.csv", b"%PDF-1.7", "PDF"),
        ("a.csv", b"\x89PNG\0\0\0", "no spreadsheet"),
        ("a.exe", b"MZ", "a.exe"),
        ("a", b"MZ", ".xlsx"),
    ],
)
def test_name_and_content_have_to_agree(filename, content, word):
    with pytest.raises(SpreadsheetRefused, match=word):
        read_workbook(content, filename=filename)


def test_csv_in_another_encoding_is_refused():
    with pytest.raises(SpreadsheetRefused, match="neither UTF-8 nor GB18030"):
        read_workbook(b"a,b\n\xff\xff,1\n", filename="a.csv")


def test_csv_with_an_open_quotation_mark_is_refused():
    with pytest.raises(SpreadsheetRefused, match="quotation mark"):
        read_workbook(b'a,b\n"1,2\n3,4\n', filename="a.csv")
