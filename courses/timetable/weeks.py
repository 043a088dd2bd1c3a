"""Sets of teaching weeks, and the many ways in which people write them.

A set of weeks is an int used as a bit mask: bit ``w - 1`` is teaching week ``w``. Two sets meet
in a week when ``a & b`` is not zero.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import TypeAlias

WeekSet: TypeAlias = int

ODD, EVEN = 1, 0


class WeekTextReason(StrEnum):
    """Why a text was not understood; the caller words the sentence."""

    EMPTY = "empty"
    UNREADABLE = "unreadable"
    OUT_OF_TERM = "out_of_term"
    BACKWARDS = "backwards"
    NO_WEEK_LEFT = "no_week_left"
    AMBIGUOUS_PARITY = "ambiguous_parity"


class WeekTextError(ValueError):
    """A text of weeks that can't be read.

    ``position`` is the 0-based index in ``text`` where ``fragment``, the part at fault, begins.
    """

    def __init__(
        self, reason: WeekTextReason, text: str, position: int, fragment: str, last_week: int
    ) -> None:
        super().__init__(f"{reason} at {position} in {text!r}: {fragment!r}")
        self.reason = reason
        self.text = text
        self.position = position
        self.fragment = fragment
        self.last_week = last_week


def week_set(weeks: Iterable[int]) -> WeekSet:
    """The set of the given week numbers, which start at 1."""
    mask = 0
    for week in weeks:
        if week < 1:
            raise ValueError(f"weeks are counted from 1, not {week}")
        mask |= 1 << (week - 1)
    return mask


def weeks_in(weeks: WeekSet) -> tuple[int, ...]:
    """The week numbers of a set, ascending."""
    return tuple(index + 1 for index in range(weeks.bit_length()) if weeks >> index & 1)


def count_weeks(weeks: WeekSet) -> int:
    return weeks.bit_count()


def every_week(first: int, last: int) -> WeekSet:
    return week_set(range(first, last + 1))


def odd_weeks(first: int, last: int) -> WeekSet:
    return week_set(week for week in range(first, last + 1) if week % 2 == ODD)


def even_weeks(first: int, last: int) -> WeekSet:
    return week_set(week for week in range(first, last + 1) if week % 2 == EVEN)


# Full-width forms become ASCII one for one, so that positions still fit the text as given.
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_PARITY = {"单": ODD, "奇": ODD, "單": ODD, "双": EVEN, "偶": EVEN, "雙": EVEN}

_DASH = r"(?:[-‐‑‒–—―−~〜∼至到]|——|--)"
_PARITY_CHARS = "单奇單双偶雙"
_PART = re.compile(
    rf"""
    \s*(?:
        (?:
            第?\s*(?P<first>[0-9]+)
            (?:\s*周?\s*{_DASH}\s*第?\s*(?P<last>[0-9]+))?
            (?:
                \s*(?P<bound>[{_PARITY_CHARS}])\s*周?
              | (?P<closing>
                    \s*(?:周|[(\[【]\s*周\s*[)\]】])?
                    (?:\s*\|?\s*[(\[【]?\s*(?P<marked>[{_PARITY_CHARS}])\s*周?\s*[)\]】]?)?
                )
            )
        )
      | (?P<whole>[{_PARITY_CHARS}全每])\s*周
    )\s*
    """,
    re.VERBOSE,
)
_SEPARATOR = re.compile(r"[,、;/及和]")


@dataclass(frozen=True, slots=True)
class _Part:
    """One part of a list: a range, the parity said with it, and where it stands."""

    weeks: WeekSet
    parity: int | None
    start: int
    end: int
    ends_group: bool
    speaks_for_group: bool


def parse_weeks(text: str, *, last_week: int) -> WeekSet:
    """The weeks that a text such as ``1-5、7-11单、12-16双`` or ``第12-12周|双周`` names.

    ``单周``, ``双周`` and ``全周`` alone run from week 1 to ``last_week``. A parity belongs to
    the range it follows. ``1-4,6-10周(单)`` is refused as ambiguous, because it may speak of both
    ranges or of one; ``3,5-9周(单)`` is not, because both readings agree.

    Raises WeekTextError.
    """
    parts = list(_parts(text, last_week))
    total = 0
    group: list[_Part] = []
    for part in parts:
        if part.speaks_for_group and part.parity is not None:
            for earlier in group:
                if earlier.weeks != _of_parity(earlier.weeks, part.parity):
                    start = group[0].start
                    raise _error(WeekTextReason.AMBIGUOUS_PARITY, text, start, part.end, last_week)
        group = [] if part.ends_group else [*group, part]
        total |= part.weeks
    return total


def _parts(text: str, last_week: int) -> Iterator[_Part]:
    plain = text.translate(_FULL_WIDTH)
    if not plain.strip():
        raise _error(WeekTextReason.EMPTY, text, 0, len(text), last_week)
    position = 0
    while True:
        match = _PART.match(plain, position)
        if match is None:
            start = position + len(plain[position:]) - len(plain[position:].lstrip())
            raise _error(WeekTextReason.UNREADABLE, text, start, len(text), last_week)
        yield _read_part(match, text, last_week)
        position = match.end()
        if position == len(plain):
            return
        separator = _SEPARATOR.match(plain, position)
        if separator is None:
            raise _error(WeekTextReason.UNREADABLE, text, position, len(text), last_week)
        position = separator.end()


def _read_part(match: re.Match[str], text: str, last_week: int) -> _Part:
    start = match.start() + len(match[0]) - len(match[0].lstrip())
    end = match.end() - (len(match[0]) - len(match[0].rstrip()))
    if match["whole"]:
        parity = _PARITY.get(match["whole"])
        weeks = _of_parity(every_week(1, last_week), parity)
        return _Part(weeks, parity, start, end, ends_group=True, speaks_for_group=False)
    for name in ("first", "last"):
        digits = match[name]
        # More than four digits are no week, and int() refuses thousands of them.
        if digits and not (len(digits) <= 4 and 1 <= int(digits) <= last_week):
            raise _error(
                WeekTextReason.OUT_OF_TERM, text, match.start(name), match.end(name), last_week
            )
    first = int(match["first"])
    last = int(match["last"] or first)
    if last < first:
        raise _error(WeekTextReason.BACKWARDS, text, start, end, last_week)
    sign = match["bound"] or match["marked"]
    parity = _PARITY[sign] if sign else None
    weeks = _of_parity(every_week(first, last), parity)
    if not weeks:
        raise _error(WeekTextReason.NO_WEEK_LEFT, text, start, end, last_week)
    return _Part(
        weeks,
        parity,
        start,
        end,
        ends_group=bool(sign or (match["closing"] or "").strip()),
        speaks_for_group=bool(match["marked"]),
    )


def _of_parity(weeks: WeekSet, parity: int | None) -> WeekSet:
    if parity is None:
        return weeks
    last = weeks.bit_length()
    return weeks & (odd_weeks(1, last) if parity == ODD else even_weeks(1, last))


def _error(
    reason: WeekTextReason, text: str, start: int, end: int, last_week: int
) -> WeekTextError:
    return WeekTextError(reason, text, start, text[start:end], last_week)


def format_weeks(weeks: WeekSet) -> str:
    """The weeks as people write them: ``1–16周``, ``2–16周(双)``, ``1–4周,6–10周(双)``.

    ``parse_weeks`` reads the text back to the same set. The empty set is the empty text.
    """
    spans = shortest_spans(weeks_in(weeks))
    if not spans:
        return ""
    texts = [(f"{first}–{last}" if first < last else f"{first}") for first, last, _ in spans]
    if all(step == 1 for *_, step in spans):
        return ",".join(texts) + "周"
    signs = [
        "" if step == 1 else "(单)" if first % 2 == ODD else "(双)" for first, _, step in spans
    ]
    return ",".join(f"{text}周{sign}" for text, sign in zip(texts, signs, strict=True))


def shortest_spans(numbers: tuple[int, ...]) -> list[tuple[int, int, int]]:
    """Cut ascending weeks into (first, last, step) spans, in order and with the least to read.

    A span with a parity costs a little more than a plain one and needs three weeks; at equal cost
    the plain spans take as many weeks as they can.
    """
    best: list[tuple[tuple[int, int], list[tuple[int, int, int]]]] = [((0, 0), [])]
    for end in range(1, len(numbers) + 1):
        options = []
        for begin in range(end):
            span = numbers[begin:end]
            steps = {later - earlier for earlier, later in pairwise(span)}
            if steps <= {1}:
                weight, of_one_parity, step = 2, 0, 1
            elif steps == {2} and len(span) >= 3:
                weight, of_one_parity, step = 3, len(span), 2
            else:
                continue
            (total, so_far), spans = best[begin]
            cost = (total + weight, so_far + of_one_parity)
            options.append((cost, [*spans, (span[0], span[-1], step)]))
        best.append(min(options, key=lambda option: option[0]))
    return best[-1][1]
