"""Exports and templates, read back with other people's readers and with ours."""

import csv
import datetime as dt
import io
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from media.spreadsheets.delimited import stream_csv, write_csv
from media.spreadsheets.normalising import normalise_text
from media.spreadsheets.reading import read_workbook
from media.spreadsheets.writing import SheetColumn, SheetToWrite, write_rows, write_workbook

DANGEROUS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\0=1", " =1", "＝1+1"]


def opened(*sheets, **options):
    return openpyxl.load_workbook(io.BytesIO(write_workbook(sheets, **options)))


def one_column(values, **column):
    return SheetToWrite("名单", [SheetColumn("学号", **column)], [[value] for value in values])


@pytest.mark.parametrize("value", DANGEROUS)
def test_text_that_would_run_is_neutralised(value):
    cell = opened(one_column([value]))["名单"]["A2"]
    record = list(csv.reader(io.StringIO(write_csv(["a"], [[value]]).decode("utf-8-sig"))))[1]

    assert cell.data_type == "s"
    assert cell.value.startswith("'")
    assert record[0].startswith("'")


def test_headers_and_titles_are_neutralised_too():
    sheet = SheetToWrite("a", [SheetColumn("=1")], [], title_rows=["@x"])

    page = opened(sheet)["a"]
    assert (page["A1"].value, page["A2"].value) == ("'@x", "'=1")
    assert write_csv(["=1"], []).decode("utf-8-sig") == "'=1\r\n"


def test_numbers_stay_numbers_and_numbers_as_text_keep_their_zeros():
    page = opened(one_column([-1.5, Decimal("71.50"), "0260100000", 10**18, True, None]))["名单"]

    assert [page.cell(row, 1).value for row in range(2, 8)] == [
        -1.5,
        71.5,
        "0260100000",
        str(10**18),
        True,
        None,
    ]
    assert write_csv(["a"], [[-1.5]]).decode("utf-8-sig").splitlines()[1] == "-1.5"


def test_text_column_is_text_also_for_what_is_typed_later():
    assert opened(one_column(["1"]))["名单"]["A2"].number_format == "@"


def test_date_column_holds_dates():
    cell = opened(one_column([dt.date(2026, 9, 1)], kind="date"))["名单"]["A2"]

    assert cell.value == dt.datetime(2026, 9, 1)


def test_header_stays_in_view_below_the_titles():
    sheet = SheetToWrite("a", [SheetColumn("学号")], [["1"]], title_rows=["标题", "副标题"])

    assert opened(sheet)["a"].freeze_panes == "A4"


def test_columns_are_wide_enough_for_han():
    sheet = one_column(["机械设计制造及其自动化"])

    assert opened(sheet)["名单"].column_dimensions["A"].width >= 22


def test_choices_and_bounds_become_validation():
    sheet = SheetToWrite(
        "a",
        [
            SheetColumn("性别", choices=("男", "女")),
            SheetColumn("成绩", kind="number", minimum=0, maximum=100, hint="0–100"),
            SheetColumn("期末", kind="number", minimum=0, maximum=100, also=("缺考", "缓考")),
        ],
        [["男", 80, "缺考"]],
        spare_rows=2,
    )

    rules = {str(rule.sqref): rule for rule in opened(sheet)["a"].data_validations.dataValidation}
    assert rules["A2:A4"].formula1 == '"男,女"'
    assert (rules["B2:B4"].formula1, rules["B2:B4"].formula2) == ("0", "100")
    assert 'C2="缺考"' in rules["C2:C4"].formula1


def test_protected_sheet_leaves_the_unlocked_cells_open():
    sheet = SheetToWrite(
        "a",
        [SheetColumn("学号"), SheetColumn("成绩", locked=False)],
        [["1", None]],
        protect=True,
        spare_rows=1,
    )

    page = opened(sheet)["a"]
    assert page.protection.sheet
    assert [page[cell].protection.locked for cell in ("A2", "B2", "B3")] == [True, False, False]


def test_marked_cell_carries_its_reason():
    sheet = SheetToWrite("a", [SheetColumn("性别")], [["未知"]], marks={(0, 0): "男 or 女"})

    assert "男 or 女" in opened(sheet)["a"]["A2"].comment.text


def test_sheet_names_are_made_acceptable_and_unique():
    names = ["机械[2601]", "机械 2601 ", "x" * 40, "X" * 40, "", "'"]

    made = opened(*[SheetToWrite(name, [], []) for name in names]).sheetnames
    assert len({name.casefold() for name in made}) == len(names)
    assert all(len(name) <= 31 for name in made)


def test_streamed_rows_are_all_there():
    target = io.BytesIO()
    rows = ([f"{number:06}"] for number in range(1_000))

    write_rows(target, SheetToWrite("a", [SheetColumn("学号")], rows))

    read = read_workbook(target.getvalue(), filename="a.xlsx").sheets[0].rows
    assert [row[0] for row in read[1:]] == [f"{number:06}" for number in range(1_000)]


def test_streamed_csv_comes_in_pieces():
    pieces = list(stream_csv(["a"], (["x" * 1_000] for _number in range(500))))

    assert len(pieces) > 3
    assert sum(piece.count("\r\n") for piece in pieces) == 501


# What XML can't hold is written as _xFFFE_, and stays so.
CELLS = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\ufffe\uffff"), max_size=30
).map(normalise_text)
ROWS = st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=8)


def trimmed(rows):
    """What a reader can know: rows and cells that are empty at the end leave no trace."""
    kept = [list(row) for row in rows]
    while kept and not any(kept[-1]):
        kept.pop()
    return kept


@given(rows=ROWS)
@example(rows=[("", "'="), ("''=1", "' '@"), ("'", "it's")])
@settings(max_examples=60, deadline=None)
def test_texts_survive_xlsx(rows):
    sheet = SheetToWrite("a", [SheetColumn("一"), SheetColumn("二")], rows)

    read = read_workbook(write_workbook([sheet]), filename="a.xlsx").sheets[0].rows
    assert trimmed(read[1:]) == trimmed(rows)


@example(rows=[("x", "'="), ("''=1", "' '@"), ("'", "it's")], encoding="gb18030")
@given(rows=ROWS, encoding=st.sampled_from(["utf-8-sig", "gb18030"]))
@settings(max_examples=100, deadline=None)
def test_texts_survive_csv(rows, encoding):
    content = write_csv(["一", "二"], rows).decode("utf-8-sig").encode(encoding)

    sheet = read_workbook(content, filename="a.csv").sheets[0]
    assert trimmed(sheet.rows[1:]) == trimmed(rows)
    assert not sheet.formulas


@given(value=st.one_of(st.integers(-(2**53) + 1, 2**53 - 1), st.floats(-1e9, 1e9)))
@settings(max_examples=60, deadline=None)
def test_numbers_survive_xlsx(value):
    read = read_workbook(write_workbook([one_column([value])]), filename="a.xlsx")

    assert float(read.sheets[0].rows[1][0]) == pytest.approx(value, rel=1e-14)
