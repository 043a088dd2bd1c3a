"""Streaming XML from strangers: no document type, no entities, UTF-8 only."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NoReturn
from xml.parsers import expat

from django.utils.translation import gettext_lazy as _

from .errors import SpreadsheetRefused

_FORBIDDEN = (b"<!DOCTYPE", b"<!ENTITY")
_OVERLAP = max(map(len, _FORBIDDEN)) - 1


def refuse_definitions(*_arguments: object) -> NoReturn:
    raise SpreadsheetRefused(
        _("The file has XML definitions that no spreadsheet programme writes. It was not opened.")
    )


def without_definitions(chunks: Iterable[bytes]) -> Iterable[bytes]:
    """Pass the chunks on, refusing a document type or an entity wherever it stands."""
    tail = b""
    for chunk in chunks:
        if not tail and chunk[:2] in (b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<"):
            # In UTF-16 the search below would find nothing.
            refuse_definitions()
        window = tail + chunk
        if any(word in window for word in _FORBIDDEN):
            refuse_definitions()
        tail = window[-_OVERLAP:]
        yield chunk


def make_parser() -> expat.XMLParserType:
    """An expat parser with the refusals of defusedxml; handlers may raise SpreadsheetRefused."""
    # The encoding that a file declares is overruled: calamine reads UTF-8 only.
    parser = expat.ParserCreate("utf-8")
    parser.StartDoctypeDeclHandler = refuse_definitions
    parser.EntityDeclHandler = refuse_definitions
    parser.UnparsedEntityDeclHandler = refuse_definitions
    parser.ExternalEntityRefHandler = refuse_definitions
    return parser


def local_name(name: str) -> str:
    """The name without its prefix, which a file may choose freely."""
    return name.rpartition(":")[2]
