"""xlsx: the parts are scanned while they are unpacked, then calamine reads the cells.

calamine reserves a rectangle up to the last cell: one value in XFD1048576 would take gigabytes.
It doesn't report formulas either. Both are found by the scan.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from xml.parsers import expat

from .archive import Archive, damaged, repacked
from .calamine import read_cells
from .coordinates import column_index
from .extent import Extent
from .limits import ReadLimits, check_cells, refuse_columns, refuse_rows
from .safe_xml import local_name, make_parser, without_definitions
from .workbook import Sheet, Workbook

_WORKBOOK = "xl/workbook.xml"
_RELATIONS = "xl/_rels/workbook.xml.rels"
# What cells can depend on: texts, number formats (dates), and how parts are found.
_SHARED = ("[Content_Types].xml", "_rels/.rels", "xl/sharedStrings.xml", "xl/styles.xml")


def read_xlsx(archive: Archive, limits: ReadLimits) -> Workbook:
    """Read the visible worksheets."""
    parts = {
        name: b"".join(without_definitions(archive.chunks(name)))
        for name in (_WORKBOOK, _RELATIONS, *_SHARED)
        if name in archive
    }
    if _WORKBOOK not in parts or _RELATIONS not in parts:
        raise damaged()
    targets = dict(_worksheet_targets(parts[_RELATIONS]))
    visible: dict[str, Extent] = {}
    hidden: list[str] = []
    for name, state, relation in _sheets(parts[_WORKBOOK]):
        if state in ("hidden", "veryHidden"):
            hidden.append(name)
        elif relation in targets and name not in visible:
            path = targets[relation]
            visible[name], parts[path] = _scan(archive, path, limits)
    check_cells(sum(extent.cells for extent in visible.values()), limits)
    rows = read_cells(repacked(parts), visible)
    sheets = [
        Sheet(name, rows[name], extent.formulas, extent.errors) for name, extent in visible.items()
    ]
    return Workbook(sheets, hidden, "xlsx")


def _elements(content: bytes, wanted: str) -> list[dict[str, str]]:
    """The attributes of all elements called ``wanted``, names without prefixes."""
    found: list[dict[str, str]] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        if local_name(name) == wanted:
            found.append({local_name(key): value for key, value in attributes.items()})

    parser = make_parser()
    parser.StartElementHandler = start
    try:
        parser.Parse(content, True)
    except (expat.ExpatError, ValueError) as error:
        raise damaged() from error
    return found


def _sheets(content: bytes) -> Iterator[tuple[str, str, str]]:
    """Name, state and relation of each sheet, in order."""
    for sheet in _elements(content, "sheet"):
        yield sheet.get("name", ""), sheet.get("state", "visible"), sheet.get("id", "")


def _worksheet_targets(content: bytes) -> Iterator[tuple[str, str]]:
    for relation in _elements(content, "Relationship"):
        if not relation.get("Type", "").endswith("/worksheet"):
            continue
        target = relation.get("Target", "").lstrip("/")
        path = target if target.startswith("xl/") else posixpath.normpath(f"xl/{target}")
        yield relation.get("Id", ""), path


def _scan(archive: Archive, path: str, limits: ReadLimits) -> tuple[Extent, bytes]:
    scan = _SheetScan(limits)
    parser = make_parser()
    parser.StartElementHandler = scan.start
    content: list[bytes] = []
    try:
        for chunk in without_definitions(archive.chunks(path)):
            parser.Parse(chunk, False)
            content.append(chunk)
        parser.Parse(b"", True)
    except (expat.ExpatError, ValueError) as error:
        raise damaged() from error
    scan.extent.check(limits)
    return scan.extent, b"".join(content)


class _SheetScan:
    """Follows the cells of one sheet; cells that only carry a format don't count."""

    def __init__(self, limits: ReadLimits) -> None:
        self.extent = Extent()
        self._limits = limits
        self._row = 0
        self._column = -1
        self._is_error = False
        self._kinds: dict[str, str] = {}
        self._columns: dict[str, int] = {}

    def start(self, name: str, attributes: dict[str, str]) -> None:
        kind = self._kinds.get(name)
        if kind is None:
            kind = self._kinds[name] = local_name(name)
        if kind == "c":
            reference = attributes.get("r")
            if reference is None:
                self._column += 1
            else:
                letters = reference.rstrip("0123456789")
                column = self._columns.get(letters)
                if column is None:
                    column = self._columns[letters] = column_index(letters)
                self._column = column
                self._row = int(reference[len(letters) :])
            self._is_error = attributes.get("t") == "e"
        elif kind in ("v", "is"):
            self._has_value()
        elif kind == "row":
            number = attributes.get("r")
            self._row = self._row + 1 if number is None else int(number)
            self._column = -1
        elif kind == "f":
            self._has_value()
            self.extent.add_formula(self._row, self._column)

    def _has_value(self) -> None:
        extent = self.extent
        if self._row > extent.rows:
            if self._row > self._limits.rows:
                raise refuse_rows(self._limits)
            extent.rows = self._row
        if self._column >= extent.columns:
            if self._column >= self._limits.columns:
                raise refuse_columns(self._limits)
            extent.columns = self._column + 1
        if self._is_error:
            extent.errors.add((self._row, self._column))
