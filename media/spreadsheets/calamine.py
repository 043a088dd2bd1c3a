"""The one place that calls calamine."""

from __future__ import annotations

import io
from collections.abc import Iterable

from python_calamine import CalamineError, CalamineWorkbook, PasswordError

from .archive import damaged, password_protected
from .cell_text import rows_as_text
from .merging import fill_merged, merged_downwards


def read_cells(file: io.BytesIO, names: Iterable[str]) -> dict[str, list[list[str]]]:
    """The texts of the named sheets from cell A1 on, merged cells filled downwards."""
    cells: dict[str, list[list[str]]] = {}
    try:
        with CalamineWorkbook.from_filelike(file) as workbook:
            for name in names:
                sheet = workbook.get_sheet_by_name(name)
                cells[name] = rows_as_text(sheet.to_python(skip_empty_area=False))
                fill_merged(cells[name], merged_downwards(sheet.merged_cell_ranges))
            return cells
    except PasswordError as error:
        raise password_protected() from error
    except (CalamineError, OSError, ValueError, OverflowError, KeyError) as error:
        raise damaged() from error
    except BaseException as error:
        # A panic of the Rust code derives from BaseException and has no importable class.
        if type(error).__name__ == "PanicException":
            raise damaged() from error
        raise
