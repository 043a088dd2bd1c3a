"""Tables of HTML as plain grids."""

from typing import Any

from cms.importing.wording import tidy

_MOST_CELLS = 50_000


def grid_of(table: Any, *, repeat: bool = True) -> list[list[str]]:
    """The words of each cell. A merged cell stands in every place that it covers, or with
    `repeat=False` in the first of them only. Rows of inner tables belong to their cell."""
    grid: list[list[str | None]] = []
    for number, row in enumerate(_rows(table)):
        while len(grid) <= number:
            grid.append([])
        column = 0
        for cell in row:
            if cell.tag not in ("td", "th"):
                continue
            while column < len(grid[number]) and grid[number][column] is not None:
                column += 1
            _put(grid, number, column, cell, repeat)
            column += 1
    width = max((len(row) for row in grid), default=0)
    return [[cell or "" for cell in row] + [""] * (width - len(row)) for row in grid]


def _put(grid: list[list[str | None]], top: int, left: int, cell: Any, repeat: bool) -> None:
    words = words_of(cell)
    for down in range(_span(cell, "rowspan")):
        for right in range(_span(cell, "colspan")):
            while len(grid) <= top + down:
                grid.append([])
            row = grid[top + down]
            row.extend([None] * (left + right + 1 - len(row)))
            row[left + right] = words if repeat or not (down or right) else ""


def _span(cell: Any, name: str) -> int:
    value = str(cell.get(name) or "1")
    return min(max(int(value), 1), 100) if value.isdecimal() else 1


def _rows(table: Any) -> list[Any]:
    rows = []
    for part in table:
        if part.tag == "tr":
            rows.append(part)
        elif part.tag in ("thead", "tbody", "tfoot"):
            rows.extend(row for row in part if row.tag == "tr")
    return rows[: _MOST_CELLS // 100]


def words_of(element: Any) -> str:
    """The text with one line per paragraph."""
    lines: list[str] = []
    current: list[str] = []

    def close() -> None:
        line = tidy("".join(current))
        if line:
            lines.append(line)
        current.clear()

    def visit(node: Any) -> None:
        is_block = node.tag in ("p", "li", "br", "div", "tr", "h1", "h2", "h3", "h4", "h5", "h6")
        if is_block:
            close()
        current.append(node.text or "")
        for child in node:
            if isinstance(child.tag, str):
                visit(child)
            current.append(child.tail or "")
        if is_block:
            close()

    visit(element)
    close()
    return "\n".join(lines)
