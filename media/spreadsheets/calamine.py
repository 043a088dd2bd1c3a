"""The one place that calls calamine."""

from __future__ import annotations

import io
from collections.abc import Iterable

from python_calamine import CalamineError, CalamineWorkbook, PasswordError

from .archive import damaged, password_protected
from .cell_text import rows_as_text


def read_cells(file: io.BytesIO, names: Iterable[str]) -> dict[str, list[list[str]]]:
    """The texts of the named sheets from cell A1 on."""
    try:
        with CalamineWorkbook.from_filelike(file) as workbook:
            return {
                name: rows_as_text(
                    workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
                )
                for name in names
            }
    except PasswordError as error:
        raise password_protected() from error
    except (CalamineError, OSError, ValueError, OverflowError, KeyError) as error:
        raise damaged() from error
    except BaseException as error:
        # A panic of the Rust code derives from BaseException and has no importable class.
        if type(error).__name__ == "PanicException":
            raise damaged() from error
        raise
