"""Cells merged downwards, as printed lists have them for departments and classes."""

import io

import openpyxl
import pytest
import xlwt
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import CoveredTableCell, Table, TableCell, TableRow
from odf.text import P

from media.spreadsheets.errors import SpreadsheetRefused
from media.spreadsheets.merging import ImpossibleMerge, fill_merged
from media.spreadsheets.reading import read_workbook
from media.spreadsheets.table import read_table
from tests.media.spreadsheets import building

EXPECTED = [["班级", "学号"], ["机械2601", "1"], ["机械2601", "2"]]


def xlsx(rows, *merged):
    book = openpyxl.load_workbook(io.BytesIO(building.xlsx(rows)))
    for area in merged:
        book.active.merge_cells(area)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def xls():
    book = xlwt.Workbook()
    page = book.add_sheet("a")
    for number, cells in enumerate([["班级", "学号"], ["", "1"], ["", "2"]]):
        page.write(number, 1, cells[1])
    page.write(0, 0, "班级")
    page.write_merge(1, 2, 0, 0, "机械2601")
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def ods():
    document = OpenDocumentSpreadsheet()
    table = Table(name="a")
    for cells in (
        [("班级", {}), ("学号", {})],
        [("机械2601", {"numberrowsspanned": 2, "numbercolumnsspanned": 1}), ("1", {})],
        [None, ("2", {})],
    ):
        line = TableRow()
        for cell in cells:
            if cell is None:
                line.addElement(CoveredTableCell())
            else:
                element = TableCell(valuetype="string", **cell[1])
                element.addElement(P(text=cell[0]))
                line.addElement(element)
        table.addElement(line)
    document.spreadsheet.addElement(table)
    target = io.BytesIO()
    document.write(target)
    return target.getvalue()


@pytest.mark.parametrize(
    ("filename", "content"),
    [
        ("a.xlsx", xlsx([["班级", "学号"], ["机械2601", "1"], ["", "2"]], "A2:A3")),
        ("a.xls", xls()),
        ("a.ods", ods()),
    ],
)
def test_merged_cell_counts_for_each_of_its_rows(filename, content):
    assert read_workbook(content, filename=filename).sheets[0].rows == EXPECTED


def test_rows_without_anything_else_stay_empty():
    rows = [["机械2601", "1"], ["", ""], ["", "3"]]

    fill_merged(rows, [(0, 2, 0)])

    assert rows == [["机械2601", "1"], ["", ""], ["机械2601", "3"]]


def test_header_of_two_levels_is_read():
    content = xlsx(
        [
            ["学号", "姓名", "成绩", "", "备注"],
            ["", "", "平时成绩", "期末成绩", ""],
            ["01", "王", 80, 70, ""],
        ],
        "A1:A2",
        "B1:B2",
        "C1:D1",
        "E1:E2",
    )

    table = read_table(content, filename="a.xlsx", schema=building.SCORES)

    assert table.header.row == 2
    assert [row.values["number"] for row in table.good_rows] == ["01"]


def test_overlapping_ranges_are_refused_before_they_take_long():
    rows = [["x", "y"] for _index in range(100)]

    with pytest.raises(ImpossibleMerge):
        fill_merged(rows, [(0, 99, 0)] * 10)


def test_file_with_overlapping_ranges_is_refused():
    merged = b'<mergeCell ref="A1:A2"/>' * 50
    content = building.replace_part(
        building.xlsx([["班级"], ["x"]]),
        "xl/worksheets/sheet1.xml",
        lambda c: c.replace(
            b"</sheetData>", b"</sheetData><mergeCells>" + merged + b"</mergeCells>"
        ),
    )

    with pytest.raises(SpreadsheetRefused, match="damaged"):
        read_workbook(content, filename="a.xlsx")
