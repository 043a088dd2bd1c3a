"""Files that are meant to hurt, or simply too large."""

import io
import time
import tracemalloc
import zipfile

import openpyxl
import pytest

from media.spreadsheets.errors import SpreadsheetRefused
from media.spreadsheets.limits import DEFAULT, ReadLimits
from media.spreadsheets.reading import read_workbook
from media.spreadsheets.table import read_table
from tests.media.spreadsheets import building

GOOD = building.xlsx([building.HEADER, building.student()])
SHEET = "xl/worksheets/sheet1.xml"


def refusal(content: bytes, filename: str = "a.xlsx", limits: ReadLimits = DEFAULT) -> str:
    with pytest.raises(SpreadsheetRefused) as caught:
        read_workbook(content, filename=filename, limits=limits)
    return str(caught.value)


def test_empty_file_is_refused():
    assert "empty" in refusal(b"")


def test_file_over_the_size_limit_is_read_no_further():
    class Endless(io.RawIOBase):
        asked = 0

        def read(self, size=-1):
            assert size > 0
            self.asked += size
            return b"a" * size

    source = Endless()
    with pytest.raises(SpreadsheetRefused, match="20 MiB"):
        read_workbook(source, filename="a.csv")
    assert source.asked <= 20 * 1024 * 1024 + 1


def test_zip_bomb_is_refused_without_unpacking_it():
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        with archive.open(SHEET, "w") as part:
            for _index in range(60):
                part.write(b"0" * 4_000_000)

    tracemalloc.start()
    message = refusal(target.getvalue())
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert "unpacks" in message
    assert peak < 20_000_000


def test_part_that_lies_about_its_size_is_refused():
    bomb = building.replace_part(GOOD, SHEET, lambda content: content + b" " * 50_000_000)
    with zipfile.ZipFile(io.BytesIO(bomb)) as archive:
        size = archive.getinfo(SHEET).file_size.to_bytes(4, "little")
    lying = bomb.replace(size, (1000).to_bytes(4, "little"))

    assert refusal(lying)


def test_part_that_shrank_too_well_is_refused():
    bomb = building.replace_part(GOOD, SHEET, lambda content: content + b" " * 50_000_000)

    assert "unpacks" in refusal(bomb)


def test_archive_with_thousands_of_entries_is_refused():
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for number in range(2_100):
            archive.writestr(str(number), "")

    assert "unpacks" in refusal(target.getvalue())


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_parts_of_one_name_are_refused():
    target = io.BytesIO(GOOD)
    with zipfile.ZipFile(target, "a") as archive:
        archive.writestr("XL/worksheets\\sheet1.XML", "<worksheet/>")

    assert "damaged" in refusal(target.getvalue())


@pytest.mark.parametrize("part", [SHEET, "xl/workbook.xml", "xl/styles.xml"])
def test_document_type_is_refused_in_any_part(part):
    def define(content: bytes) -> bytes:
        start = content.index(b"?>") + 2 if content.startswith(b"<?xml") else 0
        return content[:start] + b'<!DOCTYPE x [<!ENTITY a "b">]>' + content[start:]

    assert "definitions" in refusal(building.replace_part(GOOD, part, define))


def test_document_type_in_utf_16_is_refused():
    hidden = building.replace_part(GOOD, SHEET, lambda c: c.decode().encode("utf-16"))

    assert "definitions" in refusal(hidden)


def test_document_type_in_ods_is_refused():
    content = building.replace_part(
        building.ods([["学号"], ["1"]]),
        "content.xml",
        lambda c: c.replace(b"?>", b"?><!DOCTYPE x>", 1),
    )

    assert "definitions" in refusal(content, "a.ods")


@pytest.mark.parametrize("cell", ["XFD1", "XFD1048576"])
def test_value_far_to_the_right_is_refused(cell):
    book = openpyxl.Workbook()
    book.active[cell] = 1
    target = io.BytesIO()
    book.save(target)

    assert "256" in refusal(target.getvalue()) or "rows" in refusal(target.getvalue())


def test_value_far_below_is_refused():
    book = openpyxl.Workbook()
    book.active["A1048576"] = 1
    target = io.BytesIO()
    book.save(target)

    assert "200,000 rows" in refusal(target.getvalue())


