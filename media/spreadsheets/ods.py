"""ods: content.xml is scanned for extent, formulas and errors; calamine reads the cells."""

from __future__ import annotations

from xml.parsers import expat

from .archive import Archive, damaged, password_protected, repacked
from .calamine import read_cells
from .extent import Extent
from .limits import ReadLimits, check_cells
from .merging import ImpossibleMerge, fill_merged
from .safe_xml import local_name, make_parser, without_definitions
from .workbook import Sheet, Workbook

_CONTENT = "content.xml"
_MANIFEST = "META-INF/manifest.xml"
# LibreOffice repeats an empty last row and cell up to these; more is no sheet.
_ROWS = 1_048_576
_COLUMNS = 16_384


def read_ods(archive: Archive, limits: ReadLimits) -> Workbook:
    """Read the tables that are displayed."""
    manifest = archive.read(_MANIFEST) if _MANIFEST in archive else b""
    if b"encryption-data" in manifest:
        raise password_protected()
    scan = _ContentScan(limits)
    parser = make_parser()
    parser.StartElementHandler = scan.start
    parser.EndElementHandler = scan.end
    content: list[bytes] = []
    try:
        for chunk in without_definitions(archive.chunks(_CONTENT)):
            parser.Parse(chunk, False)
            content.append(chunk)
        parser.Parse(b"", True)
    except (expat.ExpatError, ValueError, OverflowError) as error:
        raise damaged() from error
    visible = {name: extent for name, extent in scan.tables.items() if name not in scan.hidden}
    parts = {
        "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
        _CONTENT: b"".join(content),
        _MANIFEST: b'<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:'
        b'manifest:1.0"/>',
    }
    check_cells(sum(extent.cells for extent in visible.values()), limits)
    rows = read_cells(repacked(parts), visible)
    for name, extent in visible.items():
        _fill(rows[name], extent)
    sheets = [
        Sheet(name, rows[name], extent.formulas, extent.errors) for name, extent in visible.items()
    ]
    return Workbook(sheets, scan.hidden, "ods")


def _fill(rows: list[list[str]], extent: Extent) -> None:
    try:
        fill_merged(rows, extent.merged)
    except ImpossibleMerge as error:
        raise damaged() from error


class _ContentScan:
    """Follows the cells of all tables; tables within a cell's table are not looked into."""

    def __init__(self, limits: ReadLimits) -> None:
        self.tables: dict[str, Extent] = {}
        self.hidden: list[str] = []
        self._limits = limits
        self._hidden_styles: set[str] = set()
        self._style = ""
        self._depth = 0
        self._extent = Extent()
        # Rows count from 1, columns from 0; "next" is where the coming one starts.
        self._row, self._next_row, self._row_repeats = 0, 1, 1
        self._column, self._next_column = 0, 0
        self._is_error = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        kind = local_name(name)
        if kind in ("table-cell", "covered-table-cell"):
            self._cell(attributes)
        elif kind == "p":
            self._has_value()
        elif kind == "table-row":
            self._row_repeats = _count(attributes, "number-rows-repeated", _ROWS)
            self._row = self._next_row
            self._next_row += self._row_repeats
            self._next_column = 0
        elif kind == "table":
            self._depth += 1
            if self._depth == 1:
                self._table(attributes)
        elif kind == "style":
            self._style = _attribute(attributes, "name")
        elif kind == "table-properties" and _attribute(attributes, "display") == "false":
            self._hidden_styles.add(self._style)

    def end(self, name: str) -> None:
        if local_name(name) == "table":
            self._depth -= 1

    def _table(self, attributes: dict[str, str]) -> None:
        name = _attribute(attributes, "name")
        if name in self.tables:
            raise damaged()
        self._extent = self.tables[name] = Extent()
        self._next_row = 1
        if _attribute(attributes, "style-name") in self._hidden_styles:
            self.hidden.append(name)

    def _cell(self, attributes: dict[str, str]) -> None:
        has_value = has_formula = self._is_error = False
        self._column = self._next_column
        repeats = 1
        for key, value in attributes.items():
            local = local_name(key)
            if local == "number-columns-repeated":
                repeats = min(int(value), _COLUMNS)
            elif local == "value-type":
                has_value = True
                self._is_error |= value == "error"
            elif local == "formula":
                has_value = has_formula = True
            elif local == "number-rows-spanned" and value != "1":
                bottom = self._row + min(int(value), _ROWS) - 1
                self._extent.merged.append((self._row - 1, bottom - 1, self._column))
        self._next_column = self._column + repeats
        if has_value:
            self._has_value()
        if has_formula:
            for row in range(self._row, self._next_row):
                for index in range(self._column, self._next_column):
                    self._extent.add_formula(row, index)

    def _has_value(self) -> None:
        if self._depth != 1:
            return
        extent = self._extent
        extent.rows = max(extent.rows, self._next_row - 1)
        extent.columns = max(extent.columns, self._next_column)
        extent.check(self._limits)
        if self._is_error:
            extent.errors.add((self._row, self._column))


def _attribute(attributes: dict[str, str], wanted: str) -> str:
    return next((value for key, value in attributes.items() if local_name(key) == wanted), "")


def _count(attributes: dict[str, str], wanted: str, limit: int) -> int:
    return min(int(_attribute(attributes, wanted) or 1), limit)
