"""What of a document's text can be seen, and what must be dropped before it is drawn."""

import html as entities

# Zero-width spaces, direction marks, variation selectors and control characters come with text
# pasted from spreadsheets. They have no shape of their own, fonts have no glyph for them, and a
# printed document loses nothing without them.
_INVISIBLE_RANGES = (
    (0x0000, 0x0008),  # control characters, except tab and line ends
    (0x000B, 0x000C),
    (0x000E, 0x001F),
    (0x007F, 0x009F),
    (0x00AD, 0x00AD),  # soft hyphen
    (0x034F, 0x034F),  # grapheme joiner
    (0x061C, 0x061C),  # direction marks
    (0x180B, 0x180F),  # Mongolian variation selectors
    (0x200B, 0x200F),  # zero-width spaces and joiners, direction marks
    (0x202A, 0x202E),  # embeddings and overrides
    (0x2060, 0x206F),  # word joiner, isolates
    (0xFE00, 0xFE0F),  # variation selectors
    (0xFEFF, 0xFEFF),  # byte order mark
    (0xFFF9, 0xFFFB),  # interlinear annotation
    (0xE0000, 0xE0FFF),  # tags, variation selectors of ideographs
)
_INVISIBLE = dict.fromkeys(
    code_point for first, last in _INVISIBLE_RANGES for code_point in range(first, last + 1)
)


def without_invisible(html: str) -> str:
    """The document without characters that have no shape."""
    return html.translate(_INVISIBLE)


def visible_characters(html: str) -> str:
    """Each character of the document once, character references resolved."""
    return "".join(set(entities.unescape(html)))
