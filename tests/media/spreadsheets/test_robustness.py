"""Whatever the bytes: either rows, or one sentence."""

import io
import zipfile

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from media.spreadsheets.errors import SpreadsheetRefused
from media.spreadsheets.table import mark_duplicates, read_table
from tests.media.spreadsheets import building

ROWS = [building.HEADER, building.student(0), building.student(1)]
FILES = {
    "xlsx": building.xlsx(ROWS, hidden={"字典": [["x"]]}),
    "ods": building.ods(ROWS),
    "xls": building.xls(ROWS),
    "csv": building.csv_text(ROWS).encode("gb18030"),
}
FUZZ = settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def read_or_refuse(content, extension):
    try:
        table = read_table(content, filename=f"a.{extension}", schema=building.ROSTER)
    except SpreadsheetRefused:
        return
    mark_duplicates(table, "number")
    assert table.rows


def mutated(content, changes):
    changed = bytearray(content)
    for position, value in changes:
        changed[position % len(changed)] = value
    return bytes(changed)


CHANGES = st.lists(st.tuples(st.integers(0, 2**20), st.integers(0, 255)), max_size=12)


@given(content=st.binary(max_size=400), extension=st.sampled_from(["xlsx", "ods", "csv"]))
@FUZZ
def test_random_bytes(content, extension):
    read_or_refuse(content, extension)


@given(changes=CHANGES, extension=st.sampled_from(["xlsx", "ods", "csv"]))
@FUZZ
def test_changed_bytes(changes, extension):
    read_or_refuse(mutated(FILES[extension], changes), extension)


@given(changes=CHANGES, extension=st.sampled_from(["xlsx", "ods"]), data=st.data())
@FUZZ
def test_changed_bytes_inside_a_part(changes, extension, data):
    with zipfile.ZipFile(io.BytesIO(FILES[extension])) as archive:
        part = data.draw(st.sampled_from(archive.namelist()))
    content = building.replace_part(FILES[extension], part, lambda c: mutated(c, changes))

    read_or_refuse(content, extension)


@given(changes=CHANGES)
@settings(FUZZ, max_examples=15)
def test_changed_bytes_of_xls(changes):
    read_or_refuse(mutated(FILES["xls"], changes), "xls")


@given(text=st.text(max_size=300))
@FUZZ
def test_any_text_as_csv(text):
    read_or_refuse(
        ",".join(building.HEADER).encode() + b"\n" + text.encode("utf-8", "replace"), "csv"
    )
