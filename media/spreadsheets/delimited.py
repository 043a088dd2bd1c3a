"""csv in and out: encodings and delimiters as offices have them."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from .cell_text import plain_text
from .errors import SpreadsheetRefused
from .limits import ReadLimits, check_cells, refuse_columns, refuse_rows
from .neutralising import neutralise, restore
from .normalising import normalise_cell, normalise_text
from .workbook import Position, Sheet, Workbook

_DELIMITERS = ",;\t"
_SAMPLE_LINES = 50
# ="0260100000" is how people keep leading zeros through Excel: a text, not a formula.
_QUOTED_TEXT = re.compile(r'="([^"]*)"')


def read_csv(content: bytes, *, limits: ReadLimits) -> Workbook:
    """Read comma-, semicolon- or tab-separated text in UTF-8, UTF-16 (with BOM) or GB18030."""
    text, encoding = _decode(content)
    delimiter, start = _delimiter(text)
    formulas: set[Position] = set()
    rows: list[list[str]] = []
    cells = 0
    seen: dict[str, str] = {}
    reader = csv.reader(io.StringIO(text[start:], newline=""), delimiter=delimiter, strict=True)
    if start:
        rows.append([])
    try:
        for record in reader:
            if len(rows) >= limits.rows:
                raise refuse_rows(limits)
            if len(record) > limits.columns and any(record[limits.columns :]):
                raise refuse_columns(limits)
            row: list[str] = []
            for raw in record[: limits.columns]:
                cell = seen.get(raw)
                if cell is None:
                    cell = seen[raw] = _cell_text(raw)
                if cell.startswith("="):
                    if raw.lstrip().startswith("'"):
                        pass
                    elif match := _QUOTED_TEXT.fullmatch(cell):
                        cell = normalise_text(match[1])
                    else:
                        formulas.add((len(rows) + 1, len(row)))
                row.append(cell)
            rows.append(row)
            cells += len(row)
            check_cells(cells, limits)
    except csv.Error as error:
        raise SpreadsheetRefused(
            _("The text can't be read at line %(line)s: a quotation mark is not closed there.")
            % {"line": reader.line_num}
        ) from error
    while rows and not any(rows[-1]):
        rows.pop()
    return Workbook([Sheet("csv", rows, formulas)], [], "csv", encoding)


def _cell_text(raw: str) -> str:
    return normalise_cell(restore(raw))


def _decode(content: bytes) -> tuple[str, str]:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        candidates = ["utf-16"]
    else:
        candidates = ["utf-8-sig", "gb18030"]
    for encoding in candidates:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        # Binary data may well decode, but never without these.
        if "\0" not in text:
            return text, {"utf-8-sig": "UTF-8"}.get(encoding, encoding.upper())
    raise SpreadsheetRefused(
        _("The text is neither UTF-8 nor GB18030. Save the file as xlsx, or as CSV UTF-8.")
    )


def _delimiter(text: str) -> tuple[str, int]:
    """The delimiter, and where the data starts: Excel may name it in a first line ``sep=;``."""
    if match := re.match(r"sep=([,;\t])\r?\n", text):
        return match[1], match.end()
    sample = text[:20_000].splitlines(keepends=True)[:_SAMPLE_LINES]
    best, best_score = ",", (0, 0)
    for delimiter in _DELIMITERS:
        widths = Counter(len(record) for record in csv.reader(sample, delimiter=delimiter))
        widths.pop(0, None)
        widths.pop(1, None)
        if widths:
            width, lines = max(widths.items(), key=lambda item: (item[1], item[0]))
            best, best_score = max(
                (best, best_score), (delimiter, (lines, width)), key=lambda x: x[1]
            )
    return best, 0


def stream_csv(header: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    """Lines of text for a streaming answer, beginning with a BOM so that Excel reads UTF-8."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    buffer.write("\ufeff")
    writer.writerow([neutralise(title) for title in header])
    for row in rows:
        writer.writerow([_out(value) for value in row])
        if buffer.tell() > 65_536:
            yield buffer.getvalue()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue()


def write_csv(header: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """A csv file in UTF-8 with BOM; dates in ISO, formulas neutralised."""
    return "".join(stream_csv(header, rows)).encode()


def _out(value: Any) -> Any:
    return neutralise(value) if isinstance(value, str) else plain_text(value)
