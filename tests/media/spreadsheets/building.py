"""Makes files in the shapes that offices send."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Sequence
from typing import Any

import openpyxl
import xlwt
from odf.opendocument import OpenDocumentSpreadsheet
from odf.style import Style, TableProperties
from odf.table import Table, TableCell, TableRow
from odf.text import P

from media.spreadsheets.parsers import (
    decimal_score,
    person_name,
    sex,
    student_number,
    text,
    year,
)
from media.spreadsheets.schema import Column, Schema

Rows = Sequence[Sequence[Any]]

HEADER = ["学号", "姓名", "性别", "学院", "专业", "班级", "入学年份"]
STUDENT = ["0260100000", "华桂珍", "女", "机电工程学院", "机械设计制造及其自动化", "机械2601", 2026]

ROSTER = Schema(
    key="number",
    columns=(
        Column("number", "Student number", ("学号", "xh"), parse=student_number()),
        Column("name", "Name", ("姓名", "xm"), parse=person_name()),
        Column("sex", "Sex", ("性别",), parse=sex()),
        Column("department", "Department", ("学院", "院系", "院系名称"), parse=text()),
        Column("major", "Major", ("专业", "专业名称"), parse=text()),
        Column("class", "Class", ("班级", "行政班"), parse=text()),
        Column("year", "Entry year", ("入学年份", "年级"), parse=year()),
    ),
)
SCORES = Schema(
    key="number",
    repeated_blocks=True,
    columns=(
        Column("number", "Student number", ("学号",), parse=student_number()),
        Column("name", "Name", ("姓名",), parse=person_name()),
        Column("coursework", "Coursework", ("平时成绩",), parse=decimal_score()),
        Column("exam", "Exam", ("期末成绩",), parse=decimal_score()),
        Column("remark", "Remark", ("备注",), required=False, parse=text(required=False)),
    ),
)


def student(number: int = 0, **changes: Any) -> list[Any]:
    """A row of the roster; ``changes`` by header."""
    row = [f"02601{number:05}", *STUDENT[1:]]
    for header, value in changes.items():
        row[HEADER.index(header)] = value
    return row


def xlsx(rows: Rows, *, hidden: dict[str, Rows] | None = None, **sheets: Rows) -> bytes:
    """A workbook with the sheet 名单, further visible sheets by name, and hidden ones."""
    workbook = openpyxl.Workbook()
    workbook.active.title = "名单"
    for title, content in {"名单": rows, **sheets, **(hidden or {})}.items():
        page = workbook[title] if title in workbook.sheetnames else workbook.create_sheet(title)
        for row in content:
            page.append(list(row))
        if title in (hidden or {}):
            page.sheet_state = "hidden"
    target = io.BytesIO()
    workbook.save(target)
    return target.getvalue()


def xls(rows: Rows, *, hidden: dict[str, Rows] | None = None) -> bytes:
    workbook = xlwt.Workbook()
    for title, content in {"名单": rows, **(hidden or {})}.items():
        page = workbook.add_sheet(title)
        page.visibility = int(title in (hidden or {}))
        for number, row in enumerate(content):
            for index, value in enumerate(row):
                if isinstance(value, str) and value.startswith("="):
                    page.write(number, index, xlwt.Formula(value[1:]))
                elif isinstance(value, dt.date):
                    style = xlwt.easyxf(num_format_str="YYYY-MM-DD")
                    page.write(number, index, value, style)
                else:
                    page.write(number, index, value)
    target = io.BytesIO()
    workbook.save(target)
    return target.getvalue()


def ods(rows: Rows, *, hidden: dict[str, Rows] | None = None, repeat_columns: int = 0) -> bytes:
    document = OpenDocumentSpreadsheet()
    concealed = Style(name="concealed", family="table")
    concealed.addElement(TableProperties(display="false"))
    document.automaticstyles.addElement(concealed)
    for title, content in {"名单": rows, **(hidden or {})}.items():
        style = {"stylename": concealed} if title in (hidden or {}) else {}
        table = Table(name=title, **style)
        for row in content:
            line = TableRow()
            for value in row:
                line.addElement(_ods_cell(value, repeat_columns))
            # LibreOffice fills every row up to the last possible column.
            line.addElement(TableCell(numbercolumnsrepeated=16_384 - len(row)))
            table.addElement(line)
        rest = TableRow(numberrowsrepeated=1_048_576 - len(content))
        rest.addElement(TableCell(numbercolumnsrepeated=16_384))
        table.addElement(rest)
        document.spreadsheet.addElement(table)
    target = io.BytesIO()
    document.write(target)
    return target.getvalue()


def _ods_cell(value: Any, repeat_columns: int) -> TableCell:
    repeated = {"numbercolumnsrepeated": repeat_columns} if repeat_columns else {}
    if isinstance(value, str) and value.startswith("="):
        return TableCell(formula=f"of:{value}", valuetype="float", value="2")
    if isinstance(value, dt.date):
        return TableCell(valuetype="date", datevalue=value.isoformat())
    if isinstance(value, int | float):
        return TableCell(valuetype="float", value=str(value), **repeated)
    cell = TableCell(valuetype="string", **repeated) if value else TableCell()
    if value:
        cell.addElement(P(text=value))
    return cell


def csv_text(rows: Rows, delimiter: str = ",") -> str:
    return "".join(delimiter.join(map(str, row)) + "\r\n" for row in rows)


def replace_part(archive: bytes, name: str, change: Any) -> bytes:
    """The archive with the part ``name`` passed through ``change``."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(archive)) as old,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for entry in old.namelist():
            content = old.read(entry)
            new.writestr(entry, change(content) if entry == name else content)
    return target.getvalue()
