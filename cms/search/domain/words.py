"""Cutting Chinese into words, the same way for what is kept and for what is asked.

jieba cuts by its dictionary alone (without its guessing of unknown words, which depends on what
stands around a word): what it doesn't know comes out as single characters, and two neighbours of
which one is single are kept as a word of two. So 启航, which no dictionary has, is found.
"""

import re
import threading
import unicodedata
import warnings
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from typing import Any

from django.conf import settings

LONGEST_QUESTION = 100
# Each word is one join; SQLite joins 64 tables at most.
MOST_WORDS = 12
LONGEST_WORD = 40
# A word in the title is worth more than any number of words in the text: 12 × 80 < 1000.
IN_TITLE = 1000
MOST_COUNTED = 80

_HAN = "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
_RUN = re.compile(f"[{_HAN}]+|[^\\W_{_HAN}]+")
_IS_HAN = re.compile(f"[{_HAN}]")
# Particles: with a neighbour they make no word.
_PARTICLES = frozenset("的了是在和与及或也都就而着之其于把被对从")
_loading = threading.Lock()


@dataclass(frozen=True)
class Question:
    """What somebody looks for: entries that have all `words`, or, where there are none, entries
    that have all `characters` anywhere. `is_shortened`: more was asked than is looked for."""

    text: str
    words: tuple[str, ...] = ()
    characters: tuple[str, ...] = ()
    is_shortened: bool = False

    @property
    def is_empty(self) -> bool:
        return not self.words and not self.characters


class _Folding(dict[int, int]):
    """One character for one, so that places in the folded text are places in the text."""

    def __missing__(self, code: int) -> int:
        character = chr(code)
        for folded in (unicodedata.normalize("NFKC", character), None):
            if folded is not None and len(folded) == 1:
                character = folded
        lowered = character.lower()
        self[code] = ord(lowered if len(lowered) == 1 else character)
        return self[code]


_FOLDING = _Folding()


def fold(text: str) -> str:
    """Full-width letters and digits as half-width ones, capitals as small letters."""
    return text.translate(_FOLDING)


@cache
def _cutter() -> Any:
    """jieba's dictionary: 1–4 s, once a process. Its cache is marshalled, which is as good as code,
    so it lies with our own files and not where everybody may write."""
    with warnings.catch_warnings():
        # It asks for pkg_resources, which says that it is going away.
        warnings.simplefilter("ignore")
        import jieba
    jieba.setLogLevel("WARNING")
    folder = settings.VAR_DIR / "search"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    cutter = jieba.Tokenizer()
    cutter.tmp_dir = str(folder)
    cutter.initialize()
    return cutter


def prepare() -> None:
    """Load the dictionary, unless it is there; two threads load it once."""
    with _loading:
        _cutter()


def _cut(run: str) -> list[str]:
    prepare()
    return list(_cutter().cut(run, HMM=False))


def _is_known(word: str) -> bool:
    return bool(_cutter().FREQ.get(word))


def words_in(text: str) -> Iterator[str]:
    """The words of a text, as often as they occur; a long word gives the known words in it too."""
    for found in _RUN.finditer(fold(text)):
        run = found.group()
        if not _IS_HAN.match(run):
            yield run[:LONGEST_WORD]
            continue
        pieces = _cut(run)
        for piece in pieces:
            if len(piece) > 1:
                yield piece[:LONGEST_WORD]
            if len(piece) > 2:
                yield from _known_inside(piece)
        for left, right in pairwise(pieces):
            if len(left) == 1 or len(right) == 1:
                yield from _neighbours(left, right)


@lru_cache(maxsize=20_000)
def _known_inside(word: str) -> tuple[str, ...]:
    return tuple(
        word[start:end]
        for start in range(len(word) - 1)
        for end in range(start + 2, len(word) + 1)
        if end - start < len(word) and _is_known(word[start:end])
    )


def _neighbours(left: str, right: str) -> Iterator[str]:
    if left[-1] not in _PARTICLES and right[0] not in _PARTICLES:
        yield left[-1] + right[0]


def weights_of(title: str, text: str) -> dict[str, int]:
    """Each word with its weight: how often it occurs, and much more if the title has it."""
    in_title = Counter(words_in(title))
    counted = in_title + Counter(words_in(text))
    return {
        word: min(count, MOST_COUNTED) + (IN_TITLE if word in in_title else 0)
        for word, count in counted.items()
    }


def question_of(text: str) -> Question:
    """What a person typed as a question: 职业规划 asks for 职业 and 规划, wherever they stand.

    Nothing in it is an operator. Never raises.
    """
    typed = unicodedata.normalize("NFC", text)
    asked = " ".join(typed.split())[:LONGEST_QUESTION]
    words: dict[str, None] = {}
    characters: dict[str, None] = {}
    for found in _RUN.finditer(fold(asked)):
        run = found.group()
        if not _IS_HAN.match(run):
            words[run[:LONGEST_WORD]] = None
            continue
        pieces = _cut(run)
        for piece in pieces:
            if len(piece) > 1:
                words.update(dict.fromkeys(_smallest(piece)))
            else:
                characters[piece] = None
        for left, right in pairwise(pieces):
            if len(left) == len(right) == 1:
                words.update(dict.fromkeys(_neighbours(left, right)))
    looked_for = tuple(words)[:MOST_WORDS]
    return Question(
        text=asked,
        words=looked_for,
        characters=() if words else tuple(characters)[:MOST_WORDS],
        is_shortened=len(" ".join(typed.split())) > len(asked) or len(words) > len(looked_for),
    )


def _smallest(word: str) -> list[str]:
    """The word as known words of two and three characters, where it is made of nothing else."""
    return _split(word) or [word[:LONGEST_WORD]] if len(word) > 3 else [word]


def _split(word: str) -> list[str]:
    for size in (2, 3):
        if len(word) >= size and _is_known(word[:size]):
            if len(word) == size:
                return [word]
            rest = _split(word[size:])
            if rest:
                return [word[:size], *rest]
    return []
