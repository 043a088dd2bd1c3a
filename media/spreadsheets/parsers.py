"""Small parsers for the cells of an import.

Each function here makes a parser: it takes normalised text and returns a value, or raises
``ValueRefused`` with the reason in words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from .errors import ValueRefused
from .normalising import matching_text
from .wording import listed

_SCIENTIFIC = re.compile(r"[+-]?\d+(?:\.\d+)?[eE][+-]?\d+")
_YEAR = re.compile(r"(\d{4})(?:\.0+)?(?:级|年|届)?")
_DECIMAL = re.compile(r"[+-]?\d{1,15}(?:\.\d{1,15})?")
_NUMBER = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")
_SPACES = re.compile(r"\s+")

Parse = Callable[[str], Any]


def _required() -> ValueRefused:
    return ValueRefused(_("A value is missing here."))


def text(*, required: bool = True, max_length: int | None = None) -> Callable[[str], str]:
    """Any text, inner spaces collapsed; an empty optional cell is ``""``."""

    def parse(value: str) -> str:
        value = _SPACES.sub(" ", value).strip()
        if not value:
            if required:
                raise _required()
            return ""
        if max_length is not None and len(value) > max_length:
            raise ValueRefused(
                _("The text has %(length)s characters; %(limit)s are allowed.")
                % {"length": len(value), "limit": max_length}
            )
        return value

    return parse


def lines(*, required: bool = True) -> Callable[[str], str]:
    """Text whose line breaks mean something; spaces inside of a line are collapsed. For columns
    with ``lines``."""
    parse_line = text(required=False)

    def parse(value: str) -> str:
        found = "\n".join(map(parse_line, value.split("\n"))).strip()
        if not found and required:
            raise _required()
        return found

    return parse


def person_name(*, required: bool = True, max_length: int = 64) -> Callable[[str], str]:
    """A name: no digits; ``张 三`` becomes ``张三``, ``买买提 · 艾力`` ``买买提·艾力``."""
    parse_text = text(required=required, max_length=max_length)
    between_han = re.compile(r"(?<=[^\x00-\u024f]) +(?=[^\x00-\u024f])")

    def parse(value: str) -> str:
        name = re.sub(r" *· *", "·", between_han.sub("", parse_text(value)))
        if any(character.isdigit() and character.isascii() for character in name):
            raise ValueRefused(_("“%(value)s” is not a name: it has digits.") % {"value": value})
        return name

    return parse


def student_number(*, max_length: int = 32) -> Callable[[str], str]:
    """A student or staff number: letters and digits, kept as text with its leading zeros."""

    def parse(value: str) -> str:
        if not value:
            raise _required()
        if _SCIENTIFIC.fullmatch(value) and re.search(r"[.+]|[eE]-", value):
            raise ValueRefused(
                _(
                    "“%(value)s”: the spreadsheet programme turned the number into scientific "
                    "notation and lost digits. Format the column as text and enter it again."
                )
                % {"value": value}
            )
        number = _SPACES.sub("", value)
        if not _NUMBER.fullmatch(number):
            raise ValueRefused(
                _(
                    "“%(value)s” can't be a student or staff number: only letters and digits may "
                    "stand here."
                )
                % {"value": value}
            )
        if len(number) > max_length:
            raise ValueRefused(
                _("The text has %(length)s characters; %(limit)s are allowed.")
                % {"length": len(number), "limit": max_length}
            )
        return number

    return parse


def choice(
    options: Mapping[Any, Sequence[str]], *, required: bool = True, shown: Sequence[str] = ()
) -> Callable[[str], Any]:
    """One of ``options`` (value → what people write for it); an empty optional cell is ``None``.

    ``shown`` replaces the list of accepted words in the message (default: the first of each).
    """
    values = {matching_text(word): value for value, words in options.items() for word in words}
    accepted = [str(word) for word in shown] or [str(words[0]) for words in options.values()]

    def parse(value: str) -> Any:
        wanted = matching_text(value)
        if not wanted:
            if required:
                raise _required()
            return None
        if wanted not in values:
            raise ValueRefused(
                _("“%(value)s” is not known here. Write one of: %(accepted)s.")
                % {"value": value, "accepted": listed(accepted)}
            )
        return values[wanted]

    return parse


SEXES: Mapping[str, Sequence[str]] = {
    "male": ("男", "男性", "男生", "M", "male", "1"),
    "female": ("女", "女性", "女生", "F", "female", "2"),
}


def sex(*, required: bool = True, values: Mapping[str, Any] | None = None) -> Callable[[str], Any]:
    """``"male"`` or ``"female"``, or what ``values`` maps these to. 1 and 2 as in GB/T 2261.1."""
    parse = choice(SEXES, required=required, shown=("男", "女"))
    return parse if values is None else lambda value: values.get(parse(value))


def year(
    *, minimum: int = 1950, maximum: int = 2100, required: bool = True
) -> Callable[[str], int | None]:
    """A year as ``2026``, ``2026级`` or ``2026年``."""

    def parse(value: str) -> int | None:
        if not value:
            if required:
                raise _required()
            return None
        match = _YEAR.fullmatch(_SPACES.sub("", value))
        if match is None:
            raise ValueRefused(
                _("“%(value)s” is not a year. Write four digits, such as 2026.") % {"value": value}
            )
        found = int(match[1])
        if not minimum <= found <= maximum:
            raise ValueRefused(
                _("The year %(value)s is not between %(minimum)s and %(maximum)s.")
                % {"value": found, "minimum": minimum, "maximum": maximum}
            )
        return found

    return parse


def decimal_score(
    minimum: Decimal | int = 0,
    maximum: Decimal | int = 100,
    *,
    places: int = 2,
    required: bool = False,
) -> Callable[[str], Decimal | None]:
    """A number between two bounds, both allowed; an empty optional cell is ``None``."""

    def parse(value: str) -> Decimal | None:
        if not value:
            if required:
                raise _required()
            return None
        if not _DECIMAL.fullmatch(value) or not value.isascii():
            raise ValueRefused(_("“%(value)s” is not a number.") % {"value": value})
        score = Decimal(value)
        if not minimum <= score <= maximum:
            raise ValueRefused(
                _("%(value)s is not between %(minimum)s and %(maximum)s.")
                % {"value": value, "minimum": minimum, "maximum": maximum}
            )
        if score != round(score, places):
            raise ValueRefused(
                _("%(value)s has more than %(places)s decimal places.")
                % {"value": value, "places": places}
            )
        return score

    return parse
