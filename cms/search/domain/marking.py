"""The part of a text that shows the hit best, with the words marked."""

import re
from dataclasses import dataclass

from cms.search.domain.words import Question, fold

EXCERPT = 120
# Texts are looked through this far: the hit that is shown needn't be the best of a whole book.
LOOKED_THROUGH = 50_000
_ENDS = re.compile(r"[。！？；\n]")


@dataclass(frozen=True)
class Piece:
    text: str
    is_hit: bool


@dataclass(frozen=True)
class Excerpt:
    """`at`: the place of the best hit in the text; None where no word stands in it."""

    pieces: list[Piece]
    at: int | None


def pattern_of(question: Question) -> re.Pattern[str] | None:
    """Finds the words in folded text; None for an empty question. Words of letters and digits are
    found whole, Chinese words anywhere."""
    wanted = sorted(question.words or question.characters, key=len, reverse=True)
    if not wanted:
        return None
    return re.compile("|".join(_one(word) for word in wanted))


def _one(word: str) -> str:
    found = re.escape(word)
    if word[0].isascii():
        return rf"(?<![0-9a-z]){found}(?![0-9a-z])"
    return found


def marked(text: str, pattern: re.Pattern[str] | None) -> list[Piece]:
    """All of `text`, cut where the marking changes."""
    pieces, end = [], 0
    for start, stop in _spans(fold(text), pattern):
        if start > end:
            pieces.append(Piece(text[end:start], False))
        pieces.append(Piece(text[start:stop], True))
        end = stop
    return [*pieces, Piece(text[end:], False)] if text[end:] else pieces


def excerpt(text: str, pattern: re.Pattern[str] | None) -> Excerpt:
    """About 120 characters with the most different words, beginning with a sentence if one begins
    near; the beginning of the text where no word stands in it."""
    seen = text[:LOOKED_THROUGH]
    folded = fold(seen)
    spans = _spans(folded, pattern)
    if not spans:
        return Excerpt(_cut(text, 0, pattern), None)
    best, best_kinds, last = spans[0][0], 0, 0
    for number, (start, _stop) in enumerate(spans):
        while last < len(spans) and spans[last][1] <= start + EXCERPT // 2:
            last += 1
        kinds = len({folded[a:b] for a, b in spans[number:last]})
        if kinds > best_kinds:
            best, best_kinds = start, kinds
    begin = max(0, best - EXCERPT // 3)
    sentences = [end.end() for end in _ENDS.finditer(seen, begin, best)]
    return Excerpt(_cut(text, sentences[-1] if sentences else begin, pattern), best)


def _cut(text: str, begin: int, pattern: re.Pattern[str] | None) -> list[Piece]:
    shown = " ".join(text[begin : begin + EXCERPT].split())
    pieces = marked(shown, pattern)
    if begin and not _ENDS.match(text[begin - 1]):
        pieces.insert(0, Piece("…", False))
    if begin + EXCERPT < len(text):
        pieces.append(Piece("…", False))
    return pieces


def _spans(folded: str, pattern: re.Pattern[str] | None) -> list[tuple[int, int]]:
    """Where words stand; words that touch or overlap are one span each as they are found."""
    return [found.span() for found in pattern.finditer(folded)] if pattern else []
