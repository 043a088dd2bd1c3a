"""What columns an import expects."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from .normalising import header_key
from .parsers import text

#: Turns the normalised text of a cell into a value, or raises ``ValueRefused``.
Parser = Callable[[str], Any]


@dataclass(frozen=True)
class Column:
    """One expected column.

    ``label`` (a lazy translation) names it in messages; ``synonyms`` are the headers it goes by.
    ``required`` is about the column: whether an empty *cell* is accepted is the parser's matter.
    A missing optional column gives ``None``. ``formulas``: take a formula's stored result.
    ``lines``: the parser gets the text with its line breaks, which are spaces to all others.
    """

    key: str
    label: Any
    synonyms: tuple[str, ...] = ()
    required: bool = True
    parse: Parser = field(default_factory=text)
    formulas: bool = False
    lines: bool = False


@dataclass(frozen=True)
class Schema:
    """The columns of an import; ``key`` names the one that a data row can't be without. Of each
    group of keys in ``one_of`` the file needs one."""

    columns: tuple[Column, ...]
    key: str
    repeated_blocks: bool = False
    header_rows_searched: int = 30
    one_of: tuple[tuple[str, ...], ...] = ()

    @cached_property
    def by_key(self) -> dict[str, Column]:
        return {column.key: column for column in self.columns}

    def needs(self) -> list[tuple[Column, ...]]:
        """What a file can't be without, in the order of the columns: one column each, or one of
        several."""
        groups = {
            key: tuple(self.by_key[one] for one in keys) for keys in self.one_of for key in keys
        }
        needed = [
            groups.get(column.key, (column,))
            for column in self.columns
            if column.required or column.key in groups
        ]
        return list(dict.fromkeys(needed))

    @cached_property
    def required_keys(self) -> frozenset[str]:
        return frozenset(column.key for column in self.columns if column.required)

    def column_for(self, header: str) -> Column | None:
        """The column that a header cell names, with or without a bracketed remark behind it."""
        names = self._names()
        for spelling in header_key(header):
            if spelling in names:
                return names[spelling]
        return None

    def _names(self) -> dict[str, Column]:
        # Labels depend on the active language, synonyms don't.
        names = dict(self._synonyms)
        for column in self.columns:
            for spelling in header_key(str(column.label)):
                names.setdefault(spelling, column)
        return names

    @cached_property
    def _synonyms(self) -> dict[str, Column]:
        names: dict[str, Column] = {}
        for column in self.columns:
            for name in (*column.synonyms, column.key):
                names.setdefault(header_key(name)[0], column)
        return names