def test_more_cells_than_allowed_are_refused():
    rows = [["x"] * 10 for _index in range(20)]

    assert "100 cells" in refusal(building.xlsx(rows), limits=ReadLimits(cells=100))
    assert "100 cells" in refusal(
        building.csv_text(rows).encode(), "a.csv", limits=ReadLimits(cells=100)
    )


def test_cells_of_all_sheets_together_are_counted():
    rows = [["x"] * 8 for _index in range(10)]

    read_workbook(building.xlsx(rows), filename="a.xlsx", limits=ReadLimits(cells=100))
    assert "100 cells" in refusal(building.xlsx(rows, 二=rows), limits=ReadLimits(cells=100))


def test_repeated_cell_of_ods_is_refused():
    content = building.ods([["学号", "姓名"]], repeat_columns=5_000)

    assert "256" in refusal(content, "a.ods")


def test_csv_of_a_million_rows_is_refused_early():
    content = ("学号,姓名\n" + "0260100000,王\n" * 1_000_000).encode()

    started = time.process_time()
    message = refusal(content, "a.csv")

    assert "200,000 rows" in message
    assert time.process_time() - started < 3


def test_xlsx_of_a_million_rows_is_refused_early():
    row = b'<row r="%d"><c r="A%d"><v>1</v></c></row>'
    rows = b"".join(row % (number, number) for number in range(1, 1_000_001))
    content = building.replace_part(
        GOOD, SHEET, lambda c: b"<worksheet><sheetData>" + rows + b"</sheetData></worksheet>"
    )

    assert "200,000 rows" in refusal(content)


def test_damaged_xlsx_is_refused():
    for end in (100, len(GOOD) // 2, len(GOOD) - 10):
        assert "damaged" in refusal(GOOD[:end])


def test_damaged_xls_is_refused():
    content = building.xls([building.HEADER, building.student()])

    for end in (100, 600, len(content) // 2):
        assert "damaged" in refusal(content[:end], "a.xls")


def test_xls_with_a_cell_at_the_end_of_the_world_harms_only_its_own_process():
    content = building.xls([["学号"], ["1"]])
    # A LABELSST record: kind, length, row 1, column 0. The reader reserves all cells up to it.
    cell = b"\xfd\0\x0a\0\x01\0\0\0"
    assert content.count(cell) == 1
    far = content.replace(cell, b"\xfd\0\x0a\0\xff\xff\xff\xff")

    assert "damaged" in refusal(far, "a.xls")


def test_xls_that_claims_two_billion_texts_is_read_by_what_it_has():
    content = building.xls([["学号"], ["1"]])
    table = content.index(b"\x02\0\0\0\x02\0\0\0")

    claims = content[:table] + b"\xff\xff\xff\x7f" * 2 + content[table + 8 :]

    assert read_workbook(claims, filename="a.xls").sheets[0].rows == [["学号"], ["1"]]


def test_workbook_with_macros_is_refused():
    target = io.BytesIO(GOOD)
    with zipfile.ZipFile(target, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"x")

    assert "macros" in refusal(target.getvalue())


def test_workbook_with_a_password_is_refused():
    # Excel wraps the encrypted archive into a compound file with a stream of this name.
    content = building.xls([["学号"]]).replace(
        "Workbook".encode("utf-16-le") + bytes(16), "EncryptedPackage".encode("utf-16-le")
    )

    assert "password" in refusal(content, "a.xlsx")


@pytest.mark.parametrize("extension", ["xlsx", "xls", "ods"])
def test_header_without_rows_is_refused(extension):
    content = getattr(building, extension)([building.HEADER])

    with pytest.raises(SpreadsheetRefused, match="no data rows"):
        read_table(content, filename=f"a.{extension}", schema=building.ROSTER)


@pytest.mark.parametrize("rows", [[], [[""]]])
def test_file_without_any_text_is_refused(rows):
    with pytest.raises(SpreadsheetRefused, match="no data"):
        read_table(building.xlsx(rows), filename="a.xlsx", schema=building.ROSTER)


def test_part_that_declares_an_unknown_encoding_does_no_harm():
    content = building.replace_part(
        building.ods([building.HEADER, building.student()]),
        "content.xml",
        lambda c: c.replace(b"UTF-8", b"UTF-0", 1),
    )

    assert read_workbook(content, filename="a.ods").sheets
