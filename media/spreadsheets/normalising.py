"""One spelling for what people type: half-width letters and digits, one kind of space and dot."""

from __future__ import annotations

import re
import unicodedata

# Only what stands for data is made half-width. Chinese punctuation （），：；in class names and
# remarks is kept as it was typed, which full NFKC would not do.
_FULL_WIDTH = [
    *range(0xFF10, 0xFF1A),
    *range(0xFF21, 0xFF3B),
    *range(0xFF41, 0xFF5B),
    *map(ord, "％＋－．／＝＠＿＆＃＊"),
]
_SPACES = [
    0x09,
    0x0A,
    0x0D,
    0x0B,
    0x0C,
    0xA0,
    0x1680,
    *range(0x2000, 0x200B),
    0x202F,
    0x205F,
    0x3000,
]
_INVISIBLE = [0x00, 0xAD, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2028, 0x2029, 0x2060, 0xFEFF]
# Dots that input methods and old systems write between the parts of a name.
_MIDDLE_DOTS = [0x0387, 0x2022, 0x2027, 0x2219, 0x22C5, 0x2E31, 0x30FB, 0xFF65]

_TABLE: dict[int, str | None] = {
    **{code: unicodedata.normalize("NFKC", chr(code)) for code in _FULL_WIDTH},
    **dict.fromkeys(_SPACES, " "),
    **dict.fromkeys(_INVISIBLE, None),
    **dict.fromkeys(_MIDDLE_DOTS, "·"),
}
# Canonical normalisation would replace these by other characters; in a name they are meant.
_COMPATIBILITY_IDEOGRAPHS = re.compile("([\uf900-\ufaff\U0002f800-\U0002fa1f]+)")
_REMARK = re.compile(r"[(\[].*?[)\]]$")
_HEADER_NOISE = re.compile(r"[\s*:]+")
_LINE_BREAK = re.compile(r"\r\n?|\n")


def normalise_text(raw: str) -> str:
    """Make full-width digits, letters, percent signs and spaces half-width, dots ``·``, and trim.

    Line breaks inside a cell become spaces; rare characters stay as they are.
    """
    if raw.isascii() and raw.isprintable():
        return raw.strip()
    text = raw.translate(_TABLE)
    if not unicodedata.is_normalized("NFC", text):
        text = "".join(
            part if index % 2 else unicodedata.normalize("NFC", part)
            for index, part in enumerate(_COMPATIBILITY_IDEOGRAPHS.split(text))
        )
    return text.strip()


def normalise_cell(raw: str) -> str:
    """As `normalise_text`, but line breaks stay, each as one ``\\n``: a column may want them
    (`Column.lines`)."""
    if "\n" not in raw and "\r" not in raw:
        return normalise_text(raw)
    return "\n".join(map(normalise_text, _LINE_BREAK.split(raw))).strip()


def one_line(text: str) -> str:
    """What `normalise_cell` gave, without line breaks."""
    return text.replace("\n", " ") if "\n" in text else text


def matching_text(text: str) -> str:
    """A form to compare by: NFKC, without any spaces, case-folded. Not for storing."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).casefold()


def header_key(header: str) -> tuple[str, ...]:
    """Spellings to look a header up by: as it stands, then without a bracketed remark."""
    plain = _HEADER_NOISE.sub("", matching_text(normalise_text(header)))
    bare = _REMARK.sub("", plain)
    return (plain, bare) if bare and bare != plain else (plain,)
